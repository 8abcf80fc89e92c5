"""What is told of several seeds and authorities, what is kept, and where it is written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bench.linkage import seeds
from bench.linkage.kept import replaced

ROW: dict[str, Any] = {
    "authority": "Stockport", "seed": 2, "residents": 5000, "records": 20000, "precision": 0.999, "recall": 0.98,
    "f1": 0.99, "bcubed_f1": 0.995, "false_pairs": 20, "false_at_home": 5, "forbidden": 40, "forbidden_joined": 0,
    "worst_group": "arab", "worst_gap": 0.01, "worst_gap_thought": 0.005, "households": 0.95, "ties": 1.0,
    "thought_precision": [0.998, 0.99, 1.0], "thought_recall": [0.97, 0.95, 0.975], "seconds": 12.3, "peak_mb": 500.0,
}  # fmt: skip


def test_a_place_is_a_row_against_the_truth_and_a_row_of_what_it_thinks_of_itself() -> None:
    text = seeds.page([ROW])
    assert "| Stockport | 2 | 20,000 | 0.9990 | 0.9800 | 0.9900 | 0.9950 | 20; 5 (25%) | 0 of 40 |" in text
    assert "| arab, 0.0100 (0.0050) | 0.950 | 1.000 |" in text
    assert (
        "| 0.9980 (0.9900 to 1.0000) | 0.9990 | yes | 0.9700 (0.9500 to 0.9750) | 0.9800 | **no** |" in text
    )
    assert text.startswith("Of 5,000 residents each.")
    assert seeds.page([{**ROW, "residents": 0}]).startswith("Whole authorities.")


def test_what_was_measured_is_kept_once_a_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seeds, "KEPT", tmp_path / "seeds.json")
    assert seeds.kept() == []
    seeds.keep(ROW)
    seeds.keep({**ROW, "seed": 1})
    seeds.keep({**ROW, "f1": 0.5})
    assert [(row["seed"], row["f1"]) for row in seeds.kept()] == [(1, 0.99), (2, 0.5)]


def test_a_place_known_already_is_not_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    pages: list[str] = []

    def measured(authority: str, seed: int, residents: int) -> dict[str, Any]:
        made.append(f"{authority}:{seed}")
        return {**ROW, "authority": authority, "seed": seed, "residents": residents}

    monkeypatch.setattr(seeds, "KEPT", tmp_path / "seeds.json")
    monkeypatch.setattr(seeds, "measured", measured)
    monkeypatch.setattr(seeds, "written", lambda _, text: pages.append(text))
    seeds.every(["A:1", "B:1"], 0, again=False)
    seeds.every(["A:1", "B:2"], 0, again=False)
    seeds.every(["A:1"], 500, again=False)
    assert made == ["A:1", "B:1", "B:2", "A:1"]
    assert pages[3].count("| 0.9900 |") == 3
    assert pages[-1].startswith("Of 500 residents each.")


def test_figures_go_between_their_own_marks() -> None:
    text = "a\n<!-- x: written by python -m bench.linkage.x -->\nold\n<!-- x ends -->\nb\n"
    new = replaced(text, "x", "new\n")
    assert (new.count("old"), new.count("new")) == (0, 1)
    assert new.startswith("a\n")
    assert new.endswith("b\n")
    assert replaced(new, "x", "new\n") == new
