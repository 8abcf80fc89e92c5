from __future__ import annotations

import polars as pl

from tests.unit.score.conftest import Frames
from wholeplace.score.parts.refusals import score_refused


def test_by_hand(true: Frames, store: Frames) -> None:
    part = score_refused(store["refused"], true["defect"])
    assert part["found"]["value"] == 0.75  # by its rule, by any rule where any will do, and a whole file
    assert part["noticed"]["value"] == 1
    rules = {
        rule: (each["found"]["value"], each["noticed"]["value"]) for rule, each in part["by_rule"].items()
    }
    assert rules == {"any": (1, 1), "bad_code": (0, 1), "bad_date": (1, 1), "bad_header": (1, 1)}


def test_what_was_refused_though_right(true: Frames, store: Frames) -> None:
    part = score_refused(store["refused"], true["defect"])
    assert part["refused"] == {
        "rows": 4, "without_defect": 1, "without_defect_by_rule": {"another": 1, "other": 1},
    }  # fmt: skip
    assert part["warned"] == {"rows": 2, "without_defect": 0, "without_defect_by_rule": {}}


def test_the_same_line_of_another_file_is_another_line(true: Frames, store: Frames) -> None:
    other = store["refused"].with_columns(file=pl.lit("other.csv"))
    part = score_refused(other, true["defect"])
    assert part["noticed"]["value"] == 0
    assert part["refused"]["without_defect"] == part["refused"]["rows"]


def test_nothing_wrong_and_nothing_refused(true: Frames, store: Frames) -> None:
    part = score_refused(store["refused"].clear(), true["defect"])
    assert part["found"]["value"] == 0
    assert score_refused(store["refused"], true["defect"].clear())["found"]["value"] is None
    assert part["refused"]["rows"] == 0
