"""Voluntary organisations: what clients came with is what was true of them."""

from __future__ import annotations

import polars as pl
import pytest


@pytest.mark.parametrize("source", ["community", "carers"])
def test_needs_are_the_true_circumstances_in_the_templates_words(world, sent, source):
    told = sent.told("exposure_reported").filter(source=source).select("person", "factor").unique()
    true = world.exposure.select("person", "factor").unique()
    assert told.height > 10
    assert told.join(true, on=["person", "factor"], how="anti").is_empty()


@pytest.mark.parametrize("source", ["community", "carers"])
def test_each_need_names_its_exposure(world, sent, source):
    needs = sent.table(source, "needs")
    rows = pl.DataFrame({"person": needs.person, "exposure": needs.fact})
    named = rows.with_columns(pl.col("exposure").str.slice(9).cast(pl.Int64))
    assert named.join(world.exposure, on=["person", "exposure"], how="anti").is_empty()


def test_children_come_to_the_carers_alone(world, sent):
    born = world.person.select("person", "birth")
    first = {
        source: pl.DataFrame({"person": one.person, "day": one.rows["FIRST_CONTACT"].str.to_date("%d/%m/%Y")})
        .join(born, on="person").select((pl.col("day") - pl.col("birth")).dt.total_days().min() / 365.25).item()
        for source in ("community", "carers") for one in [sent.table(source, "clients")]
    }  # fmt: skip
    assert first["community"] >= 15.9
    assert first["carers"] >= 7.9


def test_nobody_is_seen_after_they_died(world, sent):
    died = world.person.select("person", "death").drop_nulls()
    for source in ("community", "carers"):
        sessions = sent.table(source, "sessions")
        seen = pl.DataFrame(
            {"person": sessions.person, "day": sessions.rows["SESSION_DATE"].str.to_date("%d/%m/%Y")}
        )
        assert seen.join(died, on="person").filter(pl.col("day") > pl.col("death")).is_empty()


def test_nobody_is_seen_after_help_was_closed(sent):
    clients = sent.table("community", "clients").rows.select("CLIENT_ID", "CLOSED")
    seen = sent.table("community", "sessions").rows.join(clients, on="CLIENT_ID")
    day = pl.col("SESSION_DATE", "CLOSED").str.to_date("%d/%m/%Y")
    assert seen.with_columns(day).filter(pl.col("SESSION_DATE") > pl.col("CLOSED")).is_empty()
    assert sent.table("community", "clients").rows["NHS_NUMBER"].null_count() == clients.height
