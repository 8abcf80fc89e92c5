from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from tests.unit.score.conftest import START, Frames, frame
from wholeplace.score.parts.people import registrations
from wholeplace.score.parts.ties import score_ties


@pytest.fixture
def rows(true: Frames, store: Frames) -> pl.DataFrame:
    return registrations(true["record_person"], store)


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


def test_partners_are_the_same_whichever_stands_first_in_the_store(rows: pl.DataFrame, true: Frames) -> None:
    for ends in (("P1", "P2"), ("P2", "P1")):
        held = frame("person_a person_b kind", (*ends, "spouse_or_partner"))
        assert score_ties(rows, held, true["tie"])["precision"]["spouse_or_partner"]["value"] == 1


def test_recorded_is_what_a_source_declares_between_records_of_the_two(
    rows: pl.DataFrame, true: Frames, store: Frames
) -> None:
    """Ann is Cy's mother, and Di is cared for by Ann; nobody told of Ann and Ben, who are held as partners."""
    told = score_ties(rows, store["tie"], true["tie"], relation=store["relation"])["recorded"]
    assert {kind: (each["value"], each["of"]) for kind, each in told["recall"].items()} == {
        "parent": (0.5, 2)
    }
    assert {name: each["value"] for name, each in told["all"].items()} == {
        "precision": 0.5, "recall": 0.5, "f1": 0.5,
    }  # fmt: skip


def test_what_living_together_makes_likely_is_judged_by_itself(
    rows: pl.DataFrame, true: Frames, store: Frames
) -> None:
    likely = frame("person_a person_b kind basis", ("P3", "P1", "parent_or_carer", "home"))
    part = score_ties(rows, likely, true["tie"], relation=store["relation"])
    assert part["recall"]["parent"]["value"] == 0.5
    assert part["precision_by_basis"]["home"]["value"] == 1
    assert part["recorded"]["all"]["recall"]["value"] == 0


def test_carers_of_adults_are_left_out_where_the_truth_tells_of_none(
    rows: pl.DataFrame, true: Frames, store: Frames
) -> None:
    """Ben, who was of age, is looked after by Ann; the truth has Ann as the carer of Eve, then of nobody of age."""
    held = frame("person_a person_b kind", ("P2", "P1", "carer"))
    given: dict[str, Any] = {"person": true["person"], "since": START}
    judged = score_ties(rows, held, true["tie"], **given)
    assert (judged["precision"]["carer"]["value"], judged["carers_of_adults"]) == (0, 0)
    none = true["tie"].filter(pl.col("kind") != "carer")
    part = score_ties(rows, held, none, **given)
    assert (part["precision"], part["carers_of_adults"]) == ({}, 1)
