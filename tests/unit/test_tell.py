"""What people read of questions: two records side by side, and no more than they may see."""

from __future__ import annotations

import json

import polars as pl
import pytest

from wholeplace import tell
from wholeplace.linkage.review.queue import MASK, QUESTION


def asked(**said: list[str]) -> pl.DataFrame:
    plain = {name: ["", ""] for name in QUESTION} | {"question": ["1", "1"], "review_id": ["v1", "v1"]}
    return pl.DataFrame(plain | {"record_id": ["r1", "r2"]} | said)


def test_records_stand_side_by_side_without_what_neither_knows(capsys: pytest.CaptureFixture[str]) -> None:
    tell.questions(
        asked(source=["gp", "rents"], born=["1980-01-02", ""], two_reviewers=["yes", "yes"]), False
    )
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["Question", "1,", "asks", "two", "reviewers", "(v1)"] in lines
    assert ["source", "gp", "rents"] in lines
    assert ["born", "1980-01-02"] in lines
    assert ["record", "id", "r1", "r2"] in lines
    assert not [line for line in lines if line[:1] in (["postcodes"], ["verdict"])]


def test_of_the_protected_only_how_alike_they_are_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    tell.questions(asked(source=[MASK, MASK], postcodes=[MASK, MASK], born=["different", "different"]), False)
    text = capsys.readouterr().out
    assert "Somebody here is protected" in text
    assert "postcodes" not in text
    assert "different" in text


def test_no_question_is_said_to_be_none(capsys: pytest.CaptureFixture[str]) -> None:
    tell.questions(asked().clear(), False)
    assert capsys.readouterr().out == "No question waits.\n"
    tell.questions(asked(), True)
    assert len(json.loads(capsys.readouterr().out)) == 2
