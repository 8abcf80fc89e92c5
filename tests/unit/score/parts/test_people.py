from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from tests.unit.score.conftest import AS_OF, Frames, frame
from wholeplace.score.parts.people import registrations, score_people


@pytest.fixture
def part(true: Frames, store: Frames) -> dict[str, Any]:
    extra = {name: true[name] for name in ("person", "residence", "forbidden")}
    return score_people(registrations(true["record_person"], store), store, AS_OF, **extra)


def test_registrations_say_what_became_of_each(true: Frames, store: Frames) -> None:
    rows = registrations(true["record_person"], store).sort("source_record_id")
    assert rows.select("source_record_id", "record_id", "person_id").rows() == [
        ("g1", "rg1", "P1"), ("g1b", "rg1b", "P1b"), ("g2", "rg2", "P2"), ("g5", None, None),
        ("s3", "rs3", "P3"), ("s4", "rs4", "P3"), ("t1", "rt1", "P1"),
    ]  # fmt: skip


def test_the_store_read_table_decides_whose_a_registration_is(true: Frames, store: Frames) -> None:
    two = pl.concat([true["record_person"], true["record_person"].head(1).with_columns(
        layout_table=pl.lit("adult"), true_person=pl.lit("0"))])  # fmt: skip
    rows = registrations(two, store)
    assert rows.height == 7
    assert rows.filter(pl.col("source_record_id") == "s3")["true_person"].to_list() == ["3"]


def test_pairs_by_hand(part: dict[str, Any]) -> None:
    """Ann's three make 3 true pairs; found are Ann's 1 and Cy with Di."""
    assert (part["registrations"], part["accepted"], part["without_truth"]) == (7, 6, 1)
    assert part["all"]["precision"]["value"] == 0.5
    assert part["all"]["recall"]["value"] == pytest.approx(1 / 3, abs=1e-6)
    assert part["all"]["precision"]["of"] == 2
    assert part["read"]["recall"] == part["all"]["recall"]


def test_what_was_refused_lowers_recall_of_all_alone(true: Frames, store: Frames) -> None:
    store["record"] = store["record"].filter(pl.col("record_id") != "rg1b")
    part = score_people(
        registrations(true["record_person"], store), store, AS_OF, person=None, residence=None, forbidden=None
    )
    assert part["all"]["recall"]["value"] == pytest.approx(1 / 3, abs=1e-6)
    assert part["read"]["recall"]["value"] == 1
    assert [
        part[name] for name in ("by_age", "by_origin", "known", "false_in_one_household", "forbidden_joins")
    ] == [None] * 5


def test_by_source_age_and_origin(part: dict[str, Any]) -> None:
    assert part["by_source"]["schools"]["precision"]["value"] == 0
    assert part["by_source"]["tax"]["precision"]["value"] == 1
    assert part["by_source"]["tax"]["recall"]["value"] == 0.5
    assert set(part["by_age"]) == {"11 to 15", "25 to 44", "65 to 84"}
    assert part["by_age"]["11 to 15"]["precision"]["value"] == 0
    assert part["by_age"]["25 to 44"]["precision"]["value"] == 1
    assert part["by_origin"]["white_british"]["recall"]["value"] is None


def test_an_age_band_begins_on_the_birthday_month(true: Frames, store: Frames) -> None:
    """Born in April 2014, not yet 12 on 31 March 2026; a baby is in the first band."""
    person = true["person"].with_columns(
        birth_month=pl.when(pl.col("true_person") == "5").then(date(2026, 3, 1))
        .when(pl.col("true_person") == "3").then(date(2010, 4, 1)).otherwise("birth_month")
    )  # fmt: skip
    rows = registrations(true["record_person"], store)
    part = score_people(rows, store, AS_OF, person=person, residence=None, forbidden=None)
    assert "00 to 04" in part["by_age"]
    assert part["by_age"]["11 to 15"]["bcubed_f1"]["of"] == 2


def test_who_is_known_and_where_false_pairs_live(part: dict[str, Any]) -> None:
    assert part["known"]["value"] == round(4 / 6, 6)
    assert part["false_in_one_household"] == part["false_in_one_household"] | {"value": 1.0, "of": 1}


def test_a_false_pair_who_lived_there_one_after_the_other_is_not_of_one_household(
    true: Frames, store: Frames
) -> None:
    store["record_person"] = frame(
        "record_id person_id", ("rg2", "P2"), ("rg1", "P2"), ("rt1", "P2"), ("rs3", "P2")
    )
    residence = frame(
        "true_person true_household from to",
        ("1", "A", date(2020, 1, 1), date(2021, 1, 1)), ("2", "A", date(2021, 1, 1), None),
        ("3", "A", date(2020, 6, 1), None), ("3", "B", date(2020, 6, 1), None), ("1", "B", date(2020, 1, 1), None),
    )  # fmt: skip
    rows = registrations(true["record_person"], store)
    part = score_people(rows, store, AS_OF, person=None, residence=residence, forbidden=None)
    found = part["false_in_one_household"]
    assert found["of"] == 5  # 4 registrations make 6 pairs, of which Ann's 1 is right
    assert found["value"] == 3 / 5  # Cy with Ben, and Cy with Ann's two, once though in both homes


def test_forbidden_joins_are_counted_by_reason(part: dict[str, Any]) -> None:
    assert part["forbidden_joins"] == {"joined": 1, "of": 3, "by_reason": {"adopted": 1}}
