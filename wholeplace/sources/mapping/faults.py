"""What is wrong with a template that has the right form: each fault with its key and cure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import NamedTuple

import polars as pl

from wholeplace.errors import SettingsError
from wholeplace.sources.layout import plain
from wholeplace.sources.mapping.form import (
    BIRTH_PARTS,
    DATES,
    NAMES_AS_ONE,
    Identifier,
    Period,
    Table,
    Template,
    Who,
)
from wholeplace.sources.mapping.part_faults import part_faults
from wholeplace.sources.mapping.tables import GENERAL, uses
from wholeplace.sources.values.dates import parse_date
from wholeplace.sources.values.ethnicity import ethnicity_labels

SEXES = ("male", "female", "other", "unknown")


class Fault(NamedTuple):
    """key: under `table.NAME.`. what is wrong, and the cure."""

    key: str
    what: str
    cure: str


def faults(template: Template) -> Iterator[Fault]:
    """Every fault of a template, its tables in order."""
    yield from _set_faults(template)
    for name, table in template.table.items():
        found = [
            *_row_faults(template, name, table), *_date_faults(table), *_record_faults(table),
            *(Fault(*one) for key, part in table.parts() for one in part_faults(key, part)),
            *_period_faults(table), *_scheme_faults(table), *_column_faults(template, name),
        ]  # fmt: skip
        yield from (Fault(f"table.{name}.{fault.key}", fault.what, fault.cure) for fault in found)


def _set_faults(template: Template) -> Iterator[Fault]:
    if not any(table.introduces for table in template.table.values()):
        cure = "Give one of them a record, identifier or address part"
        yield Fault("table", "no table says who anybody is", cure)
    if len({table.header for table in template.table.values()}) > 1:
        yield Fault("table", "some tables have a header and others none", "Write one template for each kind")
    matches = Counter(
        frozenset(map(plain, table.match)) for table in template.hosts().values() if table.match
    )
    if any(times > 1 for times in matches.values()):
        yield Fault("table", "two tables have the same match", "Give each a column that the other has not")
    types = Counter(table.record_type for table in template.hosts().values())
    if not template.header and any(times > 1 for times in types.values()):
        cure = "Give each its own record_type, or say rows_of"
        yield Fault("table", "two tables without a header take the same rows", cure)


def _row_faults(template: Template, name: str, table: Table) -> Iterator[Fault]:
    host = template.table.get(table.rows_of or name)
    if host is None or (table.rows_of and (host.rows_of or host is table)):
        cure = f"One of: {', '.join(other for other in template.hosts() if other != name)}"
        yield Fault("rows_of", "no such table with rows of its own", cure)
    elif table.rows_of and table.record_type not in (None, host.record_type):
        yield Fault(
            "record_type", "not that of the table whose rows these are", "Write the same, or leave it out"
        )
    if table.header and not table.match and not table.rows_of:
        yield Fault("match", "missing", "Name columns that tell this file from the others")
    if table.header and table.record_type:
        yield Fault("record_type", "only rows without a header have it", "Take it out, or say header = false")
    if not table.header and table.match:
        yield Fault("match", "without a header there are no names to match", "Use record_type")
    for column in sorted(set(table.key_optional) - set(table.key)):
        yield Fault("key_optional", f"{column} is not a column of key", "Add it to key, or take it out")
    if not (table.introduces or list(table.parts()) or len(template.guests(name)) > 1):
        yield Fault("key", "the table says nothing of anybody", "Add a part, such as an event")


def _date_faults(table: Table) -> Iterator[Fault]:
    try:
        for form in table.date_formats:
            pl.select(parse_date(pl.lit(""), (form,)))
    except SettingsError as error:
        yield Fault("date_formats", error.what, error.cure)


def _record_faults(table: Table) -> Iterator[Fault]:
    record, constant = table.record.given(), table.constant.given()
    yield from _parts_faults(record, constant)
    for field in sorted(record.keys() & constant.keys()):
        yield Fault(f"constant.{field}", "record gives it too", "Leave one of the two out")
    for field in sorted(constant.keys() & set(DATES)):
        if not _is_day(constant[field]):
            yield Fault(f"constant.{field}", "not a date", "Write it as 2025-09-01")
    for field, word in constant.items():
        yield from _word_faults(f"constant.{field}", field, [word])
    for field, values in table.values.items():
        if field not in Who.model_fields or field in DATES or field not in record:
            cure = "Name a field of record that is no date"
            yield Fault(f"values.{field}", "not a field whose codes can be turned", cure)
        yield from _word_faults(f"values.{field}", field, list(values.values()))
        yield from _twice(f"values.{field}", list(values))


def _parts_faults(record: Mapping[str, str], constant: Mapping[str, str]) -> Iterator[Fault]:
    """Faults of fields that stand for others, or for a part of another."""
    for field in sorted(record.keys() & {"given_name", "family_name", "middle_names"}):
        if NAMES_AS_ONE in record:
            yield Fault(f"record.{field}", f"{NAMES_AS_ONE} gives it too", "Leave one of the two out")
    for field in sorted(constant.keys() & {NAMES_AS_ONE, *BIRTH_PARTS}):
        yield Fault(f"constant.{field}", "only a column can be taken apart", "Give its parts as constants")
    for part in sorted(record.keys() & set(BIRTH_PARTS)):
        if "birth_date" in record:
            yield Fault(f"record.{part}", "birth_date gives it too", "Leave one of the two out")
    if record.keys() & set(BIRTH_PARTS) and "birth_year" not in record:
        yield Fault("record.birth_year", "missing", "A day and month without a year are no birth date")


def _word_faults(key: str, field: str, words: list[str]) -> Iterator[Fault]:
    known = SEXES if field == "sex" else tuple(_ethnicities()) if field == "ethnicity" else None
    for word in sorted(set(words) - set(known)) if known else ():
        yield Fault(key, f"{word} is not a word of ours", f"One of: {', '.join(known or ())}")


@cache
def _ethnicities() -> tuple[str, ...]:
    return tuple(ethnicity_labels())


def _twice(key: str, codes: list[str]) -> Iterator[Fault]:
    counted = Counter(code.strip().lower() for code in codes)
    if any(times > 1 for times in counted.values()):
        yield Fault(key, "a code is listed twice: case and outer spaces make no difference", "Leave one out")


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _period_faults(table: Table) -> Iterator[Fault]:
    for key, part in table.parts():
        if isinstance(part, Period) and part.to_date and part.last_day:
            yield Fault(f"{key}.last_day", "to_date is given too", "Leave one of the two out")


def _scheme_faults(table: Table) -> Iterator[Fault]:
    for key, part in table.parts():
        if isinstance(part, Identifier) and part.scheme in ("uprn", "postcode", "urn"):
            yield Fault(f"{key}.scheme", f"a {part.scheme} is no person's number", "Give it under address")


def _column_faults(template: Template, name: str) -> Iterator[Fault]:
    if template.host(name) != name:
        return
    every = [use for table in template.guests(name).values() for use in uses(table)]
    spellings = {plain(use.column): use.column for use in every}
    kinds: dict[str, set[str]] = {}
    for use in every:
        kinds.setdefault(use.column, set()).update({use.type} - set(GENERAL))
        if not template.header and not use.column.isdecimal():
            cure = 'Without a header columns are called "1", "2" and so on'
            yield Fault(use.where, f"{use.column} is not a position", cure)
        if use.column != spellings[plain(use.column)]:
            cure = "Write the column's name one way throughout the table"
            yield Fault(use.where, f"{use.column} is also written {spellings[plain(use.column)]}", cure)
    for column in sorted(column for column, found in kinds.items() if len(found) > 1):
        said = " and ".join(sorted(kinds[column]))
        yield Fault("key", f"{column} is read as {said}", "Use the column for one of them only")
