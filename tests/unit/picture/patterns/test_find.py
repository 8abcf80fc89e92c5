from __future__ import annotations

import numpy as np
import polars as pl

from wholeplace.picture.lists.packaged import arms, features, questions
from wholeplace.picture.patterns import find_patterns
from wholeplace.picture.patterns.contracts import TABLES
from wholeplace.system_map import load_system_map

KINDS = [
    {"money and work": 0.9, "home": 0.8},
    {"social work": 0.95, "harm to a child": 0.8},
    {"adult care": 0.9, "caring": 0.8, "secure home": 0.6},
    {"school": 0.9, "special needs": 0.7},
    {"early help": 0.9, "kin support": 0.9},
    {},
]


def families(number: int, seed: int) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """family_feature, family_year and family; each family of one of six kinds, one of them withheld."""
    chance = np.random.default_rng(seed)
    kinds = dict(features().select("feature", "kind").unique().iter_rows())
    held = [
        (f"f{family}", kinds[name], name)
        for family in range(number)
        for name, share in KINDS[family % len(KINDS)].items()
        if chance.random() < share
    ]
    ids = pl.DataFrame({"family_id": [f"f{family}" for family in range(number)]})
    cost = pl.Series([100_00 * (family % len(KINDS)) for family in range(number)])
    year = ids.with_columns(
        services=pl.lit(2), cost_pence=cost, cost_low_pence=cost // 2, cost_high_pence=cost * 2,
        withheld=pl.when(pl.col("family_id") == "f0").then(pl.lit("few known parents")),
    )  # fmt: skip
    held_by = pl.DataFrame(held, schema=["family_id", "kind", "feature"], orient="row")
    return held_by, year, ids.with_columns(people=pl.lit(3))


def test_patterns_of_families_made_of_six_kinds() -> None:
    held, year, family = families(900, 1)
    found = find_patterns(held, year, family, features())
    pattern, belongs = found["pattern"], found["family_pattern"]
    assert 5 <= pattern.height <= 9
    assert pattern["families"].sum() == belongs.height == 899, "the withheld one is left out"
    assert pattern["families"].is_sorted(descending=True)
    assert pattern["description"].is_unique().all()
    assert any("support from kin" in line for line in pattern["description"])
    kind = pl.col("family_id").str.slice(1).cast(pl.Int64) % len(KINDS)
    alike = (
        belongs.with_columns(kind=kind)
        .group_by("kind", "pattern")
        .len()
        .group_by("kind")
        .agg(pl.col("len").max())
    )
    assert alike["len"].sum() > 0.9 * 899


def test_size_cost_and_shares_have_their_ranges() -> None:
    found = find_patterns(*families(900, 2), features())
    pattern, shares = found["pattern"], found["pattern_feature"]
    for low, value, high in (
        ("share_low", "share", "share_high"),
        ("cost_low_pence", "cost_pence", "cost_high_pence"),
        ("mean_low_pence", "mean_pence", "mean_high_pence"),
    ):
        assert (pattern[low] <= pattern[value]).all()
        assert (pattern[value] <= pattern[high]).all()
    assert (shares["low"] <= shares["share"]).all()
    assert (shares["share"] <= shares["high"]).all()
    assert pattern["cost_pence"].sum() == sum(100_00 * (family % 6) for family in range(1, 900))


def test_the_order_of_rows_makes_no_difference() -> None:
    held, year, family = families(400, 3)
    one = find_patterns(held, year, family, features())
    two = find_patterns(held.reverse(), year.reverse(), family.reverse(), features().reverse())
    assert all(one[table.name].equals(two[table.name]) for table in TABLES)


def test_too_few_families_have_no_patterns() -> None:
    found = find_patterns(*families(60, 4), features())
    assert {name: frame.height for name, frame in found.items()} == {table.name: 0 for table in TABLES}


def test_packaged_lists_speak_of_what_the_map_has() -> None:
    states = {tuple(row) for row in load_system_map().state_frame().select("track", "state").iter_rows()}
    factors = set(load_system_map().factor_frame()["factor"])
    for listed in (features(), arms()):
        periods = listed.filter(of="period").select("track", "name")
        assert {tuple(row) for row in periods.iter_rows()} <= states
    assert set(features().filter(of="factor")["name"]) <= factors
    assert features().select("feature", "kind", "phrase").unique().height == features()["feature"].n_unique()
    assert questions()["service"].null_count() == 0
