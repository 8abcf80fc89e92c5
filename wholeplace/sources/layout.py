"""What a known layout is: its tables, what a table cannot say about it, and how its rows become facts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import polars as pl

from wholeplace.sources.facts import Facts
from wholeplace.sources.files import RawTable, RawXml
from wholeplace.sources.spec import TableSpec, load_spec

Tables = Mapping[str, pl.DataFrame]
FLAT_DATES = ("%d/%m/%Y", "%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S")


@dataclass(frozen=True)
class RowRule:
    """A rule that needs more than one cell: the rows of `table` to refuse or warn about.

    find: gets all tables, returns a frame holding `_row` (of that table). column: which one a warning names.
    """

    rule: str
    table: str
    find: Callable[[Tables], pl.DataFrame]
    column: str | None = None


@dataclass(frozen=True)
class Layout:
    """A known form of extract.

    build: all accepted rows by table (absent tables are empty, absent columns null) to canonical facts.
    dates: date formats in the order tried. headerless: columns are known by position ("1", "2"...);
    record_types: then the first fields of the kinds of row that one file holds. from_xml: an XML tree to raw
    tables, or None where it is not ours. xml_year: the collection year that a document states. match: the
    table that a raw table is ("" for none of them), or None to leave it to the header. aliases: other
    headers in use, by pattern. resubmitted: tables in which a later file replaces earlier rows with the same
    values of these columns. past: dates that cannot lie after the extract's own. signed: numbers that may be
    negative. own_tables: the tables of a layout that is not packaged. chosen_columns: columns that the tables
    do not name are left out on purpose. note: what is not certain about the layout itself.
    """

    name: str
    title: str
    service: str
    agency: str
    build: Callable[[Tables], Facts]
    dates: tuple[str, ...] = FLAT_DATES
    null_values: tuple[str, ...] = ("", "NULL")
    headerless: bool = False
    record_types: tuple[str, ...] = ()
    year_start: int = 4
    row_rules: tuple[RowRule, ...] = ()
    from_xml: Callable[[RawXml], list[RawTable] | None] | None = None
    xml_year: Callable[[RawXml], int | None] | None = None
    match: Callable[[RawTable], str | None] | None = None
    aliases: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    resubmitted: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    past: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()
    own_tables: Mapping[str, TableSpec] | None = None
    chosen_columns: bool = False
    note: str = ""

    @property
    def tables(self) -> Mapping[str, TableSpec]:
        """The layout's tables by name."""
        return self.own_tables if self.own_tables is not None else load_spec(self.name)


def plain(header: str) -> str:
    """A header for comparison: case, punctuation and spacing taken out."""
    return re.sub(r"[^0-9a-z]+", "", header.casefold())


def headers_of(raw: RawTable) -> tuple[str, ...]:
    """The names of a raw table's columns: its header's, or their positions where it has none."""
    return raw.header or tuple(name for name in raw.frame.columns if name != "_line")


def rename_to_spec(raw: RawTable, layout: Layout, spec: TableSpec) -> dict[str, str]:
    """Header as read to the layout's column, for the columns the layout knows."""
    known = {plain(name): name for name in spec.names()}
    patterns = layout.aliases.get(spec.name, {})
    renamed: dict[str, str] = {}
    for header in headers_of(raw):
        column = known.get(plain(header)) or _by_pattern(header, patterns)
        if column and column not in renamed.values():
            renamed[header] = column
    return renamed


def _by_pattern(header: str, patterns: Mapping[str, str]) -> str | None:
    return next(
        (column for column, pattern in patterns.items() if re.fullmatch(pattern, header.strip(), re.I)), None
    )


@dataclass(frozen=True)
class Fit:
    """How well a raw table fits one table of a layout: share of its headers known, and of the table's present.

    named: the file's name holds the table's. whole: all needed columns are there, and they are three or more.
    """

    table: str
    known: float
    present: float
    named: bool = False
    whole: bool = False

    @property
    def score(self) -> float:
        """One number for comparing: both shares count."""
        return self.known * self.present


def fit(raw: RawTable, layout: Layout, *, stated: bool = False) -> Fit | None:
    """The best fitting table of a layout; None where no table has its keys in the header.

    Half the header must be known, so that one shared column name is never enough. Where the layout is
    stated, a system's whole table may come with many columns that nobody asked for: then the file's name is
    enough, or all of the table's needed columns.
    """
    table = layout.match(raw) if layout.match else None
    if table is not None:
        return Fit(table, 1.0, 1.0) if table else None
    fits = [found for spec in layout.tables.values() if (found := _fit_table(raw, layout, spec))]
    if good := [found for found in fits if found.known >= 0.5]:
        return max(good, key=lambda found: (found.score, found.present))
    wide = [found for found in fits if stated and (found.named or found.whole)]
    return max(wide, key=lambda found: (found.named, found.score), default=None)


def _fit_table(raw: RawTable, layout: Layout, spec: TableSpec) -> Fit | None:
    named = set(rename_to_spec(raw, layout, spec).values())
    if not raw.header or not set(spec.names("key")) <= named:
        return None
    needed = set(spec.names("key", "required"))
    present = len(named & needed) / max(1, len(needed))
    whole = len(needed) >= 3 and needed <= named
    return Fit(spec.name, len(named) / len(raw.header), present, _is_named(raw, spec.name), whole)


def _is_named(raw: RawTable, table: str) -> bool:
    """Whether a word of the file's (or sheet's) name is the table's name."""
    return (
        re.search(rf"(?i)(?<![0-9a-z]){re.escape(table)}(?![0-9a-z])", f"{raw.file} {raw.name}") is not None
    )
