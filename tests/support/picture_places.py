"""Places made by chance for the picture: few people and few dates each, so that facts meet in every way.

Every name of a place carries its tag, so that many places can be drawn at once and none may touch another.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

from tests.support.picture_prices import money, price_tables
from tests.support.picture_tables import BANDS, FACTORS, STATES, Rows
from wholeplace.picture.models import Settings

START = date(2022, 11, 20)
STRIDES = (1, 2, 3, 17)
"""Days between one date of a place and the next: short, so that claims collide; long, so that months pass."""
ACTING = (("social_care", "council"), ("police", "police"), ("social_care", "trust"), ("school", "trust"))
Pick = Callable[[float], date | None]


def random_settings(chance: Random) -> Settings:
    """Settings with the place's date somewhere among the dates of its facts."""
    return Settings(
        as_of=START + timedelta(days=chance.randint(10, 700)),
        contact_gap_days=chance.choice((0, 1, 28)),
        overlap_months=chance.choice((1, 2, 12)),
        factor_months=chance.choice((1, 3, 24)),
        known_parent_share=chance.choice((0.0, 0.5, 1.0)),
        years=chance.choice((1, 2)),
        adult_age=chance.choice((17, 18)),
    )


def random_place(chance: Random, tag: str, as_of: date) -> dict[str, Rows]:
    """The rows of one place's tables, its dates scattered to both sides of `as_of`."""
    stride = chance.choice(STRIDES)

    def day(share_null: float = 0.0) -> date | None:
        known = as_of + timedelta(days=stride * chance.randint(-24, 5))
        return None if chance.random() < share_null else known

    people = [f"{tag}:{name}" for name in ("ann", "bob")]
    sources = [f"{tag}:{name}" for name in ("cin", "ssd", "police")[: chance.randint(1, 3)]]

    def who() -> dict[str, Any]:
        return {"person_id": chance.choice(people), "source": chance.choice(sources)}

    def many(most: int, make: Callable[[], dict[str, Any]]) -> Rows:
        return [make() for _ in range(chance.randint(0, most))]

    spells = many(24, lambda: who() | _spell(chance, tag, day))
    spells = [row | {"fact_id": f"{tag}:{number}"} for number, row in enumerate(spells)]
    events = many(7, lambda: who() | _event(chance, tag, day))
    return {
        "person": [_person(chance, person, as_of) for person in people],
        "person_spell": spells,
        "person_money": many(6, lambda: money(chance, tag, who(), spells, day)),
        **price_tables(chance, tag, as_of),
        "residence": many(6, lambda: _stay(chance, tag, people, day)),
        "published_population": _published(chance, tag) if as_of.day % 2 else [],
        "age_band": BANDS,
        "person_event": events + [row | {"person_id": people[0]} for row in events if chance.random() < 0.8],
        "person_exposure": many(8, lambda: who() | _exposure(chance, tag, day)),
        "family_member": many(6, lambda: _member(chance, tag, people, day)),
        "arrival": many(4, lambda: {"source": chance.choice(sources)} | _arrived(chance, day)),
        "person_source": [
            {"person_id": person, "source": source, "records": chance.randint(1, 3)}
            for person in people
            for source in sources
            if chance.random() < 0.7
        ],
        "question": _questions(chance, tag),
        "feature": [_feature(chance, tag) for _ in range(4)],
        "arm": [_arm(chance, tag) for _ in range(6)],
        "school": [{"urn": f"{tag}1", "kind": "early_help"}],
        "source_stated": [_stated(chance, source, day) for source in sources],
        "system_state": [state | {"track": f"{tag}:{state['track']}"} for state in STATES],
        "system_factor": [row | {"factor": f"{tag}:{row['factor']}"} for row in FACTORS],
    }


def _person(chance: Random, person: str, as_of: date) -> dict[str, Any]:
    born = as_of.replace(day=1, year=as_of.year - chance.randint(16, 19))
    died = (as_of - timedelta(days=chance.randint(-60, 500))).replace(day=1)
    return {
        "person_id": person,
        "birth_month": None if chance.random() < 0.2 else born,
        "death_month": died if chance.random() < 0.2 else None,
        "known_parent": chance.random() < 0.5,
        "sex": chance.choice(("female", "male", "female", "male", "unknown")),
        "first_seen": None if chance.random() < 0.5 else as_of - timedelta(days=chance.randint(0, 700)),
    }


def _stay(chance: Random, tag: str, people: list[str], day: Pick) -> dict[str, Any]:
    return {
        "person_id": chance.choice(people),
        "household_id": f"{tag}:{chance.randint(1, 10**6)}",
        "area": None if chance.random() < 0.1 else f"{tag}:{chance.choice('xy')}",
        "from_date": day(0.3),
        "to_date": day(0.5),
    }


def _published(chance: Random, tag: str) -> Rows:
    """Counts for some cells; always one, so that places drawn together agree whether there are any."""
    cells = [(area, band, sex) for area in "xy" for band in BANDS for sex in ("female", "male")]
    return [
        {
            "area": f"{tag}:{area}",
            "age_band": band["age_band"],
            "age_from": band["age_from"],
            "sex": sex,
            "people": chance.choice((0.0, 0.3, 1.0, 2.5)),
            "year": 2021,
        }
        for number, (area, band, sex) in enumerate(cells)
        if number == 0 or chance.random() < 0.7
    ]


def _spell(chance: Random, tag: str, day: Pick) -> dict[str, Any]:
    state = chance.choice(STATES)
    start = day(0.05)
    return {
        "track": f"{tag}:{state['track']}",
        "state": state["state"],
        "from_date": start,
        "to_date": day(0.2) if start is None or chance.random() < 0.6 else _soon(chance, start),
        "code": chance.choice((None, f"urn:{tag}1", f"urn:{tag}2")),
        "withheld": "no_start_date" if chance.random() < 0.05 else None,
    }


def _soon(chance: Random, start: date) -> date:
    """Often the very day, or the next: where periods touch, or last no time at all."""
    return start + timedelta(days=chance.choice((-1, 0, 0, 1, 2, 5, 40)))


def _event(chance: Random, tag: str, day: Pick) -> dict[str, Any]:
    service, agency = chance.choice(ACTING)
    kind = f"{tag}:{chance.choice(('review', 'referral'))}"
    return {
        "service": service, "agency": agency, "kind": kind, "date": day(0.0), "end_date": day(0.5),
        "team": chance.choice((None, "north", "south")),
    }  # fmt: skip


def _questions(chance: Random, tag: str) -> Rows:
    """What is asked, of which some by every service and some by one alone."""
    kinds = [f"{tag}:{kind}" for kind in ("review", "referral")]
    return [
        {"kind": kind, "service": chance.choice(("", "", "police", "school")), "question": question}
        for kind in kinds
        for question in ("home", "money", "safety")
        if chance.random() < 0.8
    ]


def _feature(chance: Random, tag: str) -> dict[str, Any]:
    state, factor = chance.choice(STATES), chance.choice(FACTORS)
    period = {"of": "period", "track": f"{tag}:{state['track']}", "name": state["state"], "kind": "service"}
    noted = {"of": "factor", "name": f"{tag}:{factor['factor']}", "kind": "circumstance"}
    return {"feature": chance.choice(("home", "help")), **chance.choice((period, noted))}


def _arm(chance: Random, tag: str) -> dict[str, Any]:
    state = chance.choice(STATES)
    period = {"of": "period", "track": f"{tag}:{state['track']}", "name": state["state"], "service": ""}
    contact = {
        "of": "contact",
        "name": f"{tag}:{chance.choice(('review', 'referral'))}",
        "service": chance.choice(("", "police")),
    }
    return {"arm": chance.choice(("enforce", "support")), **chance.choice((period, contact))}


def _exposure(chance: Random, tag: str, day: Pick) -> dict[str, Any]:
    return {
        "factor": f"{tag}:{chance.choice(FACTORS)['factor']}",
        "holder": chance.choice(("self", "parent")),
        "from_date": day(0.3),
        "to_date": day(0.4),
    }


def _member(chance: Random, tag: str, people: list[str], day: Pick) -> dict[str, Any]:
    return {
        "family_id": f"{tag}:{chance.choice('fg')}",
        "person_id": chance.choice(people),
        "role": chance.choice(("child", "adult")),
        "from_date": day(0.5),
        "to_date": day(0.5),
    }


def _arrived(chance: Random, day: Pick) -> dict[str, Any]:
    return {"first_date": day(0.2), "last_date": day(0.2)}


def _stated(chance: Random, source: str, day: Pick) -> dict[str, Any]:
    service, agency = chance.choice(ACTING)
    return {"source": source, "service": service, "agency": agency, "as_of": day(0.5)}
