from __future__ import annotations

import math

import polars as pl
import pytest

from wholeplace.score.share import harmonic, share, simple, wilson


def test_wilson_as_published() -> None:
    """Newcombe 1998, table I: 81 of 263 gives 0.2553 to 0.3662; 0 of 20 gives 0 to 0.1611."""
    assert wilson(81 / 263, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(0, 20) == pytest.approx((0, 0.1611), abs=5e-5)
    assert wilson(1, 29) == pytest.approx((0.8830, 1.0), abs=5e-5)


def test_a_share_of_people_one_each_is_nearly_the_plain_interval() -> None:
    people = pl.DataFrame({"found": [1.0] * 81 + [0.0] * 182, "of": 1.0})
    found = share(people, "found", "of")
    assert found["value"] == round(81 / 263, 6)
    assert (found["low"], found["high"]) == pytest.approx((0.2553, 0.3662), abs=5e-4)
    assert found["of"] == 263


def test_what_one_person_has_many_of_is_not_many_people() -> None:
    many = share(pl.DataFrame({"found": [10.0, 0.0] * 20, "of": 10.0}), "found", "of")
    each = share(pl.DataFrame({"found": [1.0, 0.0] * 200, "of": 1.0}), "found", "of")
    assert many["value"] == each["value"] == 0.5
    assert many["of"] == each["of"] == 400
    assert many["high"] - many["low"] > 2.5 * (each["high"] - each["low"])


def test_linearised_spread_by_hand() -> None:
    """Two people, 1 of 1 and 1 of 3: value 1/2; parts (1 - 1/2)/4 and (1 - 3/2)/4; variance 2 * 2/64."""
    found = share(pl.DataFrame({"x": [1.0, 1.0], "y": [1.0, 3.0]}), "x", "y")
    trials = 0.25 / (2 * 2 / 64)
    assert found["value"] == 0.5
    assert (found["low"], found["high"]) == pytest.approx(wilson(0.5, trials), abs=1e-6)


@pytest.mark.parametrize("value", [0.0, 1.0])
def test_all_or_none_leaves_room_for_chance(value: float) -> None:
    found = share(pl.DataFrame({"x": [value * 5] * 8, "y": [5.0] * 8}), "x", "y")
    assert found["value"] == value
    assert found["high"] - found["low"] == pytest.approx(1 - 1 / (1 + 1.959964**2 / 8), abs=1e-5)


def test_nothing_to_judge_is_no_value() -> None:
    nothing = {"value": None, "low": None, "high": None, "of": 0}
    empty = pl.DataFrame({"x": [0.0], "z": [0.0], "y": [0.0]})
    assert share(empty, "x", "y") == share(empty.clear(), "x", "y") == nothing
    assert harmonic(empty, "x", "z", "y") == simple(0, 0) == nothing


def test_a_simple_share() -> None:
    assert simple(3, 4)["value"] == 0.75
    assert simple(3, 4)["of"] == 4


def test_the_harmonic_mean_of_two_shares() -> None:
    people = pl.DataFrame({"p": [1.0, 0.5, 1.0], "r": [0.5, 0.5, 0.25], "y": 1.0})
    found = harmonic(people, "p", "r", "y")
    a, b = 2.5 / 3, 1.25 / 3
    assert found["value"] == pytest.approx(2 * a * b / (a + b), abs=1e-6)
    assert found["low"] < found["value"] < found["high"]
    assert harmonic(people.with_columns(p=0.0, r=0.0), "p", "r", "y")["value"] == 0


def test_the_spread_of_a_harmonic_mean_is_its_slope() -> None:
    """Against leaving each person out in turn (the jackknife), which agrees with linearisation in the large."""
    rows = [(0.9, 0.4, 1.0), (0.5, 0.8, 1.0), (1.0, 0.6, 1.0), (0.7, 0.7, 1.0)] * 50
    people = pl.DataFrame(rows, schema=["p", "r", "y"], orient="row")

    def mean(frame: pl.DataFrame) -> float:
        a, b, of = (float(frame[name].sum()) for name in ("p", "r", "y"))
        return 2 * (a / of) * (b / of) / (a / of + b / of)

    index = people.with_row_index()
    left_out = [mean(index.filter(pl.col("index") != row)) for row in range(people.height)]
    centre = sum(left_out) / len(left_out)
    spread = math.sqrt(sum((each - centre) ** 2 for each in left_out) * (people.height - 1) / people.height)
    found = harmonic(people, "p", "r", "y")
    assert (found["high"] - found["low"]) / 2 == pytest.approx(1.96 * spread, rel=0.02)
