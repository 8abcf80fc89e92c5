from __future__ import annotations

from pathlib import Path

import pytest

from reference import demo_names
from reference.demo_names import OUT, SOURCES, compile_demo_names
from reference.tables import read_rows


def test_without_the_library_the_tables_stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo_names.importlib.util, "find_spec", lambda name: None)
    assert compile_demo_names(out=tmp_path) is False
    assert list(tmp_path.iterdir()) == []


def test_a_womans_form_of_a_surname() -> None:
    assert demo_names._female("polish", "Kowalski") == "Kowalska"
    assert demo_names._female("indian", "Singh") == "Kaur"
    assert demo_names._female("english", "Brodski") == ""


def test_names_common_here_count_more_but_not_those_of_the_country() -> None:
    births = {("F", "Amira"): 4_000, ("F", "Olivia"): 110_000}
    weights = [demo_names._known_here(births, "F", name) for name in ("Amira", "Olivia", "Zoubida")]
    assert weights == [5.5, 1.0, 1.0]


def test_weights_fall_with_rank_and_make_up_the_share() -> None:
    weights = demo_names._shares(demo_names._by_rank(["Khan", "Ali", "Khan"]), 0.5)
    assert list(weights) == ["Khan", "Ali"]
    assert sum(map(float, weights.values())) == pytest.approx(0.5, abs=1e-5)
    assert float(weights["Khan"]) > float(weights["Ali"])


def test_the_packaged_tables_name_their_source_and_hold_each_name_once() -> None:
    known = {source.key for source in SOURCES} | {"ons_baby_names", "faker_en_gb"}
    keys = {"given": ("list", "sex", "decade_from", "name"), "surname": ("list", "sex", "name")}
    for table, key in keys.items():
        rows = read_rows(OUT / f"{table}.csv")
        assert {row["source"] for row in rows} <= known
        found = [tuple(row[name] for name in key) for row in rows]
        assert len(found) == len(set(found)) > 1_000
    assert all(row["source"] for row in read_rows(OUT / "habits.csv"))
