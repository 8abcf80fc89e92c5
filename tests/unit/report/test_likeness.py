"""The page that holds a made place against published figures."""

from __future__ import annotations

import polars as pl

from wholeplace.demo.likeness.compare import COLUMNS
from wholeplace.report.likeness import MANY, likeness_page


def _figures(*rows: tuple[object, ...]) -> pl.DataFrame:
    given = ("group", "label", "published", "made", "difference", "tolerance", "within", "of")
    frame = pl.DataFrame(list(rows), schema=given, orient="row").cast({"within": pl.Boolean})
    rest = {"unit": "people", "fitted": True, "year": "2025", "source": "A ministry", "note": "a note"}
    return frame.with_columns(pl.lit(value).alias(name) for name, value in rest.items()).select(COLUMNS)


def _page(*rows: tuple[object, ...]) -> str:
    return likeness_page("Made", "31 March 2026", _figures(*rows), ("Something is missing.",))


def test_a_figure_stands_beside_what_was_published_and_what_is_allowed():
    page = _page(("Homes", "Behind with rent", 10.0, 9.0, -10.0, 9.376, False, "E92000001"))
    assert "0 of 1 figures lie within what is allowed" in page
    for text in ("Behind with rent", "-10.0 %", "± 9.4 %", "outside", "2025: A ministry (England"):
        assert text in page
    assert "Outside their tolerance: Behind with rent." in page


def test_next_to_no_difference_has_no_sign():
    page = _page(("Homes", "All", 100000.0, 99999.0, -0.001, 5.0, True, "E09000002"))
    assert ">0.0 %<" in page.replace("\n", "")
    assert "-0.0 %" not in page
    assert "± 5 %" in page
    assert "Outside their tolerance" not in page


def test_too_few_to_tell_is_said():
    nothing = float("nan")
    assert "too few" in _page(("Help", "Placed", 7.0, nothing, nothing, 40.0, None, "E09000002"))


def test_a_long_table_with_nothing_amiss_is_folded():
    rows = [("Homes", f"Kind {n}", 10.0, 10.0, 0.0, 5.0, True, "E09000002") for n in range(MANY + 1)]
    assert f"all {MANY + 1} inside" in _page(*rows)
    amiss = (*rows[:-1], (*rows[-1][:-2], False, "E09000002"))
    assert f"all {MANY + 1} inside" not in _page(*amiss)


def test_what_is_missing_comes_last():
    page = _page(("Homes", "All", 1.0, 1.0, 0.0, 5.0, True, "E09000002"))
    assert page.index("Something is missing.") > page.index("Homes: published and made")
