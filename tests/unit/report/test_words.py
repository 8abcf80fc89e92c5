"""Plain words for codes, dates, ages and numbers."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from wholeplace.report import words


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("adult_social_care", "Adult social care"),
        ("childrens_social_care", "Children's social care"),
        ("ssda903", "SSDA903"),
        ("gp_register", "GP register"),
    ],
)
def test_codes_become_words(code: str, said: str) -> None:
    assert words.plain(code) == said


def test_words_for_the_middle_of_a_sentence() -> None:
    assert words.inner("housing_benefit") == "housing benefit"
    assert words.lowered("Children's help") == "children's help"
    assert words.lowered("SEND support") == "SEND support"


@pytest.mark.parametrize(
    ("names", "said"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_lists_read_as_sentences(names: list[str], said: str) -> None:
    assert words.listed(names) == said


def test_dates_and_numbers_in_words() -> None:
    assert words.day(date(2025, 3, 1)) == "1 March 2025"
    assert words.day(None) == ""
    assert words.many(1, "source", "sources") == "one source"
    assert words.many(12, "source", "sources") == "12 sources"
    shown = pl.DataFrame({"m": [date(2024, 2, 29)]}).select(words.month("m")).item()
    assert shown == "February 2024"


def test_why_families_are_withheld_is_told_plainly() -> None:
    assert words.reason("few known parents") == "too few children have a known parent or carer"
    assert words.reason("something new") == "something new"
