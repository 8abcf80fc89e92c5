"""A template's tables in the form that every layout's tables have: which columns, read as what, known how."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from wholeplace.sources.files import OTHER_KINDS, RawTable
from wholeplace.sources.layout import plain
from wholeplace.sources.mapping.form import (
    DATES,
    NAMES,
    NAMES_AS_ONE,
    Address,
    Detail,
    Event,
    Exposure,
    Identifier,
    Money,
    Part,
    Period,
    Relation,
    Spell,
    Table,
    Template,
)
from wholeplace.sources.spec import Column, TableSpec

OTHER_ROWS = "other_rows"
"""The table of rows whose record type the template does not describe: they are counted, and nothing else."""


GENERAL = ("text", "name")
"""Types that give way to another that the same column is also read as."""


READ_AS: dict[type[Part], dict[str, tuple[str, ...]]] = {
    Period: {"date": ("from_date", "to_date", "last_day")},
    Identifier: {"text": ("column",)},
    Detail: {"text": ("column",)},
    Address: {"text": ("address_text", "hidden"), "postcode": ("postcode",), "uprn": ("uprn",)},
    Event: {"text": ("kind_column", "code", "outcome", "team"), "date": ("date", "end_date")},
    Spell: {"text": ("state_column", "code")},
    Exposure: {"text": ("column", "code")},
    Relation: {"text": ("kind_column", "other", "group")},
}


class Use(NamedTuple):
    """One column read for one purpose. where: the key of the table that says so."""

    where: str
    column: str
    type: str


def uses(table: Table) -> Iterator[Use]:
    """Every use that a table makes of a column, keys first."""
    yield from (Use("key", column, "text") for column in table.key)
    yield from (Use("only_if", column, "text") for column in (*table.only_if.filled, *table.only_if.holds))
    for field, column in table.record.given().items():
        kind = "date" if field in DATES else "name" if field in (*NAMES, NAMES_AS_ONE) else "text"
        yield Use(f"record.{field}", column, kind)
    for where, part in table.parts():
        yield from (Use(f"{where}.{use.where}", use.column, use.type) for use in _of_part(part))


def _of_part(part: Part) -> Iterator[Use]:
    for form, kinds in READ_AS.items():
        if isinstance(part, form):
            for kind, fields in kinds.items():
                yield from _named(part, kind, *fields)
    if isinstance(part, Money):
        yield Use("column", part.column, "money" if part.unit == "pounds" else "integer")


def _named(part: Part, kind: str, *fields: str) -> Iterator[Use]:
    for field in fields:
        said = getattr(part, field) or ()
        yield from (Use(field, column, kind) for column in ((said,) if isinstance(said, str) else said))


def types_of(template: Template, host: str) -> dict[str, str]:
    """Each column of a host's rows and its type; a key's column has one type in every table of the template."""
    types = _own_types(template, host)
    keys = {column for table in template.guests(host).values() for column in table.key}
    for other in template.hosts():
        elsewhere = _own_types(template, other)
        for column in keys & elsewhere.keys():
            if types[column] in GENERAL and elsewhere[column] != "text":
                types[column] = elsewhere[column]
    return types


def _own_types(template: Template, host: str) -> dict[str, str]:
    types: dict[str, str] = {}
    for table in template.guests(host).values():
        for use in uses(table):
            if types.get(use.column, "text") in GENERAL and use.type != "text":
                types[use.column] = use.type
            types.setdefault(use.column, use.type)
    return types


def key_schemes(template: Template, table: Table) -> dict[str, str]:
    """Columns of a table's key that hold a shared number, with its scheme: by this table's word, else another's."""
    tables = [table, *template.table.values()]
    said = [(one.column, one.scheme) for each in reversed(tables) for one in each.identifier]
    return {column: scheme for column, scheme in said if column in table.key}


def own_tables(template: Template) -> dict[str, TableSpec]:
    """One table for each that has rows of its own, with the columns of all that are read from its rows."""
    name = f"mapped:{template.template.name}"
    tables = {host: _spec(template, host, name) for host in template.hosts()}
    if any(table.record_type for table in template.table.values()):
        tables[OTHER_ROWS] = TableSpec(name, OTHER_ROWS, (_column("1", "text", "optional", ""),))
    return tables


def _spec(template: Template, host: str, layout: str) -> TableSpec:
    table = template.table[host]
    births = {one.record.birth_date for one in template.guests(host).values()}
    columns = tuple(
        _column(
            name, kind, "key" if name in required_key(table) else "expected", "DOB" if name in births else ""
        )
        for name, kind in types_of(template, host).items()
    )
    nothing = tuple({"": None, **dict.fromkeys(table.null_values)})
    return TableSpec(layout, host, columns, dates=table.date_formats, null_values=nothing)


def _column(name: str, kind: str, need: str, identifier: str) -> Column:
    return Column(name, kind, need, "", identifier, None, None, "template")


def required_key(table: Table) -> tuple[str, ...]:
    """Columns of the key that may not be empty."""
    return tuple(column for column in table.key if column not in table.key_optional)


def past_dates(template: Template) -> tuple[str, ...]:
    """Columns of dates that cannot lie ahead: births and deaths."""
    records = [table.record for table in template.table.values()]
    return tuple({day: None for one in records for day in (one.birth_date, one.death_date) if day})


def balances(template: Template) -> tuple[str, ...]:
    """Columns of amounts that may be negative: what stands on an account."""
    every = [money for table in template.table.values() for money in table.money]
    return tuple({money.column: None for money in every if money.per == "balance"})


def which_table(template: Template, raw: RawTable) -> str:
    """The template's table that a raw table is; "" where it is none of them."""
    if template.header:
        return _by_header(template, raw)
    types = {table.record_type: name for name, table in template.hosts().items()}
    if None in types:
        return types[None] if not raw.header else ""
    return OTHER_ROWS if raw.name == OTHER_KINDS else types.get(raw.name, "")


def _by_header(template: Template, raw: RawTable) -> str:
    """The table all of whose `match` and key columns are there; of several the one that asks for most."""
    there = set(map(plain, raw.header))
    fitting: dict[str, int] = {}
    for name, table in template.hosts().items():
        asked = {plain(column) for column in (*table.match, *required_key(table))}
        has_key = any(plain(column) in there for column in table.key)
        if asked <= there and has_key:
            fitting[name] = len(asked)
    most = [name for name, asked in fitting.items() if asked == max(fitting.values())]
    return most[0] if len(most) == 1 else ""
