"""What is packaged about small areas: their names, where they lie, and which larger areas they belong to.

Of the four authorities that a demo place can be made from (`data/areas/areas.csv`, ONS, Open Government Licence). Any
other area has its code for a name, stands by itself, and has no centre.
"""

from __future__ import annotations

from importlib.resources import as_file, files

import numpy as np
import polars as pl
from numpy.typing import NDArray

COLUMNS = {
    "lsoa": "area",
    "lsoa_name": "name",
    "msoa": "msoa",
    "msoa_name": "msoa_name",
    "ward": "ward",
    "ward_name": "ward_name",
    "latitude": "latitude",
    "longitude": "longitude",
}


def packaged_areas() -> pl.DataFrame:
    """Columns: area, name, msoa, msoa_name, ward, ward_name, latitude, longitude; a row an LSOA, by code."""
    with as_file(files("wholeplace") / "data" / "areas" / "areas.csv") as path:
        return pl.read_csv(path, columns=list(COLUMNS)).select(list(COLUMNS)).rename(COLUMNS).sort("area")


def described(codes: pl.Series) -> pl.DataFrame:
    """The packaged columns of these areas, by code; where one is not packaged its code stands for it."""
    known = pl.DataFrame({"area": codes.unique().sort()}).join(
        packaged_areas(), on="area", how="left", maintain_order="left"
    )
    named = {"name": "area", "msoa": "area", "msoa_name": "area", "ward": "area"}
    return known.with_columns(pl.coalesce(name, code).alias(name) for name, code in named.items())


def flat(longitude: NDArray[np.float64], latitude: NDArray[np.float64]) -> NDArray[np.float64]:
    """Degrees as points of a plane on which an area of a council's size keeps its shape; (n, 2), in degrees north."""
    return np.stack([longitude * np.cos(np.radians(latitude.mean())), latitude], axis=1)
