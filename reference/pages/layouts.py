"""Writes `docs/layouts.md`, every known layout for readers: `python -m reference.pages.layouts`."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from datetime import date

from reference.pages.form import DOCS, names, prose, table
from reference.pages.rules import told_of_files, told_of_layouts
from wholeplace.sources.cells import read_cell
from wholeplace.sources.check import Moment
from wholeplace.sources.layout import Layout
from wholeplace.sources.registry import known_layouts, packaged_templates
from wholeplace.sources.rules import RULES
from wholeplace.sources.spec import Column, TableSpec
from wholeplace.sources.values.identifiers import SCHEMES

PAGE = DOCS / "layouts.md"
ANY_TIME = Moment(date(2026, 3, 31), None)
DATES = ("date", "datetime")
OF_ROWS = ("missing_key", "totals_row", "exact_duplicate")
NATIONAL = {"nhs_number", "upn", "former_upn", "uln", "nino", "uprn"}
INTRODUCTION = """\
# Layouts

Written from the layouts' own tables and code by `python -m reference.pages.layouts`; change it there.

A layout is a known form of extract. `wholeplace init DIR --from EXTRACTS_DIR` knows these by their content. Any other
table is read with `layout = "mapped"` and a template: [mapped.md](mapped.md). A source may be one file or a set; CSV,
workbooks, and either of them in gzip or zip, are all read; XML where a layout says so.

Three things can happen to what cannot be understood. A **file** (or sheet) is refused whole; a **row** is refused; or
there is a **warning**: the field becomes null or unknown and the row goes on. All are counted by rule with file, line,
column and cure, and rows in = accepted + refused, always. What each rule means: [errors.md](errors.md).

Rules of every layout, met while a file is opened or fitted to its layout:
"""


def page() -> str:
    """The whole page as Markdown."""
    layouts = known_layouts()
    index = [
        (f"[{layout.title}](#{name})", f"`{name}`", _carries(layout)) for name, layout in layouts.items()
    ]
    parts = [INTRODUCTION, _everywhere(), table(("layout", "name", "carries"), index)]
    parts += [part for layout in layouts.values() for part in _layout(layout)]
    return "\n".join([*parts, *_templates()])


def _everywhere() -> str:
    files = told_of_files()
    shown = {
        "file": [s.rule for s in files if s.level == "file"] + [s.rule for s in told_of_layouts() if s.level == "file"],
        "row": [s.rule for s in files if s.level == "row"],
        "warning": [s.rule for s in files if s.level == "warning"] + ["absent_column", "unknown_column"],
    }  # fmt: skip
    return "".join(f"- {level}: {names(rules)}\n" for level, rules in shown.items())


def _carries(layout: Layout) -> str:
    kinds = {column.type for spec in layout.tables.values() for column in spec.columns}
    said = ["names"] if "name" in kinds else ["no names"]
    said += sorted(SCHEMES[kind].title for kind in kinds & NATIONAL)
    return ", ".join([*said, "postcodes"] if "postcode" in kinds else said)


def _layout(layout: Layout) -> Iterator[str]:
    module = importlib.import_module(f"wholeplace.sources.layouts.{layout.name}")
    yield f"## {layout.name}\n\n**{layout.title}.** {prose(module.__doc__)}\n"
    if layout.note:
        yield f"Known limits: {layout.note}\n"
    yield f"Service `{layout.service}`, agency `{layout.agency}`. Reads {_forms(layout)}.\n"
    rows = [
        (f"`{name}`", str(len(spec.columns)), names(spec.names("key")), _replacing(layout, name))
        for name, spec in layout.tables.items()
    ]
    yield table(("table", "columns", "keys", "a later file replaces rows by"), rows)
    yield "".join(f"- {level}: {said}\n" for level, said in _refusals(layout).items())


def _replacing(layout: Layout, table_: str) -> str:
    columns = layout.resubmitted.get(table_, ())
    return "the file's name" if columns == ("_of",) else names(columns)


def _forms(layout: Layout) -> str:
    forms = "CSV and workbooks" + (" without a header" if layout.headerless else "")
    return f"{forms}, and XML" if layout.from_xml else forms


def _refusals(layout: Layout) -> dict[str, str]:
    """Beyond the rules of every layout: row rules and warnings that this layout's own columns and rules can give."""
    columns = [(spec, column) for spec in layout.tables.values() for column in spec.columns]
    cells = {rule for spec, column in columns for rule in _cell_rules(layout, spec, column)}
    own = {rule.rule for rule in layout.row_rules}
    dates = {"missing_required_date", "unparseable_required_date"} if any(map(_dated, columns)) else set()
    rows = {*OF_ROWS, *dates, *(rule for rule in own if RULES[rule].level == "row")}
    warnings = cells | {rule for rule in own if RULES[rule].level == "warning"} | {"dates_out_of_order"}
    return {"row": names(sorted(rows)), "warning": names(sorted(warnings))}


def _cell_rules(layout: Layout, spec: TableSpec, column: Column) -> set[str]:
    cell = read_cell(column, spec, layout, ANY_TIME)
    return {*cell.flags, *cell.checks}


def _dated(pair: tuple[object, Column]) -> bool:
    return pair[1].type in DATES and pair[1].need in ("key", "required")


def _templates() -> Iterator[str]:
    yield "## Packaged templates\n"
    yield 'Read with `layout = "mapped"` and `template = "NAME"`: see [mapped.md](mapped.md).\n'
    rows = [
        (f"`{name.partition(':')[2]}`", layout.title, " ".join(layout.note.split()))
        for name, layout in packaged_templates().items()
    ]
    yield table(("template", "what", "known limits"), rows)
    yield "`shbe` (the old Single Housing Benefit Extract) has no header, so it is named and never guessed.\n"


def main() -> None:
    """Writes the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
