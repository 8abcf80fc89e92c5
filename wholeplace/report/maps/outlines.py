"""Real outlines of small areas, where the place has them: a GeoJSON file that `place.toml` names.

    [report]
    outlines = "areas.geojson"

The Office for National Statistics publishes such files (Open Geography portal). Which property holds the codes is
found by itself: the first one whose values are those of the place's areas.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from wholeplace.errors import SettingsError
from wholeplace.report.maps.places import flat

Ring = NDArray[np.float64]
Shape = list[Ring]
KINDS = ("Polygon", "MultiPolygon")
STEPS = 2000
"""How many steps across outlines are drawn in: finer than any screen shows."""


def outlines(path: Path, codes: pl.Series) -> dict[str, Shape]:
    """The rings of each area that the file has, by code, as whole numbers on a plane; north is up.

    Raises SettingsError, naming the file and the feature, where it cannot be drawn from.
    """
    features = _features(path)
    key = _code_property(features, set(codes), path.name)
    rings = {
        str(feature["properties"][key]): _rings(feature, number, path.name)
        for number, feature in enumerate(features, start=1)
        if feature["properties"].get(key) in set(codes)
    }
    return _stepped(rings)


def _features(path: Path) -> list[Mapping[str, Any]]:
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise _fault(path.name, "there is no such file", "Put it into the place's folder, or take `outlines` out of "
                     "[report] in place.toml") from None  # fmt: skip
    except (json.JSONDecodeError, UnicodeDecodeError):
        raise _fault(path.name, "it is not GeoJSON", "Export it again as GeoJSON in UTF-8") from None
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list) or not features:
        raise _fault(path.name, "it holds no features", "Export a FeatureCollection, a feature an area")
    for number, feature in enumerate(features, start=1):
        if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
            raise _fault(
                f"{path.name}: feature {number}", "it has no properties", "Keep the area's code with it"
            )
    return features


def _code_property(features: list[Mapping[str, Any]], codes: set[str], name: str) -> str:
    for key in features[0]["properties"]:
        found = [feature["properties"].get(key) for feature in features]
        ours = [code for code in found if isinstance(code, str) and code in codes]
        if ours and len(ours) > len(set(ours)):
            raise _fault(f"{name}: {key}", "an area stands twice", "Merge its parts into one MultiPolygon")
        if ours:
            return key
    raise _fault(
        name,
        "no property holds the code of any area of this place",
        "Use outlines of the areas that its postcodes lie in (LSOA 2021), with the codes as a property",
    )


def _rings(feature: Mapping[str, Any], number: int, name: str) -> Shape:
    shape = feature.get("geometry") or {}
    where = f"{name}: feature {number}"
    if shape.get("type") not in KINDS:
        raise _fault(where, "it is not a Polygon or MultiPolygon", "Export areas, not points or lines")
    parts = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
    try:
        rings = [np.array([point[:2] for point in ring], dtype=float) for part in parts for ring in part]
    except (TypeError, ValueError, IndexError):
        rings = []
    if not rings or any(ring.ndim != 2 or len(ring) < 4 or not np.isfinite(ring).all() for ring in rings):
        raise _fault(where, "its coordinates are not rings of points", "Export it again, with closed rings")
    return rings


def _stepped(shapes: dict[str, Shape]) -> dict[str, Shape]:
    """Points as whole steps of one plane; those that fall on the one before are left out."""
    points = np.concatenate([ring for rings in shapes.values() for ring in rings])
    degrees = bool((np.abs(points) <= (180.0, 90.0)).all())
    plane = flat(points[:, 0], points[:, 1]) if degrees else points
    low, step = plane.min(axis=0), (np.ptp(plane, axis=0).max() or 1.0) / STEPS
    whole = np.round((plane - low) / step)
    lengths = [len(ring) for rings in shapes.values() for ring in rings]
    cut: Iterable[Ring] = iter(np.split(whole, np.cumsum(lengths)[:-1]))
    return {code: [_thinned(next(cut)) for _ in rings] for code, rings in shapes.items()}  # type: ignore[call-overload]


def _thinned(ring: Ring) -> Ring:
    moved = np.concatenate([[True], (np.diff(ring, axis=0) != 0).any(axis=1)])
    return ring[moved]


def _fault(where: str, what: str, cure: str) -> SettingsError:
    return SettingsError(what, where=where, cure=cure)
