"""Residents and months of lives, once more in plain Python, month by month (see `picture_reference`)."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from typing import Any

from tests.support.day_sets import (
    Month,
    grouped,
    last_day_of,
    listed,
    month_of,
    months_before,
    months_between,
)
from tests.support.picture_rows import Row, Tables
from wholeplace.picture.models import Settings

Cell = tuple[str | None, str | None, str | None]
NOWHERE: Cell = (None, None, None)


def shown_months(settings: Settings) -> list[Month]:
    """The months of the last years, up to that of the place's date."""
    newest = month_of(settings.as_of)
    return months_between(months_before(newest, 12 * settings.years - 1), newest)


# ---------------------------------------------------------------------------------------------------- population


def population(tables: Tables, settings: Settings) -> list[Row]:
    """Residents by area, age and sex in every month."""
    published = {(row["area"], row["age_band"], row["sex"]): row for row in tables["published_population"]}
    ages: dict[str | None, int] = {row["age_band"]: row["age_from"] for row in tables["age_band"]}
    rows = []
    for month in shown_months(settings):
        people = Counter(cell for row in tables["person"] if (cell := _cell(row, tables, month, settings)))
        for cell in {*people, *published}:
            said = published.get(cell)
            if people[cell] or (said and said["people"]):
                rows.append(_counted(month, cell, people[cell], said, bool(published), ages))
    return rows


def _cell(person: Row, tables: Tables, month: Month, settings: Settings) -> Cell | None:
    """Where in the table somebody is in a month; None for no resident."""
    day = min(last_day_of(month), settings.as_of)
    born, died = person["birth_month"], person["death_month"]
    stays = [
        (row["from_date"] or person["first_seen"] or date.min, row["household_id"], row["area"])
        for row in tables["residence"]
        if row["person_id"] == person["person_id"] and (row["to_date"] is None or row["to_date"] > day)
    ]
    here = [stay for stay in stays if stay[0] <= day]
    if not here or (born and month_of(born) > month) or (died and month_of(died) <= month):
        return None
    area, sex = max(here, key=lambda stay: stay[:2])[2], person["sex"]
    band = _band(born, month, tables)
    return (area, band, sex) if area and band and sex in ("female", "male") else NOWHERE


def _band(born: date | None, month: Month, tables: Tables) -> str | None:
    if born is None:
        return None
    age = (month[0] - born.year) * 12 + month[1] - born.month
    return next(
        row["age_band"] for row in tables["age_band"] if row["first_month"] <= age < row["next_month"]
    )


def _counted(
    month: Month, cell: Cell, people: int, said: Row | None, any_published: bool, ages: dict[str | None, int]
) -> Row:
    number = said["people"] if said else None
    if not any_published:
        weight = 1.0
    else:
        share = Decimal(min((number or 0) / people, 1)) if people else Decimal(0)
        weight = float(share.quantize(Decimal("0.000001"), ROUND_HALF_UP))
    return {
        "month": date(*month, 1), "area": cell[0], "age_band": cell[1], "sex": cell[2], "people": people,
        "age_from": ages.get(cell[1]),
        "published": number, "unseen": None if number is None else max(number - people, 0.0), "weight": weight,
        "basis": "published" if any_published else "linked only", "published_year": said["year"] if said else None,
    }  # fmt: skip


# ------------------------------------------------------------------------------------------------ months of lives


def person_month(tables: Tables, spells: list[Row], exposures: list[Row], settings: Settings) -> list[Row]:
    """Runs of months in which the same is in force."""
    died = {row["person_id"]: row["death_month"] for row in tables["person"]}
    told = [
        (row["person_id"], "state", f"{row['track']}:{row['state']}", row["from_date"], row["known_to"])
        for row in spells
    ]
    told += [
        (row["person_id"], "factor", row["factor"], row["from_date"], row["known_to"])
        for row in exposures
        if row["holder"] == "self" and row["from_date"]
    ]
    rows = []
    for person, own in grouped(told, lambda row: row[0]).items():
        by_month = [
            (month, _in_force(own, month, died.get(person), settings)) for month in shown_months(settings)
        ]
        for held, run in groupby(by_month, key=lambda pair: pair[1]):
            months = [month for month, _ in run]
            if held:
                rows.append(_run(person, months, held))
    return rows


def _in_force(
    own: list[Any], month: Month, died: date | None, settings: Settings
) -> frozenset[tuple[str, str]]:
    if died and month > month_of(died):
        return frozenset()
    first, last = date(*month, 1), min(last_day_of(month), settings.as_of)
    return frozenset(
        (kind, what) for _, kind, what, start, end in own if start <= last and end > first and end > start
    )


def _run(person: str, months: list[Month], held: frozenset[tuple[str, str]]) -> Row:
    states = [what for kind, what in held if kind == "state"]
    factors = [what for kind, what in held if kind == "factor"]
    return {
        "person_id": person, "month": date(*months[0], 1), "months": len(months), "periods": len(states),
        "states": listed(states) or None, "factors": listed(factors) or None,
    }  # fmt: skip
