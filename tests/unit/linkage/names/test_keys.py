"""Names that are one name: by sound, and by the packaged list."""

from __future__ import annotations

import polars as pl
import pytest

from wholeplace.linkage.names.keys import sound_key, with_name_keys


def keys(*names: str) -> list[str]:
    return pl.DataFrame({"name": names}).select(sound_key(pl.col("name"))).to_series().to_list()


def roots(*names: str) -> list[set[str]]:
    frame = pl.DataFrame({"given": names}, schema={"given": pl.String}).with_columns(family=pl.lit("okafor"))
    return [set(found or []) for found in with_name_keys(frame)["given_roots"].to_list()]


@pytest.mark.parametrize(
    "names",
    [
        ("nadeem", "nadim"), ("hussain", "hossein", "husain"), ("sophia", "sofia"), ("zainab", "saynab"),
        ("kaur", "kour"), ("sara", "sarah"), ("matthew", "mathew"), ("tanvir", "tanwir"), ("geoffrey", "geofrey"),
    ],
)  # fmt: skip
def test_spellings_of_one_sound_have_one_key(names: tuple[str, ...]) -> None:
    assert len(set(keys(*names))) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("amir", "mira"), ("mahmood", "mohammed"), ("ann", "anna"), ("jo", "jay")]
)
def test_other_names_have_another(one: str, other: str) -> None:
    assert keys(one)[0] != keys(other)[0]


def test_a_name_too_short_to_sound_like_itself_alone_is_its_own_key() -> None:
    assert keys("jo", "q", "al") == ["jo", "q", "al"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("betty", "elizabeth"),
        ("bob", "robert"),
        ("kasia", "katarzyna"),
        ("mohamed", "muhammad"),
        ("liz", "beth"),
    ],
)
def test_a_short_form_and_the_name_share_a_root(one: str, other: str) -> None:
    first, second = roots(one, other)
    assert first & second


@pytest.mark.parametrize(
    ("one", "other"),
    [("alexander", "alexandra"), ("robert", "albert"), ("maria", "marcia"), ("betty", "bob")],
)
def test_two_names_do_not_though_one_short_form_is_of_both(one: str, other: str) -> None:
    first, second = roots(one, other)
    assert not first & second


def test_a_name_on_no_list_and_no_name_have_no_roots() -> None:
    frame = pl.DataFrame(
        {"given": ["zzyzx", None], "family": [None, "smith"]},
        schema={"given": pl.String, "family": pl.String},
    )
    found = with_name_keys(frame)
    assert found["given_roots"].to_list() == [None, None]
    assert found["family_roots"].to_list()[0] is None
    assert found["given_sound"].to_list()[1] is None
