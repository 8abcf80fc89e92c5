"""Recorded sex from the codes and words of the returns."""

from __future__ import annotations

import polars as pl
import pytest

from wholeplace.sources.values.sex import recorded_sex


def word(text: str | None) -> str | None:
    frame = pl.DataFrame({"text": [text]}, schema={"text": pl.String})
    return frame.select(recorded_sex(pl.col("text"))).item()


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["1", "M", "m", "Male", " MALE ", "a) Male", "Male (including trans male)"], "male"),
        (["2", "F", "female", "b) Female", "Girl"], "female"),
        (["9", "Other", "d) Neither", "Indeterminate", "Non-binary"], "other"),
        (["0", "U", "X", "Unknown", "Not known", "c) Not stated/recorded", "Unborn"], "unknown"),
        (["3", "", "a) Male / d) Neither", "Mr", "d)", None], None),
    ],
)
def test_codes_and_words(texts: list[str | None], expected: str | None) -> None:
    assert [word(text) for text in texts] == [expected] * len(texts)


def test_an_empty_column_stays_text() -> None:
    frame = pl.DataFrame({"text": [None, None]}, schema={"text": pl.String})
    assert frame.select(recorded_sex(pl.col("text"))).to_series().dtype == pl.String
