from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from tests.unit.score.conftest import AS_OF, START, Frames, frame
from wholeplace.score.parts.homes import main_person, score_households
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
    now = part["together"]["2026-03-31"]
    assert (now["precision"]["value"], now["false_of_the_gone"]["value"]) == (0.5, 1)
    elsewhere = true["residence"].with_columns(
        true_household=pl.when(pl.col("true_person") == "2").then(pl.lit("Z")).otherwise("true_household")
    )
    part = score_households(rows, store["residence"], elsewhere, START, AS_OF)["together"]["2026-03-31"]
    assert (part["precision"]["value"], part["false_of_the_gone"]["value"]) == (0.5, 0)


def test_the_last_of_february_has_years_before_it(rows: pl.DataFrame, true: Frames, store: Frames) -> None:
    part = score_households(rows, store["residence"], true["residence"], START, date(2028, 2, 29))
    assert list(part["over_time"])[-1] == "2027-02-28"


def test_pairs_who_share_a_home_count_in_each_of_their_homes(
    rows: pl.DataFrame, true: Frames, store: Frames
) -> None:
    """On the last day the store has 1 and 2 in H; Cy, found alone in J, gets a second home with them there."""
    part = score_households(rows, store["residence"], true["residence"], START, AS_OF)["together"]
    assert list(part) == ["2024-03-31", "2025-03-31", "2026-03-31"]
    now = part["2026-03-31"]
    assert (now["precision"]["value"], now["recall"]["value"], now["recall"]["of"]) == (1, 0.2, 10)
    second = frame("person_id household_id from_date to_date", ("P3", "H", START, None))
    both = pl.concat([store["residence"], second])
    # Cy and Di are one person in the store, so both are found with the other two.
    now = score_households(rows, both, true["residence"], START, AS_OF)["together"]["2026-03-31"]
    assert now["recall"]["value"] == 0.6
    assert now["recall_recorded"] is None


def test_on_record_is_whoever_has_an_address_in_common_that_is_not_hidden(
    rows: pl.DataFrame, true: Frames, store: Frames
) -> None:
    part = score_households(rows, store["residence"], true["residence"], START, AS_OF, store["address"])
    now = part["together"]["2026-03-31"]
    assert (now["recall_recorded"]["value"], now["recall_recorded"]["of"]) == (round(1 / 3, 6), 3)
    assert now["f1_recorded"]["value"] == 0.5


def test_whom_the_store_hides_is_no_loss_of_what_is_on_record(
    rows: pl.DataFrame, true: Frames, store: Frames
) -> None:
    hiding = store["residence"].with_columns(hidden=pl.col("person_id") == "P2")
    now = score_households(rows, hiding, true["residence"], START, AS_OF, store["address"])["together"][
        "2026-03-31"
    ]
    assert (now["recall_recorded"]["of"], now["withheld"]) == (1, 2)
