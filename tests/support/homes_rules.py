"""What can never be so on the first day of a made place: checked the long way, person by person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from wholeplace.demo.homes import Start

YEAR = 365.25
Row = dict[str, Any]


def faults(start: Start) -> list[str]:
    """Everything that is wrong, in words."""
    people = {row["person"]: row for row in start.person.iter_rows(named=True)}
    return [
        *_numbering(start),
        *_ties(people),
        *_births(people),
        *_homes(start, people),
        *_families(start, people),
    ]


def _numbering(start: Start) -> Iterator[str]:
    for frame, column in (
        (start.person, "person"),
        (start.household, "household"),
        (start.address, "address"),
    ):
        if frame[column].to_list() != list(range(frame.height)):
            yield f"{column} is not numbered from 0"
    for column in ("household", "family"):
        if not start.person[column].is_sorted():
            yield f"people of a {column} do not lie side by side"


def _ties(people: dict[int, Row]) -> Iterator[str]:
    for row in people.values():
        for name, sex, youngest, oldest in (("mother", "F", 14, 50), ("father", "M", 14, 70)):
            if row[name] is not None:
                parent = people[row[name]]
                gap = (row["birth"] - parent["birth"]).days / YEAR
                if parent["sex"] != sex:
                    yield f"a {name} of the other sex"
                if not youngest <= gap <= oldest:
                    yield f"a {name} {gap:.1f} years older"
        if row["partner"] is not None:
            partner = people[row["partner"]]
            if partner["partner"] != row["person"] or partner["household"] != row["household"]:
                yield "partners one way only, or in two homes"
            if row["person"] in (partner["mother"], partner["father"]):
                yield "a parent and child are partners"
            if row["mother"] is not None and row["mother"] == partner["mother"]:
                yield "brother and sister are partners"
        if row["mother"] is not None and row["father"] is not None:
            one, other = people[row["mother"]]["mother"], people[row["father"]]["mother"]
            if one is not None and one == other:
                yield "a child of brother and sister"


def _births(people: dict[int, Row]) -> Iterator[str]:
    borne: dict[int, list[int]] = defaultdict(list)
    for row in people.values():
        if row["mother"] is not None:
            borne[row["mother"]].append(row["birth"].toordinal())
    for days in borne.values():
        days.sort()
        if any(0 < later - earlier < 270 for earlier, later in pairwise(days)):
            yield "two births of one mother too near"


def _homes(start: Start, people: dict[int, Row]) -> Iterator[str]:
    members: dict[int, list[Row]] = defaultdict(list)
    for row in people.values():
        members[row["household"]].append(row)
    for home in start.household.iter_rows(named=True):
        ages = [(start.day - row["birth"]).days / YEAR for row in members[home["household"]]]
        if len(ages) != home["size"]:
            yield "a household of another size than said"
        if min(ages) < 18 and max(ages) < 18:
            yield "children without an adult"
        if home["kind"] == "one_person" and home["size"] != 1:
            yield "one person, and more"
        for row, age in zip(members[home["household"]], ages, strict=True):
            if age >= 18.01 and row["role"] in ("child", "step_child", "kin_child"):
                yield "a child of 18"
            if row["role"] == "kin_child" and row["carer"] is None:
                yield "a kin child without a carer"
            if row["carer"] is not None and people[row["carer"]]["household"] != row["household"]:
                yield "a carer who lives elsewhere"


def _families(start: Start, people: dict[int, Row]) -> Iterator[str]:
    homes: dict[int, set[int]] = defaultdict(set)
    sizes: dict[int, int] = defaultdict(int)
    for row in people.values():
        homes[row["family"]].add(row["household"])
        sizes[row["family"]] += 1
        young = (start.day - row["birth"]).days / YEAR < 18
        for name in ("mother", "father", "carer"):
            if young and row[name] is not None and people[row[name]]["family"] != row["family"]:
                yield f"a child's {name} in another family"
        if row["second_home"] is not None:
            there = {people[row[name]]["household"] for name in ("mother", "father") if row[name] is not None}
            if row["second_home"] not in there or row["second_home"] == row["household"]:
                yield "a second home that is no parent's"
    if max(sizes.values()) > 24 or max(map(len, homes.values())) > 6:
        yield "a family too large"
