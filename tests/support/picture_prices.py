"""Amounts and prices made by chance for the picture's random places; every name carries the place's tag."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

from tests.support.picture_tables import FACTORS, STATES, Rows
from wholeplace.prices.schedule import PER_DAY

UNITS = {"stay": "week", "place": "year", "hour": "hour", "case": "case", "talk": "contact"}
"""Items and what they are priced by."""
PAYERS = ("council", "nhs")


def money(
    chance: Random, tag: str, who: dict[str, Any], spells: Rows, day: Callable[[float], date | None]
) -> dict[str, Any]:
    """An amount that a source reports, often on the same line as a period of support."""
    row = {
        **who,
        "fact_id": f"{tag}:none",
        "item": f"{tag}:{chance.choice(('care', 'grant'))}",
        "amount_pence": chance.choice((-701, 0, 1, 4444, 90_001)),
        "per": chance.choice(("once", "day", "week", "month", "year", "balance")),
        "from_date": day(0.1),
        "to_date": day(0.3),
        "payer": chance.choice((None, "council")),
    }
    if spells and chance.random() < 0.7:
        spell = chance.choice(spells)
        row |= {name: spell[name] for name in ("fact_id", "person_id", "source", "from_date", "to_date")}
    if row["from_date"] and chance.random() < 0.3:
        row["to_date"] = row["from_date"] + timedelta(days=chance.choice((0, 1, 9)))
    return row


def price_tables(chance: Random, tag: str, as_of: date) -> dict[str, Rows]:
    """Prices of a few items for some payers, and which of them price what."""
    uses = [_state_use(chance, tag, state) for state in [*STATES, *STATES[:2]] if chance.random() < 0.9]
    uses += [
        _contact_use(chance, tag, kind, service)
        for kind in ("review", "referral")
        for service in ("", "police")
    ]
    uses += [_factor_use(chance, tag) for _ in range(chance.randint(0, 1))]
    years = range(as_of.year - 3, as_of.year + 1)
    prices = [
        _price(chance, tag, item, payer, year)
        for item in UNITS
        for payer in PAYERS[: chance.randint(0, 2)]
        for year in years
    ]
    numbered = [use | {"number": int(tag) * 100 + number} for number, use in enumerate(uses)]
    kinds = {
        "fund": None,
        "kind": chance.choice(("fiscal", "transfer")),
        "weeks_a_year": chance.choice((38, 52)),
    }
    reported = {"item": f"{tag}:care", "payer": chance.choice((None, "dwp"))} | kinds
    return {"price": prices, "price_for": numbered, "price_reported": [reported]}


def _item(chance: Random, tag: str, items: tuple[str, ...]) -> dict[str, Any]:
    item = chance.choice(items)
    if not item:
        return {"item": None, "by_time": None}
    return {"item": f"{tag}:{item}", "by_time": UNITS[item] in PER_DAY}


def _state_use(chance: Random, tag: str, state: dict[str, Any]) -> dict[str, Any]:
    return {
        "of": "period", "track": f"{tag}:{state['track']}", "name": state["state"], "service": "",
        "line": f"{tag}:{state['track']}-{chance.choice('ab')}", "units": chance.choice((None, 1.0, 2.5)),
        **_item(chance, tag, ("stay", "place", "stay", "hour", "case", "")),
    }  # fmt: skip


def _contact_use(chance: Random, tag: str, kind: str, service: str) -> dict[str, Any]:
    return {
        "of": "contact", "name": f"{tag}:{kind}", "service": service, "units": chance.choice((0.5, 1.0, 3.0)),
        "line": chance.choice((None, f"{tag}:care-a", f"{tag}:help-b")),
        **_item(chance, tag, ("talk", "hour", "case", "")),
    }  # fmt: skip


def _factor_use(chance: Random, tag: str) -> dict[str, Any]:
    return {
        "of": "factor", "name": f"{tag}:{chance.choice(FACTORS)['factor']}", "service": "unpaid_care",
        "line": f"{tag}:factor", "units": 20.0, **_item(chance, tag, ("hour", "stay")),
    }  # fmt: skip


def _price(chance: Random, tag: str, item: str, payer: str, year: int) -> dict[str, Any]:
    per_day, days = PER_DAY.get(UNITS[item], (None, None))
    value = chance.choice((1, 333, 70_007, 9_999_999))
    return {
        "item": f"{tag}:{item}", "payer": payer, "fund": chance.choice((None, "general_fund")), "kind": "fiscal",
        "year": year, "unit": UNITS[item], "per_day": per_day, "days": days, "price_id": f"{tag}:{item}.{payer}.{year}",
        "price_basis": "published", "value_pence": value, "low_pence": value // 2, "high_pence": value * 2,
    }  # fmt: skip
