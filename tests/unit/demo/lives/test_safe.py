"""People who must be safe: who they are, from when, and whether services were told."""

from __future__ import annotations

import polars as pl
import pytest

from tests.support.lived import AS_OF, SEED, START, lived, start_of, told, world
from wholeplace.demo.lives import safe
from wholeplace.demo.lives.dwellings.adopted import adoptions
from wholeplace.demo.lives.dwellings.placed import placements
from wholeplace.demo.lives.told.intervals import stretches
from wholeplace.demo.lives.told.members import memberships
from wholeplace.demo.lives.told.spells import personal
from wholeplace.demo.lives.told.world import world_of


def frame(monkeypatch: pytest.MonkeyPatch, **figures: float) -> pl.DataFrame:
    """The small place's people who must be safe, with other figures."""
    monkeypatch.setattr(safe, "figures", lambda: {**known, **figures})
    adopted = adoptions(told(), stretches(told(), of_home=False))
    return safe.safe_frame(told(), memberships(told()), adopted, world().residence, world().address)


known = safe.figures()


def test_every_figure_says_where_it_comes_from():
    assert set(known) == {
        "survivor_flagged", "refuge_flagged", "adopted_flagged", "adopted_carried_over",
        "gender_recognition_per_year", "gender_carried_over", "protected_per_move",
    }  # fmt: skip
    assert all(0 < value <= 1 for value in known.values())


@pytest.mark.parametrize(("share", "flagged"), [(0.0, False), (1.0, True)])
def test_survivors_are_flagged_by_share(monkeypatch: pytest.MonkeyPatch, share: float, flagged: bool):
    rows = frame(monkeypatch, survivor_flagged=share).filter(pl.col("kind") == "survivor")
    assert rows.height
    assert set(rows["flagged"]) == {flagged}


def test_all_of_a_home_that_fled_are_flagged_alike():
    rows = world().safe.filter(pl.col("kind").is_in(["survivor", "child_with"]))
    homes = world().residence.filter(pl.col("why") == "fled").select("person", "household", "from_date")
    both = (
        rows.join(homes, on=["person", "from_date"]).group_by("household").agg(pl.col("flagged").n_unique())
    )
    assert both["flagged"].max() == 1


def test_adults_whose_recorded_sex_changes_are_adults_and_in_the_place(monkeypatch: pytest.MonkeyPatch):
    rows = frame(monkeypatch, gender_recognition_per_year=0.05).filter(pl.col("kind") == "gender_recognition")
    assert rows.height > 50
    ages = rows.join(world().person, on="person")
    assert ((ages["from_date"] - ages["birth"]).dt.total_days() >= 6574).all()
    assert (rows["from_date"] >= START).all()


def test_hidden_homes_are_hidden_from_a_move_on(monkeypatch: pytest.MonkeyPatch):
    rows = frame(monkeypatch, protected_per_move=0.5).filter(pl.col("kind") == "protected")
    assert rows.height
    moves = world().residence.filter(pl.col("why") == "moved").select("person", "from_date")
    assert rows.join(moves, on=["person", "from_date"], how="semi").height == rows.height
    assert rows["flagged"].all()
    born = rows.join(world().person.select("person", "birth"), on="person")
    children = ((born["from_date"] - born["birth"]).dt.total_days() < 6574).sum()
    assert 0 < children < rows.height


def test_those_who_are_hidden_together_have_one_new_surname_and_new_given_names(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(safe, "figures", lambda: {**known, "protected_per_move": 0.5})
    made = world_of(lived(), start_of(), AS_OF, SEED)  # type: ignore[arg-type]
    new = made.name.filter(pl.col("why") == "protection")
    old = made.name.select("person", "given", pl.col("to_date").alias("from_date"))
    assert new.join(old, on=["person", "given", "from_date"], how="semi").is_empty()
    at = made.residence.select("person", "from_date", "household")
    homes = new.join(at, on=["person", "from_date"]).group_by("household", "from_date")
    found = homes.agg(pl.col("surname").n_unique(), pl.len())
    assert found["surname"].max() == 1
    assert found["len"].max() > 1  # type: ignore[operator]


def test_children_adopted_were_placed_for_it_and_did_not_come_back():
    adopted = world().safe.filter(pl.col("kind") == "adopted")
    placed = world().spell.filter(pl.col("state") == "looked_after_placed_for_adoption")
    ends = placed.select("person", pl.col("to_date").alias("from_date"))
    assert adopted.join(ends, on=["person", "from_date"], how="anti").height == 0


def test_children_with_kin_have_a_carer_who_is_in_the_place():
    members = memberships(told())
    own, homes = (stretches(told(), of_home=of_home) for of_home in (False, True))
    rows, adopted = personal(told(), members, own, homes), adoptions(told(), own)
    placed = placements(told(), rows, world().address, members, adopted).filter(pl.col("kin").is_not_null())
    assert placed.height
    ties = world().tie.filter(pl.col("kind") == "carer")
    assert set(told().person_id[placed["person"].to_numpy()].tolist()) <= set(ties["a"])
