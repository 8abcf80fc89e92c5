"""Maps: good Vega-Lite in the page's own colours, classes of about equal size, nothing told by colour alone."""

from __future__ import annotations

import json

import altair as alt
import polars as pl

from tests.support.report_areas import AREAS
from wholeplace.report import charts
from wholeplace.report.maps.drawing import ABOVE, ALIKE, BELOW, area_map, classes, hexagon_shapes
from wholeplace.report.maps.places import described

SHAPES = hexagon_shapes(described(pl.Series(AREAS)))


def rows(rates: list[float | None]) -> pl.DataFrame:
    edges = [ABOVE, BELOW, *[ALIKE] * len(rates)][: len(rates)]
    return pl.DataFrame(
        {"area": AREAS[: len(rates)], "label": [f"Area {n}" for n in range(len(rates))], "rate": rates,
         "text": [str(rate) for rate in rates], "edge": edges},
        schema_overrides={"rate": pl.Float64},
    )  # fmt: skip


def drawn(rates: list[float | None]) -> charts.Spec:
    return area_map(rows(rates), SHAPES, lambda value: f"{value:.1f}")


def test_a_map_is_good_vega_lite_in_the_pages_colours() -> None:
    spec = drawn([float(n) for n in range(12)])
    alt.Chart.from_dict({**spec, "config": charts.config()}, validate=True)
    text = json.dumps(spec)
    assert "#" not in text
    assert "url" not in text
    assert text.count("var(--shade-") == 5


def test_every_area_has_its_shape_and_heavy_edges_come_last() -> None:
    found = drawn([float(n) for n in range(12)])["data"]["values"]
    assert len(found) == 12
    assert [each["edge"] for each in found[-2:]] == [BELOW, ABOVE]
    assert {len(each["geometry"]["coordinates"][0]) for each in found} == {7}


def test_a_hidden_rate_is_in_a_class_of_its_own() -> None:
    spec = drawn([1.0, 2.0, None])
    assert [each["class"] for each in spec["data"]["values"] if each["label"] == "Area 2"] == ["Not shown"]
    assert spec["encoding"]["color"]["scale"]["domain"] == ["1.0", "2.0", "Not shown"]


def test_classes_hold_about_equally_many_and_never_part_equals() -> None:
    assert classes(pl.Series([float(n) for n in range(10)])) == [(0, 1), (2, 3), (4, 5), (6, 7), (8, 9)]
    assert classes(pl.Series([5.0, 5.0, 5.0, 7.0])) == [(5, 5), (7, 7)]
    assert classes(pl.Series([None, None], dtype=pl.Float64)) == []


def test_areas_that_are_not_packaged_have_no_shape_and_their_code_for_a_name() -> None:
    unknown = described(pl.Series(["X1"]))
    assert hexagon_shapes(unknown) == {}
    assert unknown.select("name", "msoa", "ward").row(0) == ("X1", "X1", "X1")
