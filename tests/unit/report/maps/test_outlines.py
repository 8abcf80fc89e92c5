"""Outlines: the place's own file, and what it says where it cannot be drawn from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from wholeplace.errors import SettingsError
from wholeplace.report.maps.outlines import outlines

CODES = pl.Series(["E01", "E02"])
SQUARE = [[0.10, 51.50], [0.11, 51.50], [0.11, 51.51], [0.11, 51.51], [0.10, 51.51], [0.10, 51.50]]
FAR = [[x + 0.05, y] for x, y in SQUARE]


def feature(code: str, rings: Any = None, kind: str = "Polygon") -> dict[str, Any]:
    geometry = {"type": kind, "coordinates": [SQUARE] if rings is None else rings}
    return {"type": "Feature", "properties": {"FID": 1, "LSOA21CD": code}, "geometry": geometry}


def written(folder: Path, features: Any) -> Path:
    path = folder / "areas.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def test_areas_of_the_place_are_drawn_in_whole_steps(tmp_path: Path) -> None:
    two = feature("E02", [[SQUARE], [FAR]], "MultiPolygon")
    shapes = outlines(written(tmp_path, [feature("E01"), two, feature("E99")]), CODES)
    assert list(shapes) == ["E01", "E02"]
    assert [len(rings) for rings in shapes.values()] == [1, 2]
    ring = shapes["E01"][0]
    assert len(ring) == 5  # the point given twice is there once
    assert (ring == ring.round()).all()
    assert shapes["E02"][1].max() == 2000


def test_metres_of_a_grid_do_as_well_as_degrees(tmp_path: Path) -> None:
    metres = [[1000 * x, 100 * y] for x, y in SQUARE]
    shape = outlines(written(tmp_path, [feature("E01", [metres])]), CODES)["E01"][0]
    assert shape.max() == 2000


GOOD = feature("E01")
BAD: dict[str, tuple[Any, str]] = {
    "empty": ([], "areas.geojson: it holds no features"),
    "no properties": ([{"type": "Feature", "geometry": {}}], "feature 1: it has no properties"),
    "no code": ([feature("W01")], "no property holds the code of any area"),
    "twice": ([GOOD, GOOD], "LSOA21CD: an area stands twice"),
    "a point": ([feature("E01", [0.1, 51.5], "Point")], "feature 1: it is not a Polygon or MultiPolygon"),
    "no geometry": ([{**GOOD, "geometry": None}], "feature 1: it is not a Polygon or MultiPolygon"),
    "words": ([feature("E01", [[["a", "b"]] * 5])], "its coordinates are not rings of points"),
    "too short": ([feature("E01", [SQUARE[:3]])], "its coordinates are not rings of points"),
    "no ring": ([feature("E01", [])], "its coordinates are not rings of points"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_drawn_is_said_with_its_cure(tmp_path: Path, name: str) -> None:
    features, said = BAD[name]
    with pytest.raises(SettingsError) as error:
        outlines(written(tmp_path, features), CODES)
    assert said in str(error.value)
    assert error.value.cure


def test_a_file_that_is_missing_or_no_json(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="there is no such file"):
        outlines(tmp_path / "areas.geojson", CODES)
    (tmp_path / "areas.geojson").write_text("<html>", encoding="utf-8")
    with pytest.raises(SettingsError, match="it is not GeoJSON"):
        outlines(tmp_path / "areas.geojson", CODES)
    (tmp_path / "areas.geojson").write_text("[1]", encoding="utf-8")
    with pytest.raises(SettingsError, match="it holds no features"):
        outlines(tmp_path / "areas.geojson", CODES)
