"""What a template makes of its rows: canonical facts, part by part."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

import polars as pl

from wholeplace.sources.cells import FALSE
from wholeplace.sources.facts import Facts, Value, pick, where
from wholeplace.sources.layout import Tables
from wholeplace.sources.mapping.form import (
    BIRTH_PARTS,
    DATES,
    NAMES_AS_ONE,
    Address,
    Detail,
    Event,
    Exposure,
    Money,
    Period,
    Relation,
    Spell,
    Table,
    Template,
)
from wholeplace.sources.mapping.rows import (
    backwards,
    day,
    end_of,
    first_day,
    folded,
    group_of,
    in_order,
    is_dated,
    key_of,
    number,
    other_of,
    rows_of,
    turned,
    word,
)
from wholeplace.sources.values.dates import date_of_parts
from wholeplace.sources.values.ethnicity import canonical_ethnicity
from wholeplace.sources.values.names import FULL_NAME_FIELDS, split_full_name, split_title
from wholeplace.sources.values.sex import recorded_sex

KEY = "_key"


def build(template: Template) -> Callable[[Tables], Facts]:
    """The function that makes facts of the template's checked tables."""

    def made(tables: Tables) -> Facts:
        facts = Facts()
        for name, table in template.table.items():
            rows = rows_of(template, name, tables).with_columns(key_of(template, table).alias(KEY))
            facts = facts + _of_table(template, table, where(rows, pl.col(KEY).is_not_null()))
        return facts

    return made


def _of_table(template: Template, table: Table, rows: pl.DataFrame) -> Facts:
    return Facts(
        record=[_record(table, rows)] if table.introduces else [],
        identifier=[
            pick(rows, id=KEY, scheme=pl.lit(one.scheme), value=number(one.column, one.scheme))
            for one in table.identifier
        ],
        detail=[_detail(one, rows) for one in table.detail],
        address=[_address(table.address, rows)] if table.address else [],
        relation=[_relation(template, table, one, rows) for one in table.relation],
        event=[_event(one, rows) for one in table.event],
        spell_reported=[_spell(one, rows) for one in table.spell],
        exposure_reported=[_exposure(one, rows) for one in table.exposure],
        money_reported=[_money(one, rows) for one in table.money],
    )


def _record(table: Table, rows: pl.DataFrame) -> pl.DataFrame:
    given = table.record.given()
    whole = {field: given[field] for field in given if field not in (NAMES_AS_ONE, *BIRTH_PARTS)}
    fields = {field: person_field(table, field) for field in whole} | _of_parts(given)
    fixed = {
        field: pl.lit(date.fromisoformat(text) if field in DATES else text)
        for field, text in table.constant.given().items()
    }
    return pick(rows, id=KEY, **fields, **fixed)


def _of_parts(given: Mapping[str, str]) -> dict[str, pl.Expr]:
    """Fields that are made of others: names of one column that holds them all, a birth date of three."""
    made: dict[str, pl.Expr] = {}
    if NAMES_AS_ONE in given:
        names = split_full_name(pl.col(given[NAMES_AS_ONE]))
        made |= {field: names.struct.field(field) for field in FULL_NAME_FIELDS}
    if "birth_year" in given:
        made["birth_date"] = date_of_parts(*(text_of(given.get(part)) for part in BIRTH_PARTS))
    return made


def text_of(column: str | None) -> pl.Expr:
    """A column as text, or nothing where there is no such column."""
    return pl.col(column).cast(pl.String) if column else pl.lit(None, dtype=pl.String)


def person_field(table: Table, field: str) -> pl.Expr:
    """A field of the record as its column says it: codes turned by `values`, else as the field's own words."""
    column = table.record.given()[field]
    if field in table.values:
        return word(column, table.values[field])
    if field == "given_name":
        return split_title(pl.col(column).cast(pl.String)).struct.field("name")
    if field == "sex":
        return recorded_sex(pl.col(column).cast(pl.String))
    if field == "ethnicity":
        return canonical_ethnicity(pl.col(column).cast(pl.String), "dfe", "dfe_extended", "words")
    return pl.col(column)


def hides(column: str) -> pl.Expr:
    """Whether a mark hides an address: whatever does not plainly say no does, so that no refuge is shown."""
    mark = pl.col(column).cast(pl.String).str.strip_chars().str.to_uppercase()
    return (~mark.is_in(FALSE)).fill_null(False)


def _address(part: Address, rows: pl.DataFrame) -> pl.DataFrame:
    """Where a person lives is kept even where its dates cannot be."""
    stands = ~backwards(part) if is_dated(part) else pl.lit(True)
    columns: dict[str, Value] = {
        name: column for name in ("postcode", "uprn") if (column := getattr(part, name)) is not None
    }
    if part.address_text:
        lines = pl.concat_str(
            [text_of(line) for line in part.address_text], separator=", ", ignore_nulls=True
        )
        columns["address_text"] = lines.replace({"": None})
    return pick(
        rows, id=KEY, kind=pl.lit(part.kind), from_date=pl.when(stands).then(first_day(part)),
        to_date=pl.when(stands).then(end_of(part)),
        hidden=hides(part.hidden) if part.hidden else pl.lit(False), **columns,
    )  # fmt: skip


def _detail(part: Detail, rows: pl.DataFrame) -> pl.DataFrame:
    value = text_of(part.column).str.strip_chars().replace({"": None})
    return pick(rows, id=KEY, kind=pl.lit(part.kind), value=value)


def _texts(**columns: str | None) -> dict[str, Value]:
    return {name: pl.col(column).cast(pl.String) for name, column in columns.items() if column}


def _event(part: Event, rows: pl.DataFrame) -> pl.DataFrame:
    kind = pl.lit(part.kind) if part.kind else word(part.kind_column or "", part.values)
    more = _texts(code=part.code, outcome=part.outcome, team=part.team)
    if part.service:
        more["service"] = pl.lit(part.service)
    events = pick(rows, id=KEY, kind=kind, date=part.date, end_date=day(part.end_date), **more)
    return events.filter(pl.col("kind").is_not_null())


def _spell(part: Spell, rows: pl.DataFrame) -> pl.DataFrame:
    state = pl.lit(part.state) if part.state else word(part.state_column or "", part.values)
    held_back = (
        pl.when(backwards(part)).then(pl.lit("dates_out_of_order")) if is_dated(part) else pl.lit(None)
    )
    return pick(
        rows, id=KEY, track=pl.lit(part.track), state=state, from_date=first_day(part), to_date=end_of(part),
        withheld=held_back, **_texts(code=part.code),
    )  # fmt: skip


def codes(part: Exposure) -> pl.Expr:
    """The codes of an exposure's cell as a list, folded for comparison."""
    cell = folded(part.column or "")
    if not part.split:
        return pl.concat_list(cell)
    parts = cell.str.split(part.split.lower())
    trimmed = parts.list.eval(pl.element().str.strip_chars())
    return trimmed.list.eval(pl.element().filter(pl.element() != "")).list.unique(maintain_order=True)


def _exposure(part: Exposure, rows: pl.DataFrame) -> pl.DataFrame:
    rows = in_order(rows, part)
    factor = pl.lit(part.factor)
    if not part.factor:
        found = rows.with_columns(codes(part).alias("_code")).explode("_code", empty_as_null=True)
        found = found.with_columns(turned(pl.col("_code"), part.values).alias("_factor"))
        rows = found.filter(pl.col("_factor").is_not_null()).unique(["_row", "_factor"], maintain_order=True)
        factor = pl.col("_factor")
    return pick(
        rows, id=KEY, factor=factor, holder=pl.lit(part.holder), from_date=first_day(part),
        to_date=end_of(part), **_texts(code=part.code),
    )  # fmt: skip


def _money(part: Money, rows: pl.DataFrame) -> pl.DataFrame:
    """Amounts in pence. Nought is no payment, but it is a balance."""
    paid = in_order(rows, part)
    paid = paid if part.per == "balance" else where(paid, pl.col(part.column) != 0)
    more: dict[str, Value] = {"payer": pl.lit(part.payer)} if part.payer else {}
    return pick(
        paid, id=KEY, item=pl.lit(part.item), amount_pence=part.column, per=pl.lit(part.per),
        from_date=first_day(part), to_date=end_of(part), **more,
    )  # fmt: skip


def _relation(template: Template, table: Table, part: Relation, rows: pl.DataFrame) -> pl.DataFrame:
    kind = pl.lit(part.kind) if part.kind else word(part.kind_column or "", part.values)
    if part.other:
        reference = other_of(template, table, part.other).alias("other")
    else:
        reference = group_of(part.kind or "group", part.group).alias("group")
    ties = pick(
        in_order(rows, part), id=KEY, kind=kind, from_date=first_day(part), to_date=end_of(part),
        **{reference.meta.output_name(): reference},
    )  # fmt: skip
    return ties.filter(pl.col(reference.meta.output_name()).is_not_null(), pl.col("kind").is_not_null())


def listed(table: Table) -> Iterator[tuple[str, pl.Expr]]:
    """Columns whose values a template lists, with whether a row holds one that it does not."""
    for field, column in table.record.given().items():
        if field in table.values or field in ("sex", "ethnicity"):
            yield column, pl.col(column).is_not_null() & person_field(table, field).is_null()
    for _, part in table.parts():
        if isinstance(part, Event | Relation) and part.kind_column:
            yield part.kind_column, _unlisted(part.kind_column, part.values)
        if isinstance(part, Spell) and part.state_column:
            yield part.state_column, _unlisted(part.state_column, part.values)
        if isinstance(part, Exposure) and part.column:
            known = [code.strip().lower() for code in part.values]
            yield part.column, codes(part).list.eval(~pl.element().is_in(known)).list.any()


def _unlisted(column: str, values: Mapping[str, str]) -> pl.Expr:
    return pl.col(column).is_not_null() & word(column, values).is_null()


def periods(table: Table) -> Iterator[Period]:
    """The parts whose periods are checked here: those of spells are, where spells are finished."""
    for _, part in table.parts():
        if isinstance(part, Period) and not isinstance(part, Spell) and is_dated(part):
            yield part
