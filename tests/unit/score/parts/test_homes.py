from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from tests.unit.score.conftest import AS_OF, START, Frames, frame
from wholeplace.score.parts.homes import main_person, score_households, score_ties
from wholeplace.score.parts.people import registrations


@pytest.fixture
def rows(true: Frames, store: Frames) -> pl.DataFrame:
    return registrations(true["record_person"], store)


def test_a_person_is_whoever_has_most_of_their_registrations(rows: pl.DataFrame) -> None:
    assert main_person(rows, "true_person", "person_id").rows() == [
        ("1", "P1"), ("2", "P2"), ("3", "P3"), ("4", "P3"),
    ]  # fmt: skip
    assert dict(main_person(rows, "person_id", "true_person").iter_rows()) == {
        "P1": "1", "P1b": "1", "P2": "2", "P3": "3",
    }  # fmt: skip


def test_of_equals_the_one_who_has_fewer_in_all() -> None:
    two = frame(
        "row true_person person_id", (1, "1", "P"), (2, "1", "Q"), (3, "2", "P"), (4, "3", None)
    )  # fmt: skip
    assert main_person(two, "true_person", "person_id").row(0) == ("1", "Q")


def test_then_the_one_of_the_first_registration() -> None:
    two = frame("row true_person person_id", (2, "1", "P"), (1, "1", "Q"))
    assert main_person(two, "true_person", "person_id").row(0) == ("1", "Q")


def test_households_by_hand(rows: pl.DataFrame, true: Frames, store: Frames) -> None:
    """True {1 2 3 4 5}; found {1 2} {3 4} and 5 nowhere: 2 pairs found of 10, both right."""
    part = score_households(rows, store["residence"], true["residence"], START, AS_OF)
    assert part["all"]["precision"]["value"] == 1
    assert part["all"]["recall"]["value"] == 0.2
    assert part["known"]["recall"]["value"] == round(2 / 6, 6)
    assert list(part["over_time"]) == ["2024-03-31", "2025-03-31"]


def test_over_time_each_date_has_its_own_homes(rows: pl.DataFrame, true: Frames, store: Frames) -> None:
    """On 31 March 2024 Eve still lived alone: 2 pairs of 6."""
    past = score_households(rows, store["residence"], true["residence"], START, AS_OF)["over_time"]
    assert past["2024-03-31"]["recall"]["value"] == round(2 / 6, 6)
    assert past["2025-03-31"]["recall"]["value"] == 0.2


def test_of_two_homes_the_last_come_to_counts(rows: pl.DataFrame, true: Frames, store: Frames) -> None:
    moved = frame("person_id household_id from_date to_date", ("P2", "L", date(2026, 1, 1), None))
    part = score_households(rows, pl.concat([store["residence"], moved]), true["residence"], START, AS_OF)
    assert part["all"]["recall"]["value"] == 0.1


def test_a_home_in_the_store_after_leaving_is_false(rows: pl.DataFrame, true: Frames, store: Frames) -> None:
    gone = true["residence"].with_columns(
        to=pl.when(pl.col("true_person") == "2").then(date(2026, 1, 1)).otherwise("to")
    )
    part = score_households(rows, store["residence"], gone, START, AS_OF)
    assert part["all"]["precision"]["value"] == 0.5


def test_the_last_of_february_has_years_before_it(rows: pl.DataFrame, true: Frames, store: Frames) -> None:
    part = score_households(rows, store["residence"], true["residence"], START, date(2028, 2, 29))
    assert list(part["over_time"])[-1] == "2027-02-28"


def test_ties_by_hand(rows: pl.DataFrame, true: Frames, store: Frames) -> None:
    """Held: Cy-Ann (mother, and dependant turned round), Ann-Ben (partners), Ben-Cy (carer, false)."""
    part: dict[str, Any] = score_ties(rows, store["tie"], true["tie"])
    recall = {kind: (each["value"], each["of"]) for kind, each in part["recall"].items()}
    assert recall == {"carer": (0.0, 1), "parent": (0.5, 2), "spouse_or_partner": (1.0, 1)}
    known = {kind: each["of"] for kind, each in part["recall_known"].items()}
    assert known == {"parent": 2, "spouse_or_partner": 1}
    precision = {kind: (each["value"], each["of"]) for kind, each in part["precision"].items()}
    assert precision == {
        "carer": (0.0, 1), "dependant": (1.0, 1), "mother": (1.0, 1), "spouse_or_partner": (1.0, 1),
    }  # fmt: skip
    assert part["without_truth"] == 1


def test_a_parent_is_not_their_childs_child(rows: pl.DataFrame, true: Frames, store: Frames) -> None:
    turned = store["tie"].with_columns(person_a="person_b", person_b="person_a")
    part = score_ties(rows, turned, true["tie"])
    assert part["precision"]["mother"]["value"] == 0
    assert part["precision"]["spouse_or_partner"]["value"] == 1
