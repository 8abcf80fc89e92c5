"""A place's own prices, and every way in which its file can be wrong."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from wholeplace.errors import SettingsError
from wholeplace.prices import load_prices

HEADER = "item,unit,payer,value,price_year,source\n"


def written(folder: Path, text: str) -> Path:
    path = folder / "prices.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_no_file_means_the_packaged_prices(tmp_path: Path) -> None:
    assert load_prices(tmp_path / "prices.csv").equals(load_prices())


def test_own_prices_stand_in_place_of_all_packaged_ones_of_item_and_payer(tmp_path: Path) -> None:
    lines = 'nursing_home,week,council,"£1,250.50",2024-25,contract\nnursing_home,week,council,1300,2025,contract\n'
    prices = load_prices(written(tmp_path, HEADER + lines))
    council = prices.filter(pl.col("item") == "nursing_home", pl.col("payer") == "council").sort("price_year")
    assert council["value_pence"].to_list() == [125050, 130000]
    assert council["basis"].to_list() == ["average", "average"]
    assert council["low_pence"].equals(council["high_pence"], check_names=False)
    nhs = prices.filter(pl.col("item") == "nursing_home", pl.col("payer") == "nhs")
    assert (
        nhs.height == load_prices().filter(pl.col("item") == "nursing_home", pl.col("payer") == "nhs").height
    )


GOOD = "care_home,week,council,1200,2024,ledger"


@pytest.mark.parametrize(
    ("text", "line", "cure"),
    [
        ("item,value\ncare_home,12\n", 1, "item,unit,payer,value,price_year,source"),
        (f"{HEADER}{GOOD}\ncare_hom,week,council,1200,2024,ledger\n", 3, "docs/prices.md"),
        (f"{HEADER}care_home,month,council,1200,2024,ledger\n", 2, "one week"),
        (f"{HEADER}care_home,week,police,1200,2024,ledger\n", 2, "council"),
        (f"{HEADER}care_home,week,council,twelve,2024,ledger\n", 2, "1234.50"),
        (f"{HEADER}care_home,week,council,-5,2024,ledger\n", 2, "1234.50"),
        (f"{HEADER}care_home,week,council,inf,2024,ledger\n", 2, "1234.50"),
        (f"{HEADER}care_home,week,council,12.345,2024,ledger\n", 2, "1234.50"),
        (f"{HEADER}care_home,week,council,1200,2024-26,ledger\n", 2, "2024-25"),
        (f"{HEADER}care_home,week,council,1200,24,ledger\n", 2, "2024-25"),
        (f"{HEADER}care_home,week,council,1200,2024,\n", 2, "every column"),
        (f"{HEADER}{GOOD},more\n", 2, "every column"),
        (f"{HEADER}{GOOD}\n{GOOD}\n", 3, "one of the two"),
    ],
)
def test_a_fault_is_named_by_line_with_its_cure(tmp_path: Path, text: str, line: int, cure: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_prices(written(tmp_path, text))
    said = str(caught.value)
    assert f"prices.csv: line {line}" in said
    assert cure in said
