"""In which small area (LSOA) an address lies, by its postcode.

From the place's own `postcodes.csv` (columns postcode, area), or else from the packaged Postcode Directory, which has
four authorities. Where records give one address several postcodes, the area that most of them lie in stands, of equal
ones the first by code. An address that may not be shown has no id, and so no area.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import as_file, files
from pathlib import Path

import polars as pl

from wholeplace.errors import SettingsError
from wholeplace.linkage.addresses import with_place
from wholeplace.privacy import PlaceKey, keyed_ids

OWN_POSTCODES = "postcodes.csv"
COLUMNS = ("postcode", "area")


def postcode_areas(own: Path) -> pl.DataFrame:
    """`postcode` (written RM1 1AA) and its `area`. Raises SettingsError where the own file lacks a column."""
    if not own.is_file():
        with as_file(files("wholeplace") / "data" / "areas" / "postcodes.parquet") as path:
            return pl.read_parquet(path).select("postcode", pl.col("lsoa").alias("area"))
    table = pl.read_csv(own, infer_schema=False)
    missing = [name for name in COLUMNS if name not in table.columns]
    if missing:
        raise SettingsError(
            f"no column {missing[0]}",
            where=OWN_POSTCODES,
            cure="Use the columns postcode and area, a row a postcode",
        )
    packed = pl.col("postcode").str.to_uppercase().str.replace_all(" ", "")
    outward, inward = packed.str.head(packed.str.len_chars() - 3), packed.str.tail(3)
    return table.select(pl.concat_str(outward, inward, separator=" ").alias("postcode"), "area").unique(
        "postcode", keep="first", maintain_order=True
    )


def address_areas(address: pl.DataFrame, postcodes: pl.DataFrame, key: PlaceKey) -> pl.DataFrame:
    """`address_id` and the `area` it lies in."""
    written = with_place(address, ()).drop_nulls(["place", "postcode"]).group_by("place", "postcode")
    found = written.len("rows").join(postcodes, on="postcode")
    counted = found.group_by("place", "area").agg(pl.col("rows").sum())
    most = counted.sort("place", "rows", "area", descending=[False, True, False])
    once = most.unique("place", keep="first", maintain_order=True)
    return once.select(keyed_ids(key, "a", ("address",), once["place"]).alias("address_id"), "area")


def with_areas(tables: Mapping[str, pl.DataFrame], areas: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """The tables, each with the `area` of its `address_id`; null where it has none or it is not known."""
    return {
        name: table.drop("area", strict=False).join(areas, on="address_id", how="left", maintain_order="left")
        for name, table in tables.items()
    }
