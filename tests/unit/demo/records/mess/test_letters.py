"""Ways in which written text goes wrong, one text at a time."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.demo.records.mess.letters import (
    by_ear,
    digit_changed,
    has_spellings,
    letter_changed,
    mistyped,
    other_spelling,
    respelt,
    without_marks,
)

DRAWS = st.lists(st.floats(0, 1, exclude_max=True), min_size=3, max_size=3)


def _one(*draws: float) -> list[np.ndarray]:
    return [np.array([draw]) for draw in draws]


@pytest.mark.parametrize(
    ("slip", "place", "made"),
    [
        (0.0, 0.5, "Sarash"),
        (0.3, 0.5, "Sarh"),
        (0.6, 0.5, "Sarsh"),
        (0.9, 0.5, "Sarha"),
        (0.9, 0.99, "Sara"),
    ],
    ids=["key too many", "key too few", "next key", "changed places", "nothing to change places with"],
)
def test_each_slip(slip: float, place: float, made: str) -> None:
    assert mistyped(pl.Series(["Sarah"]), *_one(slip, place, 0.0)).to_list() == [made]


@given(st.text("abcdefgh'- éŁ", min_size=1, max_size=12), DRAWS)
def test_a_slip_always_changes_the_text_a_little(text: str, draws: list[float]) -> None:
    made = mistyped(pl.Series([text]), *_one(*draws))[0]
    assert made != text
    assert abs(len(made) - len(text)) <= 1
    assert len(text) == 1 or made[0] == text[0]


@pytest.mark.parametrize(
    ("name", "heard"),
    [("Phillip", "Fillip"), ("Reeves", "Reaves"), ("Matt", "Mat"), ("Catherine", "Katherine")],
)
def test_spelling_by_ear(name: str, heard: str) -> None:
    draws = np.arange(0, 1, 0.01)
    assert heard in by_ear(pl.Series([name] * len(draws)), draws).to_list()


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=12), st.floats(0, 1, exclude_max=True))
def test_spelling_by_ear_changes_names_with_a_vowel_within(name: str, draw: float) -> None:
    heard = by_ear(pl.Series([name]), np.array([draw]))[0]
    assert abs(len(heard) - len(name)) <= 1
    assert heard != name or not set(name[1:]) & set("aeiou")


def test_other_spellings_are_of_the_same_name() -> None:
    draws = np.arange(0, 1, 0.05)
    found = set(other_spelling(pl.Series(["Mohammed"] * len(draws)), draws))
    assert found == {"Muhammad", "Mohamed", "Mohammad", "Muhammed"}
    assert not has_spellings(pl.Series(["Thomas", "Peter", "Lee", "Alexander", "Julia", "Jacob"])).any()
    assert has_spellings(pl.Series(["Ayesha", "Gareth"])).to_list() == [True, False]
    assert other_spelling(pl.Series(["Gareth"]), np.array([0.5])).to_list() == [None]


@pytest.mark.parametrize(("name", "other"), [("Parvez", "Parwez"), ("Masood", "Masud"), ("Nazma", "Nazmah")])
def test_names_of_other_alphabets_are_put_into_letters_in_several_ways(name: str, other: str) -> None:
    draws = np.arange(0, 1, 0.02)
    assert other in respelt(pl.Series([name] * len(draws)), draws).to_list()


def test_marks_are_lost() -> None:
    assert without_marks(pl.Series(["Łukasz", "Zoë", "Ștefan", "Anna"])).to_list() == [
        "Lukasz",
        "Zoe",
        "Stefan",
        "Anna",
    ]


@given(st.text("0123456789XY", min_size=1, max_size=12), DRAWS)
def test_one_digit_changes_and_no_more(text: str, draws: list[float]) -> None:
    made = digit_changed(pl.Series([text]), *_one(*draws[:2]))[0]
    apart = [(old, new) for old, new in zip(text, made, strict=True) if old != new]
    assert len(apart) == int(any(letter.isdigit() for letter in text))
    assert all(old.isdigit() and new.isdigit() for old, new in apart)


@given(DRAWS)
def test_one_letter_changes_and_no_more(draws: list[float]) -> None:
    made = letter_changed(pl.Series(["QZ1 2AB"]), *_one(*draws[:2]))[0]
    assert sum(old != new for old, new in zip("QZ1 2AB", made, strict=True)) == 1
    assert made[2:5] == "1 2"


def test_nothing_in_nothing_out() -> None:
    empty = np.array([], dtype=np.float64)
    assert len(digit_changed(pl.Series([], dtype=pl.String), empty, empty)) == 0
    assert len(mistyped(pl.Series([], dtype=pl.String), empty, empty, empty)) == 0
