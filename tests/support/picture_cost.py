"""What everything costs, once more in plain Python, day by day (see `picture_reference`)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from math import floor

from tests.support.day_sets import grouped, unbroken
from tests.support.picture_rows import Claim, Row, Tables
from wholeplace.picture.models import Settings, cost_years

DAYS = {"day": Fraction(1), "week": Fraction(1, 7), "month": Fraction(48, 1461), "year": Fraction(4, 1461)}
"""The part of an amount by its period that falls on one day."""
PENCE = ("low_pence", "amount_pence", "high_pence")
Lines = dict[tuple[str, str], dict[int, str | None]]


def cost(
    tables: Tables, spells: list[Row], contacts: list[Row], exposures: list[Row], claims: list[Claim],
    covered: list[Row], settings: Settings,
) -> list[Row]:  # fmt: skip
    """Every cost: what is reported as paid, days that bear a price, and what costs once."""
    paid = paid_amounts(tables, covered, settings)
    lines = bearing(tables, spells, exposures, paid)
    services = _item_services(tables, claims)
    years = cost_years(settings).to_dicts()
    rows = [row for amount in paid for row in _paid_rows(amount, years)]
    rows += _day_rows(tables, lines, services, years)
    return [*rows, *_once_rows(tables, lines, paid, spells, contacts, services, years)]


def _after_death(tables: Tables, person: str) -> int:
    """The first day after the month of death."""
    died = {row["person_id"]: row["death_month"] for row in tables["person"]}.get(person)
    return date.max.toordinal() if died is None else (died + timedelta(days=31)).replace(day=1).toordinal()


def _uses(tables: Tables, of: str) -> list[Row]:
    return [row for row in tables["price_for"] if row["of"] == of]


def _of_state(tables: Tables, track: str, state: str) -> list[Row]:
    found = [row for row in _uses(tables, "period") if (row["track"], row["name"]) == (track, state)]
    return sorted(found, key=lambda row: row["number"])


# ---------------------------------------------------------------------------------------------- amounts reported


def paid_amounts(tables: Tables, covered: list[Row], settings: Settings) -> list[Row]:
    """Amounts with the set of their days; the same one reported again is one, to its latest end."""
    looked = {row["source"]: row["as_of"].toordinal() for row in covered}
    made: dict[tuple[object, ...], set[int]] = defaultdict(set)
    said: dict[tuple[object, ...], Row] = {}
    for row in tables["person_money"]:
        start, end = row["from_date"], row["to_date"]
        beside = [s for s in tables["person_spell"] if _same_line(s, row)]
        withheld = any(spell["withheld"] for spell in beside)
        if row["per"] == "balance" or start is None or start > settings.as_of or withheld:
            continue
        if end is not None and end < start:
            continue
        first = start.toordinal()
        known = max(looked[row["source"]], first) + 1
        last = known if end is None else max(end.toordinal(), first + 1)
        if end is not None and end > settings.as_of:
            last = min(last, known)
        if row["per"] == "once":
            last = first + 1
        days = set(range(first, min(last, _after_death(tables, row["person_id"]))))
        whose = _whose(tables, row, beside)
        key = (
            row["person_id"],
            row["source"],
            row["item"],
            start,
            row["amount_pence"],
            row["per"],
            *whose.values(),
        )
        made[key] |= days
        said[key] = {**row, **whose}
    return [{**said[key], "days": days} for key, days in made.items() if days]


def _same_line(spell: Row, money: Row) -> bool:
    return (spell["fact_id"], spell["person_id"]) == (money["fact_id"], money["person_id"])


def _whose(tables: Tables, row: Row, beside: list[Row]) -> Row:
    stated = next(source for source in tables["source_stated"] if source["source"] == row["source"])
    rule = next((rule for rule in tables["price_reported"] if rule["item"] == row["item"]), {})
    use = _of_state(tables, beside[0]["track"], beside[0]["state"]) if beside else []
    return {
        "payer": rule.get("payer") or row["payer"] or stated["agency"],
        "fund": rule.get("fund"),
        "kind": rule.get("kind") or "fiscal",
        "weeks": rule.get("weeks_a_year") or 52,
        "service": stated["service"],
        "line": use[0]["line"] if use else None,
    }


def _paid_rows(amount: Row, years: list[Row]) -> Iterator[Row]:
    for year in years:
        days = _within(amount["days"], year)
        if days:
            each = DAYS.get(amount["per"], Fraction(1)) * (
                Fraction(amount["weeks"], 52) if amount["per"] == "week" else 1
            )
            pence = _half_up(abs(amount["amount_pence"]) * each * len(days))
            signed = pence if amount["amount_pence"] >= 0 else -pence
            yield {
                **{name: amount[name] for name in ("person_id", "item", "service", "payer", "fund", "kind")},
                **_dates(days), **dict.fromkeys(PENCE, signed), "year": year["year"], "unit": amount["per"],
                "units": float(each * len(days)), "basis": "reported", "price_id": None, "price_basis": None,
            }  # fmt: skip


# -------------------------------------------------------------------------------------------- what bears a price


def bearing(tables: Tables, spells: list[Row], exposures: list[Row], paid: list[Row]) -> Lines:
    """By person and line: each day's item, None where a reported amount stands."""
    rank = {(row["track"], row["state"]): row["precedence"] for row in tables["system_state"]}
    rivals: dict[tuple[str, str], dict[int, list[tuple[int, str]]]] = defaultdict(lambda: defaultdict(list))

    def add(person: str, line: str, order: int, item: str, days: Iterable[int]) -> None:
        for day in days:
            if day < _after_death(tables, person):
                rivals[person, line][day].append((order, item))

    for row in spells:
        days = range(row["from_date"].toordinal(), row["known_to"].toordinal())
        for use in _of_state(tables, row["track"], row["state"]):
            if use["by_time"]:
                add(row["person_id"], use["line"], rank[row["track"], row["state"]], use["item"], days)
    for use in _uses(tables, "factor"):
        for row in exposures:
            if (
                use["by_time"]
                and row["factor"] == use["name"]
                and row["holder"] == "self"
                and row["from_date"]
            ):
                days = range(row["from_date"].toordinal(), row["known_to"].toordinal())
                add(row["person_id"], use["line"], 0, use["item"], days)
    for amount in paid:
        if amount["line"]:
            add(amount["person_id"], amount["line"], -1, "", amount["days"])
    return {key: {day: min(told)[1] or None for day, told in days.items()} for key, days in rivals.items()}


def _item_services(tables: Tables, claims: list[Claim]) -> dict[str, str]:
    told: dict[str, Counter[str]] = defaultdict(Counter)
    for claim in claims:
        for use in _of_state(tables, claim.track, claim.state):
            if use["item"]:
                told[use["item"]][claim.service] += 1
    return {item: min(count, key=lambda service: (-count[service], service)) for item, count in told.items()}


def _use_of(tables: Tables, item: str, line: str, services: dict[str, str]) -> tuple[Fraction, str]:
    found = [
        row
        for row in [*_uses(tables, "period"), *_uses(tables, "factor")]
        if (row["item"], row["line"]) == (item, line)
    ]
    units = max(_units(row) for row in found)
    return units, services.get(item) or max(row["service"] for row in found)


def _units(use: Row) -> Fraction:
    return Fraction(round(100 * (1 if use["units"] is None else use["units"])), 100)


def _day_rows(tables: Tables, lines: Lines, services: dict[str, str], years: list[Row]) -> Iterator[Row]:
    for (person, line), held in lines.items():
        for item in {item for item in held.values() if item}:
            units, service = _use_of(tables, item, line, services)
            for run in unbroken({day for day, own in held.items() if own == item}):
                for year in years:
                    days = _within(run, year)
                    if days:
                        yield from _priced(
                            tables, person, item, service, year, days, units * len(days), by_day=True
                        )


# ----------------------------------------------------------------------------------------------- what costs once


def _once_rows(
    tables: Tables, lines: Lines, paid: list[Row], spells: list[Row], contacts: list[Row],
    services: dict[str, str], years: list[Row],
) -> Iterator[Row]:  # fmt: skip
    once = [*_started(tables, paid, spells, services), *_met(tables, lines, contacts)]
    for (person, item, service), found in grouped(once, lambda row: row[:3]).items():
        for year in years:
            held = [(day, units) for *_, day, units in found if _within({day}, year)]
            if held:
                units = sum((units for _, units in held), Fraction(0))
                yield from _priced(
                    tables, person, item, service, year, {day for day, _ in held}, units, by_day=False
                )


def _started(
    tables: Tables, paid: list[Row], spells: list[Row], services: dict[str, str]
) -> Iterator[tuple[str, str, str, int, Fraction]]:
    for row in spells:
        person, day = row["person_id"], row["from_date"].toordinal()
        for use in _of_state(tables, row["track"], row["state"]):
            if use["by_time"] is not False or day >= _after_death(tables, person):
                continue
            if not any(
                a["person_id"] == person and a["line"] == use["line"] and day in a["days"] for a in paid
            ):
                units, service = _use_of(tables, use["item"], use["line"], services)
                yield person, use["item"], service, day, units


def _met(tables: Tables, lines: Lines, contacts: list[Row]) -> Iterator[tuple[str, str, str, int, Fraction]]:
    for row in contacts:
        uses = [use for use in _uses(tables, "contact") if use["name"] == row["kind"]]
        fit = [use for use in uses if use["service"] in ("", row["service"])]
        use = max(fit, key=lambda use: use["service"], default=None)
        day = row["date"].toordinal()
        if use and use["item"] and day not in lines.get((row["person_id"], use["line"]), {}):
            yield row["person_id"], use["item"], row["service"], day, _units(use)


# -------------------------------------------------------------------------------------------------------- amounts


def _priced(
    tables: Tables,
    person: str,
    item: str,
    service: str,
    year: Row,
    days: set[int],
    units: Fraction,
    *,
    by_day: bool,
) -> Iterator[Row]:
    for price in tables["price"]:
        if (price["item"], price["year"]) != (item, year["year"]):
            continue
        counted = units * Fraction(price["per_day"], price["days"]) if by_day else units
        pence = [_half_up(price[name] * counted) for name in ("low_pence", "value_pence", "high_pence")]
        kept = {
            name: price[name] for name in ("item", "payer", "fund", "kind", "unit", "price_id", "price_basis")
        }
        yield {
            **kept, **_dates(days), **dict(zip(PENCE, pence, strict=True)), "person_id": person, "service": service,
            "year": year["year"], "units": float(counted), "basis": "priced",
        }  # fmt: skip


def _within(days: set[int], year: Row) -> set[int]:
    first, after = year["first_day"].toordinal(), year["next_day"].toordinal()
    return {day for day in days if first <= day < after}


def _dates(days: set[int]) -> Row:
    return {"from_date": date.fromordinal(min(days)), "to_date": date.fromordinal(max(days) + 1)}


def _half_up(value: Fraction) -> int:
    return floor(value + Fraction(1, 2))
