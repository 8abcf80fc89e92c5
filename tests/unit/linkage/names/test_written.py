from __future__ import annotations

import polars as pl
import pytest

from tests.support.link_places import linked
from wholeplace.linkage.names.written import name_key, name_part_keys


def keys(*texts: str | None) -> list[str | None]:
    return pl.DataFrame({"t": texts}, schema={"t": pl.String}).select(name_key(pl.col("t")))["t"].to_list()


def parts(*texts: str | None) -> list[str] | None:
    names = [f"c{place}" for place in range(len(texts))]
    frame = pl.DataFrame([texts], schema=dict.fromkeys(names, pl.String), orient="row")
    return frame.select(p=name_part_keys(*names))["p"].to_list()[0]


def test_names_are_keyed_as_ever_in_their_order() -> None:
    assert keys("O'Neill", None, "O Neill", "-", "Zoë") == ["oneill", None, "oneill", None, "zoe"]
    assert parts("Anna-Maria", None, "Jo") == ["anna", "maria", "jo"]
    assert parts(None, None) is None
    assert keys() == []


@pytest.mark.parametrize("token", ["FOR4787", "4787for", "id_0012", "a1b22"])
def test_a_made_up_token_is_itself_however_it_is_written(token: str) -> None:
    [key, same, lower] = keys(token, f" {token} ", token.lower())
    assert key is not None
    assert key == same == lower
    assert not any(sign.islower() for sign in key), "no rule for letters may touch it"
    assert parts(token, "Jo") == [key, "jo"]


@pytest.mark.parametrize("name", ["J0hn", "Ann 2", "Smith 12", "12", "Rose 1 2"])
def test_a_slip_of_the_hand_makes_no_token(name: str) -> None:
    [key] = keys(name)
    assert key is None or key.islower()


def test_tokens_one_digit_apart_are_no_more_alike_than_any_other_two() -> None:
    found = keys(*(f"FOR{number}" for number in range(1000, 3000)))
    assert len(set(found)) == 2000
    frame = pl.DataFrame({"a": found[:-1], "b": found[1:]})
    alike = frame.select(
        first=pl.col("a").str.head(1) == pl.col("b").str.head(1),
        start=pl.col("a").str.head(3) == pl.col("b").str.head(3),
    )
    assert alike["first"].mean() < 0.05
    assert not alike["start"].any()


def test_people_whose_names_are_tokens_are_joined_by_the_same_tokens_alone() -> None:
    record = """
        record_id  source  given_name  family_name  birth_date
        one        a       FOR4787     SUR1655      2010-02-02
        two        b       FOR4787     SUR1655      2010-02-02
        three      b       FOR4788     SUR1655      2010-02-02
        four       b       FOR4787     SUR1656      2010-02-02
        """
    assert linked(record=record).people == {"one two", "three", "four"}
