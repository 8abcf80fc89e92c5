"""Any other table: a template says which column means what, and this layout reads by it.

docs/mapped.md is the template's form. A packaged template is named, a place's own is a file in its folder.
"""

from __future__ import annotations

from pathlib import Path

from wholeplace.config import NOT_STATED
from wholeplace.errors import SettingsError
from wholeplace.sources.layout import Layout
from wholeplace.sources.mapping import (
    OTHER_ROWS,
    balances,
    build,
    load_template,
    own_tables,
    packaged_names,
    past_dates,
    row_rules,
    which_table,
)

NAME = "mapped"


def mapped_layout(template: str, folder: Path) -> Layout:
    """The layout that a template describes. Raises SettingsError naming file, key and cure."""
    if not template:
        cure = f"Name a file in the place's folder, or one of: {', '.join(packaged_names())}"
        raise SettingsError(
            f"a source of layout {NAME} needs a template", where="place.toml: template", cure=cure
        )
    loaded = load_template(template, folder)
    return Layout(
        name=f"{NAME}:{loaded.template.name}",
        title=loaded.template.title,
        service=loaded.template.name,
        agency=NOT_STATED,
        build=build(loaded),
        null_values=("",),
        headerless=not loaded.header,
        record_types=tuple(table.record_type for table in loaded.hosts().values() if table.record_type),
        row_rules=row_rules(loaded),
        match=lambda raw: which_table(loaded, raw),
        resubmitted={OTHER_ROWS: ("_of",)} if OTHER_ROWS in own_tables(loaded) else {},
        past=past_dates(loaded),
        signed=balances(loaded),
        own_tables=own_tables(loaded),
        chosen_columns=True,
        note=loaded.template.note,
    )
