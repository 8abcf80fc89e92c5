"""The packaged rates: one a kind and source, each with its reason, none beyond belief."""

from __future__ import annotations

from importlib.resources import files

import polars as pl
import pytest

from wholeplace.demo.records.mess.rates import MOST, Chance, load_rates, rate_of

SOURCES = {
    "*", "safeguarding", "looked_after", "children_in_need", "schools", "send", "school_transport", "adult_care",
    "homelessness", "benefits", "council_tax", "rents", "police", "gp", "early_help", "community", "carers",
}  # fmt: skip


@pytest.fixture(scope="module")
def table() -> pl.DataFrame:
    return pl.read_csv((files("wholeplace") / "data" / "mess.csv").read_bytes())


def test_the_table_is_sound(table: pl.DataFrame) -> None:
    assert table.columns == ["mess", "source", "rate", "source_or_reason", "year"]
    assert table.select(pl.struct("mess", "source").is_unique().all()).item()
    assert table["rate"].is_between(0, 1).all()
    assert set(table["source"]) <= SOURCES
    assert table["source_or_reason"].str.len_chars().min() > 15  # pyright: ignore


def test_nothing_published_is_without_its_source_nor_assumed_without_saying_so(table: pl.DataFrame) -> None:
    published = table.filter(~pl.col("source_or_reason").str.starts_with("assumed: "))
    assert 0 < published.height < 10


def test_a_source_s_own_rate_goes_before_everybody_s() -> None:
    rates = {("typo", "*"): 0.1, ("typo", "gp"): 0.0}
    assert [rate_of(rates, "typo", source) for source in ("gp", "police")] == [0.0, 0.1]
    assert rate_of(rates, "unheard of", "gp") == 0


def test_benefits_are_most_careful_and_voluntary_organisations_least() -> None:
    rates = load_rates()
    typed = {source: rate_of(rates, "mistyped_surname", source) for source in SOURCES}
    assert min(typed, key=lambda source: typed[source]) == "benefits"
    assert sorted(typed.values())[-1] == typed["community"]


def test_draws_go_by_person_and_registration_alone() -> None:
    person, step = pl.Series([5, 9, 5]), pl.Series([0, 0, 1])
    chance = Chance("gp", 1, {("typo", "*"): 0.5}, person, step)
    turned = Chance("gp", 1, {("typo", "*"): 0.5}, person.reverse(), step.reverse())
    rows = pl.Series([0, 1, 2]).to_numpy()
    assert chance.draw("typo", rows).tolist() == turned.draw("typo", rows).tolist()[::-1]
    assert len(set(chance.draw("typo", rows))) == 3
    assert chance.hits("typo", pl.Series([None, False, False], dtype=pl.Boolean)).size == 0


def test_a_messier_place_has_every_rate_multiplied_but_nothing_always_goes_wrong() -> None:
    usual, double = load_rates(), load_rates(2.0)
    assert double["mistyped_surname", "police"] == 2 * usual["mistyped_surname", "police"]
    assert double["no_middle", "community"] == MOST
    assert set(double) == set(usual)
    assert all(rate <= MOST for rate in load_rates(10.0).values())
    assert load_rates(1.0) == usual


def test_in_a_messier_place_fewer_are_told_to_hide_an_address() -> None:
    rates = {factor: load_rates(factor)["told_to_hide", "safeguarding"] for factor in (0.0, 1.0, 2.0, 10.0)}
    assert {factor: round(rate, 3) for factor, rate in rates.items()} == {0: 1.0, 1: 0.9, 2: 0.8, 10: 0.05}
    assert load_rates(0.0)["mistyped_given", "gp"] == 0
