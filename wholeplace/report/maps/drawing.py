"""A map of small areas as Vega-Lite: each area a hexagon of one size, or its own outline where the place has them.

Shades go by the area's rate, in classes of about equally many areas; an area that lies beyond chance above or below
the place as a whole has a heavy or a broken edge, so that nothing is told by colour alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt
import polars as pl
from altair.utils.schemapi import debug_mode

from wholeplace.report.charts import INK, NO_DATA, PAGE, SOFT, Spec, fitted
from wholeplace.report.maps.hexagons import corners, hexagons
from wholeplace.report.maps.outlines import Shape
from wholeplace.report.maps.places import flat

SHADES = tuple(f"var(--shade-{number})" for number in range(1, 6))
NONE = "Not shown"
ABOVE, BELOW, ALIKE = "above", "below", "alike"
HEIGHT = 460
HEAVY = {ABOVE: 3.0, BELOW: 2.0, ALIKE: 0.8}
STEPS = 1000


def hexagon_shapes(centres: pl.DataFrame) -> dict[str, Shape]:
    """A hexagon for each `area` by its `longitude` and `latitude`, as whole numbers on a plane."""
    known = centres.drop_nulls(["longitude", "latitude"]).sort("area")
    if known.is_empty():
        return {}
    cells, radius = hexagons(flat(known["longitude"].to_numpy(), known["latitude"].to_numpy()))
    scale = STEPS / max(float((cells.max(axis=0) - cells.min(axis=0)).max()), radius)
    rings = [corners((cell - cells.min(axis=0)) * scale, radius * scale) for cell in cells]
    return {area: [ring.round(1)] for area, ring in zip(known["area"], rings, strict=True)}


def classes(rates: pl.Series, most: int = len(SHADES)) -> list[tuple[float, float]]:
    """The lowest and highest rate of each class, rising; classes hold about equally many areas."""
    values = rates.drop_nulls().sort()
    number = min(most, values.n_unique())
    if not number:
        return []
    class_of = (pl.Series(range(len(values))) * number // len(values)).to_list()
    first = pl.DataFrame({"rate": values, "class": class_of}).group_by("rate").agg(pl.col("class").min())
    ends = first.group_by("class").agg(low=pl.col("rate").min(), high=pl.col("rate").max()).sort("class")
    return ends.select("low", "high").rows()


@debug_mode(False)
def area_map(rows: pl.DataFrame, shapes: Mapping[str, Shape], write: Any) -> Spec:
    """rows: area, label, rate (null where not shown), text, edge (above, below or alike). write: a rate as text."""
    ends = classes(rows["rate"])
    names = [write(low) if low == high else f"{write(low)} to {write(high)}" for low, high in ends]
    features = [
        _feature(row, shapes[row["area"]], _class_name(row["rate"], ends, names))
        for row in rows.iter_rows(named=True)
        if row["area"] in shapes
    ]
    shades = SHADES[len(SHADES) - len(names) :]
    hides = any(feature["class"] == NONE for feature in features)
    scale = alt.Scale(domain=names + [NONE] * hides, range=[*shades, *["none"] * hides])
    drawn = NO_DATA.mark_geoshape(strokeJoin="round").encode(
        color=alt.Color("class:N", scale=scale, legend=_legend()),
        stroke=alt.condition("datum.edge == 'alike'", alt.value(_plain(hides)), alt.value(INK)),
        strokeWidth=alt.StrokeWidth("heavy:Q", scale=None),
        strokeDash=alt.condition(f"datum.edge == '{BELOW}'", alt.value([3, 3]), alt.value([1, 0])),
        tooltip=[alt.Tooltip("label:N", title=" "), alt.Tooltip("text:N", title=" ")],
    )
    return fitted(drawn.project(type="identity", reflectY=True), sorted(features, key=_heavy_last), HEIGHT)


def _plain(hides: bool) -> str:
    return SOFT if hides else PAGE


def _legend() -> alt.Legend:
    return alt.Legend(
        orient="bottom", symbolType="square", symbolStrokeWidth=1, symbolStrokeColor=SOFT, columns=3
    )


def _heavy_last(feature: Mapping[str, Any]) -> tuple[bool, bool]:
    """Heavy edges are drawn over those of their neighbours."""
    return feature["edge"] != ALIKE, feature["edge"] == ABOVE


def _class_name(rate: float | None, ends: list[tuple[float, float]], names: list[str]) -> str:
    if rate is None:
        return NONE
    return next(name for (_, high), name in zip(ends, names, strict=True) if rate <= high)


def _feature(row: Mapping[str, Any], shape: Shape, name: str) -> dict[str, Any]:
    # Screens know no inner side of a ring: holes and parts alike are parts of one outline.
    ring = [[[float(x), float(y)] for x, y in part] for part in shape]
    return {
        "type": "Feature", "geometry": {"type": "Polygon", "coordinates": ring},
        "label": row["label"], "text": row["text"], "class": name, "edge": row["edge"], "heavy": HEAVY[row["edge"]],
    }  # fmt: skip
