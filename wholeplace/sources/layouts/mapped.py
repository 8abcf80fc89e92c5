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
    Template,
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
    return _layout(load_template(template, folder))


def _layout(template: Template) -> Layout:
    tables = own_tables(template)
    return Layout(
        name=f"{NAME}:{template.template.name}", title=template.template.title, service=template.template.name,
        agency=NOT_STATED, build=build(template), headerless=not template.header,
        record_types=tuple(one.record_type for one in template.hosts().values() if one.record_type),
        row_rules=row_rules(template), match=lambda raw: which_table(template, raw),
        resubmitted={OTHER_ROWS: ("_of",)} if OTHER_ROWS in tables else {}, past=past_dates(template),
        signed=balances(template), own_tables=tables, chosen_columns=True, note=template.template.note,
    )  # fmt: skip
