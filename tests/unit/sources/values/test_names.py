"""Personal names tidied, parted from titles, and made into keys."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pytest

from wholeplace.sources.values import names


def one(rule: Callable[[pl.Expr], pl.Expr], text: str | None):
    frame = pl.DataFrame({"text": [text]}, schema={"text": pl.String})
    return frame.select(rule(pl.col("text"))).item()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  Zoë\u00a0  O’Neill\t", "Zoë O'Neill"),
        ("Zoe\u0308", "Zoë"),
        ("Smith–Jones", "Smith-Jones"),
        ("a\u200bb", "ab"),
        ("x\x00y\x07", "xy"),
        ("Anne\r\nMarie", "Anne Marie"),
        ("ﬁona", "fiona"),
        ("Smith,", "Smith"),
        ("Na", "Na"),
        ("SUR6864", "SUR6864"),
        ("Мария", "Мария"),
        ("Unknownson", "Unknownson"),
    ],
)
def test_clean_name_keeps_letters_and_mends_the_rest(text: str, expected: str) -> None:
    assert one(names.clean_name, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "-",
        "123",
        "?",
        "NULL",
        "n/a",
        "N/K",
        "Unknown",
        "NOT KNOWN",
        "Unborn",
        "Unborn baby",
        "Baby Girl",
        None,
    ],
)
def test_clean_name_is_null_where_there_is_no_name(text: str | None) -> None:
    assert one(names.clean_name, text) is None


def test_tidy_name_keeps_the_words_that_say_there_is_none() -> None:
    assert one(names.tidy_name, " UNKNOWN ") == "UNKNOWN"
    assert one(names.tidy_name, " , ") is None


@pytest.mark.parametrize(
    ("text", "title", "name"),
    [
        ("Mr John", "Mr", "John"),
        ("MR.JOHN", "Mr", "JOHN"),
        ("mrs", "Mrs", None),
        ("Revd Ann Lee", "Rev", "Ann Lee"),
        ("Master Tom", "Master", "Tom"),
        ("Master", None, "Master"),
        ("Lord John", "Lord", "John"),
        ("Drake", None, "Drake"),
        ("Ms-Jones", None, "Ms-Jones"),
        ("John Mr", None, "John Mr"),
    ],
)
def test_split_title(text: str | None, title: str | None, name: str | None) -> None:
    assert one(names.split_title, text) == {"title": title, "name": name}


def test_split_title_of_nothing_is_null() -> None:
    assert [one(names.split_title, text) for text in ["", " , ", None]] == [None, None, None]


def test_known_title_has_one_form_and_takes_nothing_else() -> None:
    assert [one(names.known_title, text) for text in ["MR.", "dr", "Lady", "Duke", None]] == [
        "Mr",
        "Dr",
        "Lady",
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("texts", "key"),
    [
        (["De la Cruz", "Delacruz", "de-la-Cruz", "DE LA CRUZ"], "delacruz"),
        (["St. John", "Saint John", "ST JOHN"], "stjohn"),
        (["O'Neill", "O’Neill", "O Neill"], "oneill"),
        (["Łukasz", "Lukasz"], "lukasz"),
        (["Straße", "Strasse"], "strasse"),
        (["Ægir", "aegir"], "aegir"),
        (["İnan", "inan"], "inan"),
        (["Nguyễn", "NGUYEN"], "nguyen"),
        (["Мария", "", "-", "12", None], None),
    ],
)
def test_match_name_brings_spellings_together(texts: list[str | None], key: str | None) -> None:
    assert [one(names.match_name, text) for text in texts] == [key] * len(texts)


def test_match_name_keeps_different_names_apart() -> None:
    apart = ["Smith", "Smyth", "MacDonald", "McDonald", "Jones-Smith", "Smith-Jones"]
    assert len({one(names.match_name, text) for text in apart}) == len(apart)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Smith-Jones", ["smith", "jones"]),
        ("Smith Jones", ["smith", "jones"]),
        ("Smith - Jones", ["smith", "jones"]),
        ("van der Berg-Jones", ["vanderberg", "jones"]),
        ("Al-Hassan", ["alhassan"]),
        ("O Neill Mc Donald", ["oneill", "mcdonald"]),
        ("D’Souza", ["dsouza"]),
        ("Smith-Le", ["smith", "le"]),
        ("Vandermere", ["vandermere"]),
        ("Smith", ["smith"]),
        ("-", None),
        ("", None),
        (None, None),
    ],
)
def test_match_name_parts(text: str | None, parts: list[str] | None) -> None:
    got = one(names.match_name_parts, text)
    assert (None if got is None else list(got)) == parts


@pytest.mark.parametrize(
    ("text", "given", "middle", "family"),
    [
        ("Orla Tansley, 1st Earl of Lea", "Orla", None, "Tansley"),
        ("Orla Ann Tansley, Countess of Lea", "Orla", "Ann", "Tansley"),
        ("Orla 2nd Baron of Lea", "Orla", None, "Lea"),
        ("Sir Ned Tansley, Bart", "Ned", None, "Tansley"),
        ("Ned Tansley Jnr.", "Ned", None, "Tansley"),
        ("Tansley, Ned Orin", "Ned", "Orin", "Tansley"),
        ("Tansley, Earl", "Earl", None, "Tansley"),
        ("Earl Tansley", "Earl", None, "Tansley"),
        ("Ned Earl", "Ned", None, "Earl"),
        ("Mr A Junior", "A", None, "Junior"),
        ("Miah, Md", "Md", None, "Miah"),
        ("Jan van der Berg", "Jan", None, "van der Berg"),
    ],
)
def test_split_full_name(text: str, given: str, middle: str | None, family: str) -> None:
    got = one(names.split_full_name, text)
    assert (got["given_name"], got["middle_names"], got["family_name"]) == (given, middle, family)
