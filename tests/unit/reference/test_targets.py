"""The packaged figures that lives are fitted to."""

from __future__ import annotations

from reference.tables import LAYOUTS, read_rows
from reference.targets import AREAS, SOURCES


def test_every_figure_has_a_year_and_a_source_and_stands_once():
    rows = read_rows(LAYOUTS.parent / "targets.csv")
    keys = {source.key for source in SOURCES} | {"assumed"}
    assert {row["source"] for row in rows} == keys
    assert all(row["year"] and row["note"] for row in rows)
    assert len({(row["measure"], row["authority"]) for row in rows}) == len(rows)
    assert {row["authority"] for row in rows} == set(AREAS)


def test_known_figures_of_one_authority():
    found = {
        row["measure"]: float(row["value"])
        for row in read_rows(LAYOUTS.parent / "targets.csv")
        if row["authority"] == "E09000002"
    }
    assert found["looked_after"] == 65
    assert found["protection_plan"] == 52.5
    assert found["in_need"] == 387.9
    assert found["child_poverty"] == 23
    assert found["parent_mental_ill_health"] == 27.49
