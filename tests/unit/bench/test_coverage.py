"""How coverage is counted and told, and that a place is made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.linkage import coverage


def rows(seed: int, *, inside: bool = True) -> list[coverage.Row]:
    figures = {
        "estimated": 0.98,
        "low": 0.97,
        "high": 0.99,
        "true": 0.985 if inside else 0.995,
        "inside": inside,
    }
    whole = [
        {"seed": seed, "by": "all", "name": "all", "measure": measure, "pairs": 900.0, **figures}
        for measure in ("precision", "recall")
    ]
    group = {"seed": seed, "by": "age", "measure": "recall", **figures}
    return [
        *whole, {**group, "name": "05 to 10", "pairs": 300.0}, {**group, "name": "11 to 15", "pairs": 30.0},
        {**group, "name": "unknown", "pairs": 300.0},
    ]  # fmt: skip


def test_large_groups_of_which_something_is_known_are_counted() -> None:
    counts = coverage.covered([*rows(1), *rows(2, inside=False)])
    assert counts.select("by", "measure", "judged", "inside").rows() == [
        ("age", "recall", 2, 1), ("all", "precision", 2, 1), ("all", "recall", 2, 1),
    ]  # fmt: skip
    assert counts["off"].to_list() == [0.01] * 3
    assert "| age | recall | 1 of 2 | 50 % | 0.0100 |" in coverage.table([*rows(1), *rows(2, inside=False)])


def test_a_place_is_a_line() -> None:
    said = coverage.told(rows(7, inside=False))
    assert said.startswith("seed 7: precision 0.9800 (0.9700 to 0.9900), truly 0.9950 OUTSIDE; recall")
    assert "OUTSIDE" not in coverage.told(rows(7))


def test_places_made_before_are_not_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []

    def judged(seed: int, _: int) -> list[coverage.Row]:
        made.append(seed)
        return rows(seed)

    monkeypatch.setattr(coverage, "KEPT", tmp_path / "coverage.json")
    monkeypatch.setattr(coverage, "judged", judged)
    assert len(list(coverage.kept_places([1, 2], 500))) == 2
    assert [each[0]["seed"] for each in coverage.kept_places([2, 3], 500)] == [2, 3]
    assert made == [1, 2, 3]
