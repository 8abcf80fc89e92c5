"""Which columns a template reads, as what type, and where it says so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from wholeplace.sources.mapping.form import (
    DATES,
    NAMES,
    Address,
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

GENERAL = ("text", "name")
"""Types that give way to another that the same column is also read as."""


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
        kind = "date" if field in DATES else "name" if field in NAMES else "text"
        yield Use(f"record.{field}", column, kind)
    for where, part in table.parts():
        yield from (Use(f"{where}.{use.where}", use.column, use.type) for use in _of_part(part))


def _of_part(part: Part) -> Iterator[Use]:
    if isinstance(part, Period):
        yield from _named(part, "date", "from_date", "to_date", "last_day")
    if isinstance(part, Identifier | Exposure):
        yield from _named(part, "text", "column")
    if isinstance(part, Address):
        yield from _named(part, "text", "address_text", "hidden")
        yield from (*_named(part, "postcode", "postcode"), *_named(part, "uprn", "uprn"))
    if isinstance(part, Event):
        yield from (
            *_named(part, "text", "kind_column", "outcome", "team"),
            *_named(part, "date", "date", "end_date"),
        )
    if isinstance(part, Event | Spell | Exposure):
        yield from _named(part, "text", "code")
    if isinstance(part, Spell):
        yield from _named(part, "text", "state_column")
    if isinstance(part, Money):
        yield from _named(part, "money" if part.unit == "pounds" else "integer", "column")
    if isinstance(part, Relation):
        yield from _named(part, "text", "kind_column")
        yield from (Use("other", column, "text") for column in part.other)
        yield from (Use("group", column, "text") for column in part.group)


def _named(part: Part, kind: str, *fields: str) -> Iterator[Use]:
    for field in fields:
        if column := getattr(part, field):
            yield Use(field, column, kind)


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
