"""What is told of linkage at double mess, and the linker that is told the truth."""

from __future__ import annotations

import random

import polars as pl
import pytest

from bench.linkage.beside import truth_of
from bench.linkage.double_mess import best_pairs, closed, lines
from bench.linkage.sets import KEY, Labelled, place_of, template
from bench.linkage.told import people_by, true_people, true_weights
from wholeplace.place import Place

PARTS = ("ba", "de", "fi", "go", "lu", "ma", "ne", "ro", "si", "tu", "va", "ze")
BODY = """\
date_formats = ["%Y-%m-%d"]
[table.rows.record]
given_name = "given"
family_name = "family"
birth_date = "born"
"""


def test_pairs_are_judged_at_their_best_cut() -> None:
    true = pl.DataFrame({"record_id": list("abcd"), "true_person": ["1", "1", "2", "2"]})
    pairs = pl.DataFrame(
        {"record_a": ["a", "a", "c"], "record_b": ["b", "c", "d"], "match_weight": [9.0, 5.0, 3.0]}
    )
    best = best_pairs(pairs, true)
    assert (best["precision"], best["recall"]) == (2 / 3, 1.0)
    assert best_pairs(pairs.filter(pl.col("match_weight") > 4), true)["match_weight"] == 9.0


def test_of_the_gap_so_much_is_closed() -> None:
    measures = {"precision": 0.9, "recall": 0.9}
    found = {name: {**measures, "f1": 0.8} for name in ("Splink: pairs", "Splink: groups")}
    found |= {name: {**measures, "f1": 0.85} for name in ("Splink, told: pairs", "Splink, told: groups")}
    found |= {"ours": {**measures, "f1": 0.95}, "ours, told": {**measures, "f1": 1.0}}
    assert closed(found, "Splink: pairs", "ours, told") == pytest.approx(0.75)
    assert "0.750 from Splink's pairs and 0.750 from Splink's groups" in lines(found)[-1]


def _people(count: int) -> pl.DataFrame:
    """Two records of each: names of three parts, and in one of six of the second records a slip in the given name."""
    luck = random.Random(5)
    rows = []
    for person in range(count):
        given, family = ("".join(luck.choices(PARTS, k=3)) for _ in range(2))
        born = f"{luck.randrange(1940, 2020)}-{luck.randrange(1, 13):02}-{luck.randrange(1, 29):02}"
        slipped = given[:-1] + "x" if person % 6 == 0 else given
        rows += [
            (f"{person}a", str(person), given, family, born),
            (f"{person}b", str(person), slipped, family, born),
        ]
    return pl.DataFrame(rows, schema=[KEY, "true_person", "given", "family", "born"], orient="row")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    labelled = Labelled("slips", {"rows": _people(150)}, template("slips", BODY))
    made = Place(place_of(labelled, tmp_path_factory.mktemp("told") / "place"))
    made.run(last="link")
    return made


def test_weights_are_those_of_the_true_pairs(place: Place) -> None:
    weights = true_weights(place)
    assert weights.columns == place.store.read("link_model").columns
    given = weights.filter(pl.col("part") == "weight", pl.col("name") == "given_name")
    told = dict(given.select("level", "m").iter_rows())
    assert told["same"] == pytest.approx(125 / 150, abs=0.02)
    assert told["close"] == pytest.approx(25 / 150, abs=0.02)
    match = weights.filter(pl.col("part") == "chance", pl.col("name") == "match")["figure"].item()
    assert match == pytest.approx(150 / (300 * 299 / 2))


def test_people_are_found_by_the_weights_told(place: Place) -> None:
    assert true_people(place).height == 300
    [people] = people_by(place, true_weights(place), (2.0,))
    assert people.columns == ["record_id", "person_id"]
    assert people["person_id"].n_unique() == pytest.approx(150, abs=3)
    assert truth_of(place, people)["f1"] > 0.97
