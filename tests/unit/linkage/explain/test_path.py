"""By which links two records hang together."""

from __future__ import annotations

import polars as pl

from wholeplace.linkage.explain.path import path

KINDS = {"record_a": pl.String, "record_b": pl.String, "score": pl.Float64, "why": pl.String}


def links(*rows: tuple[str, str, float]) -> pl.DataFrame:
    return pl.DataFrame([(*row, "names") for row in rows], schema=KINDS, orient="row")


def steps(found: list[tuple[str, str, float, str]]) -> list[str]:
    return [f"{a}{b}" for a, b, _, _ in found]


def test_the_fewest_links_lead_from_one_to_the_other_whichever_way_they_were_written() -> None:
    known = links(("a", "b", 0.99), ("c", "b", 0.99), ("a", "d", 0.99), ("d", "e", 0.99), ("e", "c", 0.99))
    assert steps(path(known, {"a"}, {"c"})) == ["ab", "bc"]
    assert steps(path(known, {"c"}, {"a"})) == ["cb", "ba"]


def test_of_ways_as_short_the_strongest_first_step_is_taken() -> None:
    known = links(("a", "b", 0.98), ("b", "d", 0.99), ("a", "c", 0.999), ("c", "d", 0.99))
    assert steps(path(known, {"a"}, {"d"})) == ["ac", "cd"]


def test_to_a_person_the_nearest_record_is_enough() -> None:
    assert steps(path(links(("a", "b", 0.99), ("b", "c", 0.99)), {"a"}, {"b", "c"})) == ["ab"]


def test_where_nothing_leads_there_there_is_no_way() -> None:
    assert path(links(("a", "b", 0.99)), {"a"}, {"z"}) == []
    assert path(links(), {"a"}, {"b"}) == []
