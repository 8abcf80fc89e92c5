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


@pytest.mark.parametrize(
    ("born", "band"),
    [
        (date(2025, 7, 1), "0 to 4"),  # not yet born
        (date(2025, 3, 1), "0 to 4"),
        (date(2020, 4, 1), "0 to 4"),
        (date(2020, 3, 1), "5 to 10"),
        (date(2007, 4, 1), "16 and 17"),
        (date(2007, 3, 1), "18 to 24"),
        (date(1925, 1, 1), "85 and over"),
        (None, "Not recorded"),
    ],
)
def test_age_is_told_from_the_month_of_birth(born: date | None, band: str) -> None:
    frame = pl.DataFrame({"birth_month": [born]}, schema={"birth_month": pl.Date})
    assert frame.select(words.age_band(date(2025, 3, 31), words.AGES)).item() == band


def test_every_narrow_age_lies_in_one_wide_age() -> None:
    order = words.age_order()
    assert order["age"].is_unique().all()
    assert order.filter(pl.col("wide") == "18 to 64")["age"].to_list() == ["18 to 24", "25 to 44", "45 to 64"]
    assert order["wide"].unique(maintain_order=True).to_list() == [
        "Under 18",
        "18 to 64",
        "65 and over",
        "Not recorded",
    ]


def test_a_ladder_labels_numbers_and_gathers_the_top() -> None:
    ladder = words.Ladder(1, 3, "service", "services")
    labels = (
        pl.DataFrame({"n": [0, 1, 2, 3, 40]}, schema={"n": pl.UInt32}).select(ladder.of("n"))["n"].to_list()
    )
    assert labels == [None, "1 service", "2 services", "3 or more services", "3 or more services"]


def test_a_ladder_counts_with_nobody_left_out() -> None:
    frame = pl.DataFrame({"n": [1, 1, 7]}, schema={"n": pl.UInt32})
    counted = words.Ladder(1, 3, "source", "sources").counted(frame, "n", "label", "people")
    assert counted.rows() == [("1 source", 2), ("2 sources", 0), ("3 or more sources", 1)]
