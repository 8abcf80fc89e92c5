"""The picture once more in plain Python, day by day: slow, and as obvious as it can be made.

A period is the set of its days (numbers as of `date.toordinal`). An open one reaches the day `FOREVER`, which
is later than any date in the data. Nothing here is shared with the SQL models but the tables that go in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

import polars as pl

from tests.support.day_sets import (
    Month,
    days_of,
    from_and_to,
    grouped,
    last_day_of,
    listed,
    month_of,
    months_before,
    months_between,
    unbroken,
)
from tests.support.picture_cost import cost
from tests.support.picture_population import person_month, population
from tests.support.picture_rows import Claim, Row, Tables
from tests.support.picture_together import assessment, conflict, family_feature, family_year
from wholeplace.picture.models import Settings


def reference(frames: Mapping[str, pl.DataFrame], settings: Settings) -> dict[str, list[Row]]:
    """Every table of the picture, as rows in no particular order."""
    tables = {name: frame.to_dicts() for name, frame in frames.items()}
    forever = _latest_day(tables, settings) + 1
    covered = coverage(tables, settings)
    claims = usable_claims(tables, covered, settings, forever)
    spells = spell(tables, claims, forever)
    known = known_days(tables, claims, settings)
    contacts, exposures = contact(tables, settings), exposure(tables, covered, settings, forever)
    made = {
        "family": family(tables, known, covered, settings),
        "cost": cost(tables, spells, contacts, exposures, claims, covered, settings),
        "assessment": assessment(tables, settings),
        "conflict": conflict(tables, claims, contacts, settings),
    }
    return {
        **made,
        "family_feature": family_feature(tables, spells, exposures, settings),
        "family_year": family_year(tables, made, known, settings),
        "coverage": covered,
        "known_parent": known_parent(tables, covered, settings),
        "spell": spells,
        "contact": contacts,
        "exposure": exposures,
        "overlap": overlap(known, settings),
        "track_month": track_month(tables, spells, claims, covered, settings),
        "population": population(tables, settings),
        "person_month": person_month(tables, spells, exposures, settings),
    }


def _latest_day(tables: Tables, settings: Settings) -> int:
    dates = [
        value for rows in tables.values() for row in rows for value in row.values() if isinstance(value, date)
    ]
    return max([*dates, settings.as_of]).toordinal() + 1


# ------------------------------------------------------------------------------------------------------ coverage


def coverage(tables: Tables, settings: Settings) -> list[Row]:
    """What each source covers."""
    people = {row["person_id"]: row for row in tables["person"]}
    rows = []
    for source in tables["source_stated"]:
        name = source["source"]
        firsts = [
            row["first_date"] for row in tables["arrival"] if row["source"] == name and row["first_date"]
        ]
        lasts = [row["last_date"] for row in tables["arrival"] if row["source"] == name and row["last_date"]]
        as_of = min(source["as_of"] or max(lasts, default=settings.as_of), settings.as_of)
        told = [row for row in tables["person_source"] if row["source"] == name]
        children = [row["person_id"] for row in told if _is_child(people[row["person_id"]], as_of, settings)]
        rows.append(
            {
                "source": name,
                "records": sum(row["records"] for row in told),
                "people": len(told),
                "first_date": min(firsts, default=None),
                "last_date": max(lasts, default=None),
                "as_of": as_of,
                "children": len(children),
                "children_with_parent": sum(people[child]["known_parent"] for child in children),
            }
        )
    return rows


def known_parent(tables: Tables, covered: list[Row], settings: Settings) -> list[Row]:
    """How many children of each source and age have a known parent."""
    people = {row["person_id"]: row for row in tables["person"]}
    as_of = {row["source"]: row["as_of"] for row in covered}
    counts: dict[tuple[str, str], list[bool]] = {}
    for row in tables["person_source"]:
        person, on = people[row["person_id"]], as_of.get(row["source"])
        if on is not None and _is_child(person, on, settings):
            age = _age_in_words(person["birth_month"], on)
            counts.setdefault((row["source"], age), []).append(bool(person["known_parent"]))
    return [
        {"source": source, "age": age, "children": len(known), "children_with_parent": sum(known)}
        for (source, age), known in counts.items()
    ]


def _age_in_words(born: date, on: date) -> str:
    months = (on.year - born.year) * 12 + on.month - born.month
    for last, words in ((4, "0 to 4"), (10, "5 to 10"), (15, "11 to 15")):
        if months < (last + 1) * 12:
            return words
    return "16 and over"


def _is_child(person: Row, on: date, settings: Settings) -> bool:
    born = person["birth_month"]
    return born is not None and months_before(month_of(on), 12 * settings.adult_age) < month_of(born)


# -------------------------------------------------------------------------------------------- periods of support


def usable_claims(tables: Tables, covered: list[Row], settings: Settings, forever: int) -> list[Claim]:
    """Claims that are neither withheld nor without a start, out of order, or yet to come."""
    stated = {row["source"]: row for row in tables["source_stated"]}
    looked = {row["source"]: row["as_of"] for row in covered}
    schools = {f"urn:{row['urn']}": row["kind"] for row in tables["school"]}
    claims = []
    for row in tables["person_spell"]:
        start, end, source = row["from_date"], row["to_date"], row["source"]
        if row["withheld"] or start is None or start > settings.as_of or (end is not None and end < start):
            continue
        days = days_of(start, end, forever)
        has_ended = date.fromordinal(max(days)) < settings.as_of
        vouched = {day for day in days if has_ended or day <= max(looked[source], start).toordinal()}
        kind = schools.get(row["code"]) if row["state"] == "ehc_plan_unstated" else None
        who = (row["person_id"], row["track"], kind or row["state"], source)
        acting = (stated[source]["service"], stated[source]["agency"])
        claims.append(Claim(*who, *acting, frozenset(days), frozenset(vouched)))
    return claims


def spell(tables: Tables, claims: list[Claim], forever: int) -> list[Row]:
    """Periods of support, one person and track at a time."""
    rank = {(row["track"], row["state"]): row["precedence"] for row in tables["system_state"]}
    exclusive = {row["track"] for row in tables["system_state"] if row["exclusive"]}
    rows = []
    for (person, track), own in grouped(claims, lambda claim: (claim.person_id, claim.track)).items():
        held: dict[str, set[int]] = defaultdict(set)
        for day in set().union(*(claim.days for claim in own)):
            states = {claim.state for claim in own if day in claim.days}
            for state in [min(states, key=lambda s: rank[track, s])] if track in exclusive else states:
                held[state].add(day)
        for state, days in held.items():
            for run in unbroken(days):
                told = _told(run, state, own, exclusive=track in exclusive)
                rows.append(
                    {
                        "person_id": person,
                        "track": track,
                        "state": state,
                        **told,
                        **from_and_to(run, forever),
                    }
                )
    return rows


def _told(run: set[int], state: str, own: list[Claim], *, exclusive: bool) -> Row:
    claims = [claim for claim in own if claim.state == state and claim.days & run]
    by_source = {
        source: set().union(*(claim.days & run for claim in found))
        for source, found in grouped(claims, lambda claim: claim.source).items()
    }
    other_days = any(days != run for days in by_source.values())
    other_state = exclusive and any(
        rival.state != state and rival.source != source and rival.days & days
        for source, days in by_source.items()
        for rival in own
    )
    last_known = max(max(claim.known) for claim in claims)
    return {
        "known_to": date.fromordinal(max(min(run), min(last_known, max(run)) + 1)),
        "sources": listed(by_source),
        "claims": len(claims),
        "source_conflict": other_days or other_state,
    }


# ------------------------------------------------------------------------------------------ contacts and factors


def contact(tables: Tables, settings: Settings) -> list[Row]:
    """Each contact once."""
    keys = ("person_id", "service", "agency", "kind", "date")
    happened = [row for row in tables["person_event"] if row["date"] <= settings.as_of]
    rows = []
    for key, found in grouped(happened, lambda row: tuple(row[name] for name in keys)).items():
        ends = [row["end_date"] for row in found if row["end_date"] and row["end_date"] >= row["date"]]
        sources = listed(row["source"] for row in found)
        rows.append(
            {**dict(zip(keys, key, strict=True)), "end_date": max(ends, default=None), "sources": sources}
        )
    return rows


def exposure(tables: Tables, covered: list[Row], settings: Settings, forever: int) -> list[Row]:
    """Factors with their dates; those without usable dates once each."""
    looked = {row["source"]: row["as_of"] for row in covered}
    kinds = {row["factor"]: row["kind"] for row in tables["system_factor"]}
    keys = ("person_id", "factor", "holder")
    rows = []
    for key, found in grouped(
        tables["person_exposure"], lambda row: tuple(row[name] for name in keys)
    ).items():
        who = {**dict(zip(keys, key, strict=True)), "kind": kinds[key[1]]}
        dated = [row for row in found if _has_dates(row)]
        undated = [row["source"] for row in found if not _has_dates(row)]
        if undated:
            rows.append(
                {**who, **dict.fromkeys(("from_date", "to_date", "known_to")), "sources": listed(undated)}
            )
        begun = [row for row in dated if row["from_date"] <= settings.as_of]
        told = [(row["source"], days_of(row["from_date"], row["to_date"], forever)) for row in begun]
        for run in unbroken(set().union(*(days for _, days in told))):
            sources = listed(source for source, days in told if days & run)
            inside = [row for row in begun if row["from_date"].toordinal() in run]
            known_to = max(_vouched(row, who["kind"], looked[row["source"]], settings) for row in inside)
            rows.append({**who, **from_and_to(run, forever), "known_to": known_to, "sources": sources})
    return rows


def _vouched(row: Row, kind: str, looked_at: date, settings: Settings) -> date:
    """The first day on which nobody vouches for a report any more."""
    first_after = row["from_date"] + timedelta(days=1)
    end = row["to_date"] and max(row["to_date"], first_after)
    if end and end <= settings.as_of:
        return end
    limits = [looked_at + timedelta(days=1), *([end] if end else [])]
    if end is None and kind != "characteristic":
        year, month = months_before(month_of(row["from_date"]), -settings.factor_months)
        limits.append(
            min(last_day_of((year, month)), date(year, month, 1) + timedelta(days=row["from_date"].day - 1))
        )
    return max(min(limits), first_after)


def _has_dates(row: Row) -> bool:
    return row["from_date"] is not None and (row["to_date"] is None or row["to_date"] >= row["from_date"])


# ------------------------------------------------------------------------------------------ overlap and families

Known = dict[str, list[tuple[str, str, str, set[Month]]]]


def known_days(tables: Tables, claims: list[Claim], settings: Settings) -> Known:
    """By person: service, agency, source, and the months in which the service knows the person."""
    known: Known = defaultdict(list)
    died = {row["person_id"]: row["death_month"] for row in tables["person"]}

    def add(person: str, service: str, agency: str, source: str, days: Iterable[int]) -> None:
        months = {month_of(day) for day in days if day <= settings.as_of.toordinal()}
        if died.get(person):
            months = {month for month in months if month <= month_of(died[person])}
        known[person].append((service, agency, source, months))

    for row in tables["person_event"]:
        if row["date"] <= settings.as_of:
            last = max(row["date"], row["end_date"] or row["date"]) + timedelta(
                days=settings.contact_gap_days
            )
            days = range(row["date"].toordinal(), last.toordinal() + 1)
            add(row["person_id"], row["service"], row["agency"], row["source"], days)
    for claim in claims:
        add(claim.person_id, claim.service, claim.agency, claim.source, claim.known)
    return known


def overlap(known: Known, settings: Settings) -> list[Row]:
    """One month after another, which services know a person."""
    newest = month_of(settings.as_of)
    rows = []
    for person, told in known.items():
        for month in months_between(months_before(newest, 12 * settings.years - 1), newest):
            back = set(months_between(months_before(month, settings.overlap_months - 1), month))
            now = [(service, agency) for service, agency, _, months in told if month in months]
            lately = [(service, agency) for service, agency, _, months in told if months & back]
            if now or (lately and month == newest):
                rows.append(
                    {
                        "person_id": person,
                        "month": date(*month, 1),
                        "services": len({service for service, _ in lately}),
                        "agencies": len({agency for _, agency in lately}),
                        "service_list": listed(service for service, _ in lately),
                        "services_in_month": len({service for service, _ in now}),
                        "agencies_in_month": len({agency for _, agency in now}),
                    }
                )
    return rows


def family(tables: Tables, known: Known, covered: list[Row], settings: Settings) -> list[Row]:
    """Families, their members on the place's date, and the services that knew any of them lately."""
    people = {row["person_id"]: row for row in tables["person"]}
    back = set(
        months_between(
            months_before(month_of(settings.as_of), settings.overlap_months - 1), month_of(settings.as_of)
        )
    )
    rows = []
    for name, noted in grouped(tables["family_member"], lambda row: row["family_id"]).items():
        now = [row for row in noted if _is_member(row, people, settings.as_of)]
        members = {row["person_id"] for row in now}
        children = {row["person_id"] for row in now if row["role"] == "child"}
        if not members:
            continue
        lately = [told for person in members for told in known.get(person, []) if told[3] & back]
        hidden = bool(children) and _best_share(children, tables, covered) < settings.known_parent_share
        rows.append(
            {
                "family_id": name,
                "people": len(members),
                "children": len(children),
                "adults": len(members - children),
                "services": None if hidden else len({service for service, _, _, _ in lately}),
                "agencies": None if hidden else len({agency for _, agency, _, _ in lately}),
                "sources": None if hidden or not lately else listed(source for _, _, source, _ in lately),
                "withheld": "few known parents" if hidden else None,
            }
        )
    return rows


def _is_member(row: Row, people: dict[str, Row], on: date) -> bool:
    died = people.get(row["person_id"], {}).get("death_month")
    began = row["from_date"] is None or row["from_date"] <= on
    goes_on = row["to_date"] is None or row["to_date"] > on
    return began and goes_on and (died is None or died > on)


def _best_share(children: set[str], tables: Tables, covered: list[Row]) -> float:
    sources = {row["source"] for row in tables["person_source"] if row["person_id"] in children}
    shares = [
        row["children_with_parent"] / row["children"]
        for row in covered
        if row["source"] in sources and row["children"]
    ]
    return max(shares, default=0.0)


# ------------------------------------------------------------------------------------------------------- counts


def track_month(
    tables: Tables, spells: list[Row], claims: list[Claim], covered: list[Row], settings: Settings
) -> list[Row]:
    """People in each state on the counting day of each month."""
    looked = {row["source"]: row["as_of"] for row in covered}
    rank = {(row["track"], row["state"]): row["precedence"] for row in tables["system_state"]}
    died = {row["person_id"]: row["death_month"] for row in tables["person"]}
    rows = []
    for track, own in grouped(claims, lambda claim: claim.track).items():
        last_day = max(looked[claim.source] for claim in own)
        began = month_of(min(min(claim.days) for claim in own))
        oldest = months_before(month_of(settings.as_of), 12 * settings.years - 1)
        of_track = [row for row in spells if row["track"] == track]
        for month in months_between(max(began, oldest), month_of(last_day)):
            day = min(last_day_of(month), last_day)
            there = [row for row in of_track if _counts(row, day, died.get(row["person_id"]))]
            by_person = grouped(there, lambda row: row["person_id"])
            main = [
                min((row["state"] for row in found), key=lambda s: rank[track, s])
                for found in by_person.values()
            ]
            sources = listed(claim.source for claim in own if month_of(looked[claim.source]) >= month)
            for state in {row["state"] for row in of_track}:
                rows.append(
                    {
                        "month": date(*month, 1),
                        "track": track,
                        "state": state,
                        "people": sum(row["state"] == state for row in there),
                        "main_people": main.count(state),
                        "sources": sources,
                    }
                )
    return rows


def _counts(row: Row, day: date, died: date | None) -> bool:
    inside = row["from_date"] <= day and (row["to_date"] is None or day < row["to_date"])
    vouched = month_of(day) <= month_of(row["known_to"] - timedelta(days=1))
    return inside and vouched and (died is None or month_of(day) < month_of(died))
