"""What families have to do with at once and over a year, once more in plain Python (see `picture_reference`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor

from tests.support.day_sets import (
    Month,
    grouped,
    last_day_of,
    listed,
    month_of,
    months_before,
    months_between,
)
from tests.support.picture_cost import PENCE
from tests.support.picture_rows import Claim, Row, Tables
from wholeplace.picture.models import Settings, cost_years

Members = dict[str, set[str]]
Known = dict[str, list[tuple[str, str, str, set[Month]]]]


def members_of(tables: Tables, settings: Settings) -> Members:
    """People by family, on the place's own date."""
    died = {row["person_id"]: row["death_month"] for row in tables["person"]}
    families: Members = defaultdict(set)
    for row in tables["family_member"]:
        death = died.get(row["person_id"])
        begun = row["from_date"] is None or row["from_date"] <= settings.as_of
        on = row["to_date"] is None or row["to_date"] > settings.as_of
        if begun and on and (death is None or death > settings.as_of):
            families[row["family_id"]].add(row["person_id"])
    return families


def _months_earlier(day: date, months: int) -> date:
    earlier = months_before(month_of(day), months)
    return min(date(*earlier, 1) + timedelta(days=day.day - 1), last_day_of(earlier))


# --------------------------------------------------------------------------------------------------- assessments


def assessment(tables: Tables, settings: Settings) -> list[Row]:
    """Assessments of families in the years for which costs are told."""
    rows = []
    for family, people in members_of(tables, settings).items():
        asked = _asked(tables, people, settings)
        for one in asked:
            year = _year_of(one["date"], settings)
            if year is not None:
                rows.append({"family_id": family, **_repeated(one, asked, tables, settings, year)})
    return rows


def _asked(tables: Tables, people: set[str], settings: Settings) -> list[Row]:
    met = [
        row for row in tables["person_event"] if row["person_id"] in people and row["date"] <= settings.as_of
    ]
    keys = ("date", "service", "agency", "kind")
    asked = []
    for key, found in grouped(met, lambda row: tuple(row[name] for name in keys)).items():
        one = dict(zip(keys, key, strict=True))
        questions = {
            row["question"]
            for row in tables["question"]
            if row["kind"] == one["kind"] and row["service"] in ("", one["service"])
        }
        teams = [row["team"] for row in found if row["team"]]
        if questions:
            who = {"people": len({row["person_id"] for row in found}), "team": min(teams, default=None)}
            asked.append({**one, **who, "questions": questions})
    return asked


def _year_of(day: date, settings: Settings) -> int | None:
    years = [row for row in cost_years(settings).to_dicts() if row["first_day"] <= day < row["next_day"]]
    return years[0]["year"] if years else None


def _repeated(one: Row, asked: list[Row], tables: Tables, settings: Settings, year: int) -> Row:
    before = [other for other in asked if _is_other_team_before(other, one, settings)]
    again = {question for other in before for question in other["questions"] & one["questions"]}
    by = {other["service"] for other in before if other["questions"] & one["questions"]}
    pence = _price_of(one, tables, year)
    part = Fraction(len(again), len(one["questions"])) * one["people"]
    kept = {name: one[name] for name in ("date", "service", "agency", "kind", "team", "people")}
    costs = (
        [0, 0, 0]
        if not again
        else [None if each is None else floor(each * part + Fraction(1, 2)) for each in pence]
    )
    return {
        **kept, **dict(zip(PENCE, costs, strict=True)), "questions": listed(one["questions"]),
        "asked_again": listed(again) or None, "asked_by": listed(by) or None,
    }  # fmt: skip


def _is_other_team_before(other: Row, one: Row, settings: Settings) -> bool:
    order = ("date", "service", "agency", "kind")
    earlier = [other[name] for name in order] < [one[name] for name in order]
    lately = other["date"] >= _months_earlier(one["date"], settings.overlap_months)
    teams = bool(other["team"] and one["team"] and other["team"] != one["team"])
    return earlier and lately and (other["service"] != one["service"] or teams)


def _price_of(one: Row, tables: Tables, year: int) -> list[Fraction | None]:
    uses = [
        row
        for row in tables["price_for"]
        if row["of"] == "contact"
        and row["name"] == one["kind"]
        and row["service"] in ("", one["service"])
        and row["item"]
    ]
    use = max(uses, key=lambda row: row["service"], default=None)
    prices = [
        row
        for row in tables["price"]
        if use and (row["item"], row["year"], row["kind"]) == (use["item"], year, "fiscal")
    ]
    if not use or not prices:
        return [None, None, None]
    units = Fraction(round(100 * (1 if use["units"] is None else use["units"])), 100)
    return [units * sum(row[name] for row in prices) for name in ("low_pence", "value_pence", "high_pence")]


# ----------------------------------------------------------------------------------------------------- conflicts

Act = tuple[str, str, str, str, int, set[int]]
"""Arm, person, what, agency, the day it began, and its days."""


def conflict(tables: Tables, claims: list[Claim], contacts: list[Row], settings: Settings) -> list[Row]:
    """Days on which one arm enforces against a family and another supports it."""
    years = cost_years(settings).to_dicts()
    told = set(range(years[0]["first_day"].toordinal(), years[-1]["next_day"].toordinal()))
    families = dict(members_of(tables, settings))
    tied = set().union(*families.values()) if families else set()
    families |= {
        row["person_id"]: {row["person_id"]} for row in tables["person"] if row["person_id"] not in tied
    }
    acts = [(*act[:5], act[5] & told) for act in _acts(tables, claims, contacts, settings)]
    rows = []
    for family, people in families.items():
        own = [act for act in acts if act[1] in people and act[5]]
        pairs = [(a, b) for a in own if a[0] == "enforce" for b in own if b[0] == "support" and a[5] & b[5]]
        for key, found in grouped(pairs, lambda pair: (*pair[0][2:4], *pair[1][2:4])).items():
            days = set().union(*(a[5] & b[5] for a, b in found))
            rows.append({
                "family_id": family, "enforcing": key[0], "enforcing_agency": key[1], "supporting": key[2],
                "supporting_agency": key[3], "same_agency": key[1] == key[3],
                "from_date": date.fromordinal(min(days)), "to_date": date.fromordinal(max(days) + 1),
                "times": len({a[4] for a, _ in found}),
            })  # fmt: skip
    return rows


def _acts(tables: Tables, claims: list[Claim], contacts: list[Row], settings: Settings) -> Iterator[Act]:
    for claim in claims:
        for arm in tables["arm"]:
            if (arm["of"], arm["track"], arm["name"]) == ("period", claim.track, claim.state):
                what = f"{claim.track}:{claim.state}"
                yield arm["arm"], claim.person_id, what, claim.agency, min(claim.days), set(claim.known)
    for row in contacts:
        for arm in tables["arm"]:
            if (arm["of"], arm["name"]) == ("contact", row["kind"]) and arm["service"] in (
                "",
                row["service"],
            ):
                first = row["date"].toordinal()
                last = first + (settings.contact_gap_days if arm["arm"] == "support" else 0)
                yield (
                    arm["arm"],
                    row["person_id"],
                    row["kind"],
                    row["agency"],
                    first,
                    set(range(first, last + 1)),
                )


# ------------------------------------------------------------------------------------------------- a family's year


def family_year(
    tables: Tables,
    made: dict[str, list[Row]],
    known: Known,
    settings: Settings,
) -> list[Row]:
    """One row a family. made: family, assessment, conflict and cost as the reference has them."""
    people_of = members_of(tables, settings)
    years = cost_years(settings).to_dicts()
    ended = [row["year"] for row in years if row["next_day"] == date(row["year"] + 1, 4, 1)]
    cost_year = max(ended or [row["year"] for row in years])
    rows = []
    for row in made["family"]:
        kept = {name: row[name] for name in ("family_id", "services", "agencies", "withheld")}
        own = _of_family(
            row["family_id"], people_of[row["family_id"]], tables, made, known, cost_year, settings
        )
        rows.append({**kept, "cost_year": cost_year, **(dict.fromkeys(own) if row["withheld"] else own)})
    return rows


def _of_family(
    family: str,
    people: set[str],
    tables: Tables,
    made: dict[str, list[Row]],
    known: Known,
    cost_year: int,
    settings: Settings,
) -> Row:
    newest = month_of(settings.as_of)
    months = months_between(months_before(newest, settings.overlap_months - 1), newest)
    told = [each for person in people for each in known.get(person, [])]
    first = date(*months[0], 1)
    met = [
        r for r in tables["person_event"] if r["person_id"] in people and first <= r["date"] <= settings.as_of
    ]
    named = {(row["service"], row["team"]) for row in met if row["team"]}
    unnamed = {row["service"] for row in met} - {service for service, _ in named}
    assessed = [row for row in made["assessment"] if row["family_id"] == family and row["date"] >= first]
    crossed = [row for row in made["conflict"] if row["family_id"] == family and row["to_date"] > first]
    cost = [
        r
        for r in made["cost"]
        if r["person_id"] in people and r["year"] == cost_year and r["kind"] == "fiscal"
    ]
    return {
        "services_at_once": max(len({s for s, _, _, held in told if month in held}) for month in months),
        "agencies_at_once": max(len({a for _, a, _, held in told if month in held}) for month in months),
        "teams": len(named) + len(unnamed),
        "contacts": len({(r["person_id"], r["service"], r["kind"], r["date"]) for r in met}),
        "assessments": len(assessed),
        "repeated_assessments": sum(row["asked_again"] is not None for row in assessed),
        **{f"repeated{part}": sum(r[name] or 0 for r in assessed) for part, name in PARTS.items()},
        "conflicts": len(crossed),
        **{f"cost{part}": sum(row[name] for row in cost) for part, name in PARTS.items()},
    }


PARTS = {"_low_pence": "low_pence", "_pence": "amount_pence", "_high_pence": "high_pence"}


def family_feature(tables: Tables, spells: list[Row], exposures: list[Row], settings: Settings) -> list[Row]:
    """What families live with, build on and are helped by, lately."""
    months = months_before(month_of(settings.as_of), settings.overlap_months - 1)
    first = date(*months, 1)
    told = [(r["person_id"], "period", r["track"], r["state"]) for r in spells if r["known_to"] > first]
    told += [
        (r["person_id"], "factor", None, r["factor"])
        for r in exposures
        if r["known_to"] and r["known_to"] > first and r["holder"] in ("self", "parent")
    ]
    found = {
        (family, row["kind"], row["feature"])
        for family, people in members_of(tables, settings).items()
        for person, of, track, name in told
        for row in tables["feature"]
        if person in people and (row["of"], row["track"], row["name"]) == (of, track, name)
    }
    return [{"family_id": family, "kind": kind, "feature": feature} for family, kind, feature in found]


# ------------------------------------------------------------------------------------------------- concentration


def concentration(tables: Tables, costs: list[Row], settings: Settings) -> list[Row]:
    """What the dearest families cost together."""
    families: dict[str, str] = {}
    for family, people in sorted(members_of(tables, settings).items(), reverse=True):
        families |= dict.fromkeys(people, family)
    units = {families.get(row["person_id"], row["person_id"]) for row in tables["person"]}
    rows = []
    for (year, kind), found in grouped(costs, lambda row: (row["year"], row["kind"])).items():
        of_unit = grouped(found, lambda row: families.get(row["person_id"], row["person_id"]))
        ranked = sorted(of_unit, key=lambda unit: (-sum(row["amount_pence"] for row in of_unit[unit]), unit))
        for percent in (1, 5, 10, 20, 50):
            top = ceil(Fraction(len(units) * percent, 100))
            dearest = [row for unit in ranked[:top] for row in of_unit[unit]]
            for payer in {None, *(row["payer"] for row in found)}:
                held = {"year": year, "kind": kind, "top_percent": percent, "payer": payer, "families": top}
                rows.append({**held, **_together(dearest, found, payer)})
    return rows


def _together(dearest: list[Row], found: list[Row], payer: str | None) -> Row:
    of_payer = [row for row in dearest if payer is None or row["payer"] == payer]
    all_pence = sum(row["amount_pence"] for row in found if payer is None or row["payer"] == payer)
    sums = {name: sum(row[name] for row in of_payer) if of_payer else None for name in PENCE}
    share = None if not of_payer or not all_pence else round(sums["amount_pence"] / all_pence, 6)
    return {**sums, "share": share}
