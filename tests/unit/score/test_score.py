from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.unit.score.conftest import AS_OF, Frames
from wholeplace.score import Score, Truth, score, score_place
from wholeplace.score.score import NEEDS, NOT_YET

DRAWN = ["contacts", "overlap", "costs", "population"]
"""Parts that need a place with settings: tests/unit/score/parts/drawn has one."""
PARTS = ["people", "thought", "households", "ties", "spells", "exposures", *DRAWN, "refused", *NOT_YET]


def test_every_part_is_there_and_those_to_come_say_so(store: Frames, truth: Truth) -> None:
    found = score(store, truth, AS_OF).as_dict()
    assert list(found) == ["as_of", *PARTS, "reasons"]
    assert [name for name in PARTS if found[name] is None] == [*DRAWN, *NOT_YET]
    assert list(found["reasons"]) == [*DRAWN, *NOT_YET]
    assert all("no settings of the place" in found["reasons"][name] for name in DRAWN)
    assert json.loads(json.dumps(found)) == found


def test_a_table_of_the_truth_that_is_missing_leaves_its_part_null_with_the_reason(store: Frames) -> None:
    found = score(store, Truth({}), AS_OF)
    assert all(part is None for part in found.parts.values())
    assert found.reasons["ties"] == "truth/ has no table record_person"
    assert found.reasons["refused"] == "truth/ has no table defect"


def test_a_measure_within_a_part_says_what_it_lacks(store: Frames, true: Frames) -> None:
    found = score(store, Truth({name: true[name] for name in ("record_person", "spell")}), AS_OF)
    assert found.parts["people"] is not None
    assert found.parts["people"]["by_origin"] is None
    named = {f"{part}.{measure}" for part, measure in NEEDS if part not in ("exposures", "contacts")}
    assert named | {"households", "ties", "exposures", "refused", *DRAWN, *NOT_YET} == set(found.reasons)
    assert any("scored" in line for line in found.lines())


def test_a_table_of_the_store_that_is_missing_is_named(store: Frames, truth: Truth) -> None:
    del store["spell"]
    found = score(store, truth, AS_OF)
    assert found.parts["spells"] is None
    assert found.reasons["spells"] == "the store has no table spell"
    assert found.parts["people"] is not None


def _part(found: Score, name: str) -> dict[str, Any]:
    part = found.parts[name]
    assert part is not None
    return part


def test_periods_are_carried_to_true_people(store: Frames, truth: Truth) -> None:
    """Cy's help, January to April 2024, is found from February; nobody was told of Ann's care."""
    part = _part(score(store, truth, AS_OF), "spells")
    assert part["found_of_all"]["help:plan"]["value"] == 0.75
    assert part["found_of_all"]["care:home"]["value"] == 0
    assert part["found_of_recorded"]["help:plan"]["value"] == round(2 / 3, 6)
    assert part["false"]["help:plan"]["value"] == 0.4
    assert part["without_truth"] == 1


def test_another_state_of_the_track_counts_for_the_track(store: Frames, truth: Truth) -> None:
    """What a source tells of a plan without saying which is known of the track, and not of the state."""
    store["spell"] = store["spell"].with_columns(state=pl.lit("unstated"))
    part = _part(score(store, truth, AS_OF), "spells")
    assert part["found_of_all"]["help:plan"]["value"] == 0
    assert part["false"]["help:unstated"]["value"] == 1
    assert part["by_track"]["found_of_all"]["help"]["value"] == 0.75
    assert part["by_track"]["false"]["help"]["value"] == 0.4


def test_only_a_persons_own_circumstances_count(store: Frames, truth: Truth) -> None:
    part = _part(score(store, truth, AS_OF), "exposures")
    assert part["without_start"] == 1
    assert part["false"]["debt"] == part["false"]["debt"] | {"value": 1.0, "of": 1}
    assert part["people"]["debt"]["value"] == 1
    assert part["found_of_recorded"]["debt"]["of"] == 6


def test_the_period_is_that_of_the_truth(store: Frames, truth: Truth) -> None:
    period = pl.DataFrame({"from": [date(2024, 3, 1)], "to": [None]})
    found = score(store, Truth({**truth.tables, "period": period}), AS_OF)
    assert _part(found, "spells")["found_of_all"]["help:plan"]["of"] == 2
    assert list(_part(found, "households")["over_time"]) == ["2024-03-31", "2025-03-31"]


def test_new_names_for_everything_change_nothing(store: Frames, true: Frames, truth: Truth) -> None:
    def other(frame: pl.DataFrame, columns: tuple[str, ...], mark: str) -> pl.DataFrame:
        mine = [column for column in columns if column in frame.columns]
        # Reversed, so that the order of ids is another as well.
        names = {each: pl.concat_str(pl.lit(mark), pl.col(each).str.reverse()) for each in mine}
        return frame.with_columns(**names).reverse()

    people = ("true_person", "true_household")
    renamed = {name: other(frame, people, "z") for name, frame in true.items()}
    renamed["tie"] = other(true["tie"], ("a", "b"), "z")
    stored = {
        name: other(
            frame, ("record_id", "other_record_id", "person_id", "household_id", "person_a", "person_b"), "q"
        )
        for name, frame in store.items()
    }
    assert score(stored, Truth(renamed), AS_OF).as_dict() == score(store, truth, AS_OF).as_dict()


def test_in_words(store: Frames, truth: Truth) -> None:
    said = score(store, truth, AS_OF).lines()
    assert said[0] == "Who is who"
    assert any(line.startswith("  All: 50.0% (") for line in said)
    assert "  1 of 3 pairs that must never be joined are" in said
    assert "Simulated futures: not scored, as no step projects yet" in said
    assert not any("None" in line or "nan" in line for line in said)
    assert not any(word in line for line in said for word in ("spell", "exposure", "hazard"))


def test_a_place_is_scored_from_its_folder(store: Frames, true: Frames, tmp_path: Path, truth: Truth) -> None:
    (tmp_path / "truth").mkdir()
    for name, frame in true.items():
        frame.write_csv(tmp_path / "truth" / f"{name}.csv")
    found = score_place(tmp_path, store.__getitem__, AS_OF)
    assert found.as_dict() == score(store, truth, AS_OF).as_dict()


@pytest.mark.parametrize("name", ["record_person", "residence", "tie", "spell", "exposure", "defect"])
def test_empty_truth_scores_nothing_and_does_not_fail(store: Frames, true: Frames, name: str) -> None:
    found = score(store, Truth(true | {name: true[name].clear()}), AS_OF)
    assert all(found.parts[part] is not None for part in PARTS if part not in (*DRAWN, *NOT_YET))
    assert found.lines()


def test_without_a_period_five_years_count(store: Frames, true: Frames) -> None:
    early = true["spell"].with_columns(
        pl.lit(date(2001, 1, 1)).alias("from"), pl.lit(None, pl.Date).alias("to")
    )
    found = score(store, Truth(true | {"spell": early.tail(1)}), AS_OF)
    assert _part(found, "spells")["found_of_all"]["all"]["of"] == 60
