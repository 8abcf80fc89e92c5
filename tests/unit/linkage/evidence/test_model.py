from __future__ import annotations

import logging
from datetime import date, timedelta
from random import Random

import polars as pl
import pytest

from tests.support.link_places import AS_OF, READS, SHAPES, USUAL, table
from wholeplace.linkage.evidence import model as weights
from wholeplace.linkage.evidence.clean import comparison_columns
from wholeplace.linkage.evidence.comparisons import COMPARISONS, OTHERWISE, with_blocks
from wholeplace.linkage.evidence.model import model_for, packaged_model
from wholeplace.linkage.evidence.pairs import named_records

GIVEN = [a + b for a in ("al", "ber", "cor", "dal", "eli", "fen") for b in ("da", "win", "ric", "ona", "met")]
FAMILY = [
    a + b
    for a in ("ash", "black", "cran", "dun", "ever", "fox")
    for b in ("ford", "ley", "ton", "well", "wick")
]


def people(count: int, *, copies: int = 2) -> pl.DataFrame:
    """Named records, several of each person, with a slip in one in twelve."""
    chance = Random(7)
    rows = []
    for number in range(count):
        given, family = (
            chance.choice(GIVEN) + "aeiou"[number % 5],
            chance.choice(FAMILY) + "aeiou"[number % 5],
        )
        born = date(1950, 1, 1) + timedelta(days=chance.randrange(20_000))
        sex, home = chance.choice(["male", "female"]), f"AA{number % 9 + 1} 1A{'ABDEFGHJ'[number % 8]}"
        for copy in range(copies):
            slip = chance.random() < 1 / 12
            name = given[:-1] if slip else given
            row = {
                "record_id": f"{number:06}{copy}",
                "given_name": name,
                "family_name": family,
                "birth_date": born,
            }
            rows.append(row | {"sex": sex, "postcode": home, "uprn": str(10_000 + number)})
    frame = pl.DataFrame(rows)
    usual = [pl.lit(value).alias(key) for key, value in USUAL["record"].items() if key != "sex"]
    exact = pl.lit("exact").alias("birth_date_kind")
    record = frame.with_columns(usual).with_columns(exact, pl.col("record_id").alias("source_record_id"))
    address = frame.with_columns([pl.lit(value).alias(key) for key, value in USUAL["address"].items()])
    frames = {name: table(name) for name in READS} | {
        "record": SHAPES["record"].shape(record),
        "address": SHAPES["address"].shape(address),
    }
    return with_blocks(named_records(comparison_columns(frames, AS_OF, ())))


@pytest.fixture(autouse=True)
def fewer_random_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Enough for these places, and quick."""
    monkeypatch.setattr(weights, "RANDOM_PAIRS", 3e5)


@pytest.fixture(scope="module")
def town() -> pl.DataFrame:
    """As many records as it takes to weigh a place by its own."""
    return people(2_600)


def test_packaged_weights_cover_every_level_and_add_up() -> None:
    found = packaged_model()
    said = {(row[0], row[1]) for row in found.iter_rows()}
    wanted = {(each.name, level) for each in COMPARISONS for level in [*each.levels, OTHERWISE]}
    assert said == wanted | {("any", "match")}
    sums = found.filter(pl.col("comparison") != "any").group_by("comparison").agg(pl.col("m", "u").sum())
    assert sums["m"].to_list() == pytest.approx([1.0] * len(COMPARISONS))
    assert sums["u"].to_list() == pytest.approx([1.0] * len(COMPARISONS))


def test_the_best_level_of_each_packaged_comparison_speaks_for_a_match_and_the_last_against() -> None:
    ratio = {(name, level): m / u for name, level, m, u in packaged_model().iter_rows() if m}
    for each in COMPARISONS:
        assert ratio[each.name, "same"] > 1 > ratio[each.name, OTHERWISE]


def test_a_small_place_gets_the_packaged_weights() -> None:
    found = model_for(people(40))
    assert found.drop("u").equals(packaged_model().drop("u"))


def test_the_chance_of_a_match_follows_the_place_but_never_exceeds_the_packaged_one() -> None:
    def chance(named: pl.DataFrame) -> float:
        return model_for(named).filter(pl.col("comparison") == "any")["u"].item()

    assert chance(people(40)) == 0.0001
    assert chance(people(1_500, copies=1)) < 0.00001


def test_a_larger_place_is_weighed_by_its_own_records_the_same_every_time(town: pl.DataFrame) -> None:
    found = model_for(town)
    assert not found.drop("u").equals(packaged_model().drop("u"))
    assert found.equals(model_for(town))
    u = {(name, level): u for name, level, _, u in found.iter_rows()}
    assert u["sex", "same"] == pytest.approx(0.5, abs=0.03)
    assert u["given_name", "same"] == pytest.approx(1 / 150, rel=0.3)


def test_no_level_is_ruled_out_because_no_pair_showed_it(town: pl.DataFrame) -> None:
    found = model_for(town).filter(pl.col("comparison") != "any")
    assert found["m"].min() > 0.0005  # type: ignore[operator]


def test_an_estimate_that_has_gone_astray_is_not_used(
    town: pl.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(weights, "LEAST_RATIO", {"given_name": 1e9})
    assert model_for(town).drop("u").equals(packaged_model().drop("u"))


def test_an_estimate_that_does_not_settle_is_not_used(
    town: pl.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(weights, "EM_ROUNDS", 1)
    assert model_for(town).drop("u").equals(packaged_model().drop("u"))


def test_nothing_is_said_aloud(
    town: pl.DataFrame, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        model_for(town)
    assert capfd.readouterr() == ("", "")
    assert caplog.text == ""
