"""A template's tables in the form that every layout's tables have, and how a file's table is known."""

from __future__ import annotations

from wholeplace.sources.files import OTHER_KINDS, RawTable
from wholeplace.sources.layout import plain
from wholeplace.sources.mapping.form import Table, Template
from wholeplace.sources.mapping.uses import types_of
from wholeplace.sources.spec import Column, TableSpec

OTHER_ROWS = "other_rows"
"""The table of rows whose record type the template does not describe: they are counted, and nothing else."""


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
