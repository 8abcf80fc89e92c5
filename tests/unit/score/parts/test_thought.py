"""What linkage thinks of itself beside the truth, by group."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.score.conftest import AS_OF, Frames
from wholeplace.score import Truth, score
from wholeplace.score.parts.people import registrations
from wholeplace.score.parts.thought import labelled, score_thought


@pytest.fixture
def found(store: Frames, true: Frames) -> dict[str, Any]:
    return score_thought(registrations(true["record_person"], store), store, AS_OF)


def test_the_whole_is_held_against_the_truth(found: dict[str, Any]) -> None:
    """Of two pairs found Ann's is right, Cy's with Di is not; of Ann's three pairs one is found."""
    assert found["all"]["all"] == {
        "precision": {"estimated": 0.6, "low": 0.4, "high": 0.7, "pairs": 10.0, "true": 0.5, "inside": True},
        "recall": {
            "estimated": 0.5,
            "low": 0.4,
            "high": 0.6,
            "pairs": 10.0,
            "true": 0.333333,
            "inside": False,
        },
    }


def test_a_pair_counts_half_for_the_source_of_either_registration(found: dict[str, Any]) -> None:
    assert found["source"] == {
        "gp": {
            "recall": {"estimated": 0.3, "low": 0.2, "high": 0.4, "pairs": 10.0, "true": 0.25, "inside": True}
        }
    }


def test_a_registration_left_alone_is_of_its_person_s_group(found: dict[str, Any]) -> None:
    assert found["age"]["25 to 44"]["recall"]["true"] == 0.333333
    assert found["audit_group"]["african"]["recall"]["true"] == 0.333333
    assert found["audit_group"]["not_told"]["recall"]["true"] is None
    assert found["audit_group"]["not_told"]["recall"]["inside"] is None
    assert found["sex"] == {}


def test_nobody_s_group_is_lost(store: Frames, true: Frames) -> None:
    told = labelled(registrations(true["record_person"], store), store, AS_OF)
    ann = told.filter(true_person="1")
    assert ann.select("age", "sex", "audit_group").unique().rows() == [("25 to 44", "female", "african")]


def test_it_is_told_in_words_with_every_range_that_does_not_hold_the_truth(
    store: Frames, truth: Truth
) -> None:
    lines = score(store, truth, AS_OF).lines()
    assert "  recall: thought 50.0% (40.0 to 60.0), truly 33.3%" in lines
    assert "  By source: 1 of 1 ranges hold the truth" in lines
    assert "  By sex: 0 of 0 ranges hold the truth" in lines


def test_without_its_table_the_part_says_what_is_missing(store: Frames, truth: Truth) -> None:
    del store["link_quality"]
    found = score(store, truth, AS_OF)
    assert found.parts["thought"] is None
    assert found.reasons["thought"] == "the store has no table link_quality"
