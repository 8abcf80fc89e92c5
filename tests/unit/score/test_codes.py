from __future__ import annotations

import polars as pl

from wholeplace.score.codes import coded


def test_one_text_has_one_number_in_all_columns_in_order() -> None:
    first, second = coded(pl.Series("a", ["y", None, "x"]), pl.Series("b", ["z", "x"]))
    assert first.to_list() == [1, None, 0]
    assert second.to_list() == [2, 0]
    assert (first.name, second.name, first.dtype) == ("a", "b", pl.Int64)


def test_no_texts_have_no_numbers() -> None:
    assert coded(pl.Series("a", [], dtype=pl.String))[0].to_list() == []
