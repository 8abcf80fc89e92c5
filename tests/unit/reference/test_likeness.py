"""The page of likeness, written from what a made place says of itself."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from reference import likeness
from wholeplace.demo.likeness.compare import COLUMNS
from wholeplace.demo.likeness.missing import MISSING

LAST = date(2026, 3, 31)
PLACE = likeness.Made("Demo borough", LAST, 1234, 5.0, 7)


def _figures(*rows: tuple[object, ...]) -> pl.DataFrame:
    """Rows of group, label, published, made, difference, tolerance, within, of; the rest alike in all."""
    given = ("group", "label", "published", "made", "difference", "tolerance", "within", "of")
    frame = pl.DataFrame(list(rows), schema=given, orient="row").cast({"within": pl.Boolean})
    rest = {"unit": "people", "fitted": False, "year": "2025", "source": "A ministry", "note": ""}
    return frame.with_columns(pl.lit(value).alias(name) for name, value in rest.items()).select(COLUMNS)


def test_a_figure_is_told_with_what_is_allowed_and_where_it_lies() -> None:
    page = likeness.page(
        PLACE,
        _figures(
            ("Homes", "Homes in all", 73911.0, 73916.0, 0.0068, 5.0, True, "E09000002"),
            ("Homes", "Behind with rent", 10.0, 13.0, 30.0, 25.0, False, "E92000001"),
            ("School", "Suspended", 2.0, 1.9, -5.0, 40.0, True, "E09000002"),
        ),
    )
    assert "| Homes in all | people | 73,911 | 73,916 | 0.0 % | 5 % | inside | 2025 | A ministry |" in page
    assert "| 10.00 | 13.00 | +30.0 % | 25 % | **outside** | 2025 | A ministry (England's figure) |" in page
    assert "| Suspended | people | 2.00 | 1.90 | -5.0 % |" in page
    assert page.index("## Homes") < page.index("## School") < page.index("## What could not be sourced")
    assert "Of 3 figures, 2 lie within what is allowed: 5 %" in page
    assert "Outside: Behind with rent." in page
    assert all(sentence in page for sentence in MISSING)


def test_the_place_is_named_with_its_size_years_and_seed() -> None:
    page = likeness.page(PLACE, _figures(("Homes", "All", 1.0, 1.0, 0.0, 5.0, True, "E09000002")))
    assert "Demo borough: 1,234 residents on 2026-03-31, after 5 years, seed 7." in page
    assert "None lies outside." in page


@pytest.mark.parametrize("nothing", [float("nan"), None])
def test_what_too_few_people_tell_is_no_number_and_lies_outside(nothing: float | None) -> None:
    row = ("Help", "Placed", 7.0, nothing, nothing, 40.0, None, "E09000002")
    page = likeness.page(PLACE, _figures(row))
    assert "| 7.00 | too few | too few | 40 % | **outside** |" in page
    assert "Outside: Placed." in page


def test_residents_are_those_at_home_in_the_place_on_the_last_day(tmp_path: Path) -> None:
    (tmp_path / "truth").mkdir()
    (tmp_path / "place.toml").write_text('name = "Demo"\nas_of = 2026-03-31\n')
    (tmp_path / "truth" / "fitted.toml").write_text("seed = 3\nmonths = 36\n")
    stays = {
        "true_person": ["stays", "leaves", "of two homes", "of two homes", "last day"],
        "from": [date(2023, 4, 1)] * 4 + [LAST],
        "to": [None, LAST, None, None, None],
    }
    pl.DataFrame(stays).write_parquet(tmp_path / "truth" / "residence.parquet")
    assert likeness.made(tmp_path) == likeness.Made("Demo", LAST, 3, 3.0, 3)


def test_a_folder_that_is_no_made_place_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"place\.toml"):
        likeness.made(tmp_path)
