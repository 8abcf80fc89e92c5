"""Annex A workbook of child-level data that councils keep for Ofsted: eleven lists, a sheet each.

Sheets, headers and words differ from council to council: all three are known by patterns. The workbook holds
only the latest date of what happens often (visits, reviews), so contacts are fewer than there were.

A child's identity before adoption and the adopters never meet: lists 10 and 11 share a family identifier,
which is left unread, and so are the days on which adopters were matched with a child, had a child placed, or
were given an order, since the same days stand on the child's row.
"""

from __future__ import annotations

import polars as pl

from wholeplace.sources.facts import Facts, Value, identifiers, mapped, pick, where
from wholeplace.sources.layout import FLAT_DATES, Layout, RowRule, Tables
from wholeplace.sources.layouts.annex_a_support import events, placements, spells
from wholeplace.sources.layouts.annex_a_values import (
    NAME,
    coded_columns,
    header_patterns,
    list_of,
    to_codes,
)
from wholeplace.sources.spec import code_map, load_spec

CHILD, ADOPTER = "Child Unique ID", "Individual adopter identifier"
CHILDREN = tuple(f"list_{number}" for number in range(1, 11))
HOLDERS = {"child": "self", "parent": "parent"}
DISABILITY = "Does the Child have a Disability"
UNACCOMPANIED = {
    "list_8": "Unaccompanied Asylum Seeking Child (UASC) within the Last 12 Months (Y/N)",
    "list_9": "Unaccompanied Asylum Seeking Child (UASC), or formerly UASC if 18 or over (Y/N)",
}
MISSING = "Number of Episodes the Child has been 'Missing' from their Placement in the last 12 months"


def build(t: Tables) -> Facts:
    """Children of ten lists and adopters, contacts, periods of support, and recorded circumstances."""
    t = {name: _with_codes(frame, name) for name, frame in t.items()}
    adopters = t["list_11"].with_columns((pl.lit("adopter|") + pl.col(ADOPTER)).alias("_id"))
    numbers = [frame for name in CHILDREN for frame in identifiers(t[name], id="_id", la_child_id=CHILD)]
    return Facts(
        record=[*(_person(t[name], "Date of Birth") for name in CHILDREN), _person(adopters, None)],
        identifier=[*numbers, *identifiers(adopters, id="_id", adopter_id=ADOPTER)],
        address=[placements(t["list_8"])],
        event=events(t | {"list_11": adopters}),
        spell_reported=spells(t),
        exposure_reported=[
            *_said(t),
            _factor(where(adopters, pl.col("Disability") == "1"), "disability"),
        ],
    )


def _with_codes(frame: pl.DataFrame, table: str) -> pl.DataFrame:
    codes = [to_codes(frame[column], name) for column, name in coded_columns(load_spec(NAME)[table]).items()]
    return frame.with_columns(*codes, *([pl.col(CHILD).alias("_id")] if CHILD in frame.columns else []))


def _person(rows: pl.DataFrame, born: str | None) -> pl.DataFrame:
    own: dict[str, Value] = {"birth_date": born} if born else {}
    return pick(
        rows, id="_id", sex=mapped("Gender", code_map(NAME, "sex")),
        ethnicity=mapped("Ethnicity", code_map(NAME, "ethnicity")), **own,
    )  # fmt: skip


def _factor(rows: pl.DataFrame, factor: str, **more: Value) -> pl.DataFrame:
    return pick(rows, id="_id", factor=pl.lit(factor), **more)


def _said(t: Tables) -> list[pl.DataFrame]:
    disabled = [
        _factor(where(t[name], pl.col(DISABILITY) == "1"), "disability")
        for name in CHILDREN
        if DISABILITY in t[name].columns
    ]
    alone = [
        _factor(where(t[name], pl.col(column) == "1"), "unaccompanied_asylum_seeking")
        for name, column in UNACCOMPANIED.items()
    ]
    missing = _factor(where(t["list_8"], pl.col(MISSING) > 0), "missing_episodes")
    return [*disabled, *alone, missing, *_needs(t), *_of_leavers(t["list_9"])]


def _needs(t: Tables) -> list[pl.DataFrame]:
    """Need and abuse as categories, whose they are and since when."""

    def of_holder(table: str, column: str, start: str) -> pl.DataFrame:
        parts = mapped(column, code_map(NAME, "need")).str.split("@")
        holder = mapped(parts.list.get(1, null_on_oob=True), HOLDERS)
        return pick(
            t[table], id="_id", factor=parts.list.first(), holder=holder, code=column, from_date=start
        )

    category = "Latest Category of Abuse"
    return [
        of_holder("list_6", "Primary Need Code", "CIN Start Date"),
        of_holder("list_8", "Child's Category of Need", "Date Started to be Looked After"),
        pick(
            t["list_7"], id="_id", factor=mapped(category, code_map(NAME, "abuse_category")), code=category,
            from_date="Child Protection Plan Start Date", to_date="Child Protection Plan End Date",
        ),
    ]  # fmt: skip


def _of_leavers(rows: pl.DataFrame) -> list[pl.DataFrame]:
    columns = {"Activity Status": "activity", "Type of Accommodation": "accommodation"}
    return [
        pick(
            rows, id="_id", factor=mapped(column, code_map(NAME, name)), code=column,
            from_date="Latest Date of Contact",
        )
        for column, name in columns.items()
    ]  # fmt: skip


def _not_understood(table: str, column: str, code_list: str) -> RowRule:
    def find(t: Tables) -> pl.DataFrame:
        frame = t[table]
        return frame.filter(frame[column].is_not_null() & to_codes(frame[column], code_list).is_null())

    return RowRule("unknown_code", table, find, column)


LAYOUT = Layout(
    name=NAME,
    title="Annex A workbook (Ofsted, children's services)",
    service="childrens_social_care",
    agency="council",
    build=build,
    dates=(*FLAT_DATES, "%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%d/%m/%Y %H:%M:%S"),
    past=("Date of Birth",),
    match=list_of,
    aliases=header_patterns(),
    row_rules=tuple(
        _not_understood(table, column, code_list)
        for table, spec in load_spec(NAME).items()
        for column, code_list in coded_columns(spec).items()
    ),
)
