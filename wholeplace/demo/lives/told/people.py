"""Everybody of a made place, those born and those who joined since the first day among them."""

from __future__ import annotations

import numpy as np
import polars as pl

from wholeplace.demo.lives.dwellings.placed import parent_positions
from wholeplace.demo.lives.told.index import NEVER, Told, dates
from wholeplace.demo.world import PERSON
from wholeplace.dynamics.draws import uniform

ALIKE = 0.8
"""Share of those who join from outside who are of their partner's group: assumed, near the nine couples in ten of
one broad group in Census 2011 (ONS), lower in a mixed place."""
MIXED = {("W", "BCRB"): "MWBC", ("W", "BAFR"): "MWBA", ("W", "A"): "MWAS"}
PASSES = 4


def person_frame(told: Told) -> pl.DataFrame:
    """World's persons, by number."""
    parents = parent_positions(told)
    ethnicity, origin = _groups(told, parents)
    frame = pl.DataFrame(
        {
            "person": told.person_id,
            "sex": np.where(told.lived.end.sex == 1, "M", "F"),
            "family": told.family_id[told.family],
            "ethnicity": ethnicity,
            "origin": origin,
        }
    ).with_columns(
        dates(told.birth).alias("birth"),
        dates(_deaths(told)).alias("death"),
        *(pl.Series(tie, _number(told, parents[tie])).replace({-1: None}) for tie in ("mother", "father")),
    )
    return frame.select(pl.col(column).cast(kind) for column, kind in PERSON.items()).sort("person")


def _number(told: Told, at: np.ndarray) -> np.ndarray:
    return np.where(at >= 0, told.person_id[np.maximum(at, 0)], -1)


def _deaths(told: Told) -> np.ndarray:
    died = np.full(len(told.birth), NEVER)
    events = told.of("life:death")
    died[told.person_at(events["family"], events["member"])] = told.day(events["family"], events["month"])
    return died


def _groups(told: Told, parents: dict[str, np.ndarray]) -> tuple[list[str], list[str]]:
    """Ethnicity and names' origin: of a partner mostly theirs, of a child what its parents are."""
    size = len(told.birth)
    ethnicity, origin = np.full(size, "", dtype=object), np.full(size, "", dtype=object)
    ethnicity[told.cast_person] = told.lived.cast.person["ethnicity"].to_numpy()
    origin[told.cast_person] = told.lived.cast.person["origin"].to_numpy()
    joined = told.of("life:partner")
    new, old = (told.person_at(joined["family"], joined[side]) for side in ("a", "member"))
    other = told.cast_person[
        (uniform(told.seed, "joined_like", told.lived.end.key[new]) * len(told.cast_person)).astype(int)
    ]
    alike = uniform(told.seed, "joined_alike", told.lived.end.key[new]) < ALIKE
    like = np.where(alike, old, other)
    for _ in range(PASSES):
        ethnicity[new], origin[new] = ethnicity[like], origin[like]
    born = told.of("life:birth")
    child = told.person_at(born["family"], born["a"])
    mother, father = parents["mother"][child], parents["father"][child]
    known = np.where(father >= 0, father, mother)
    origin[child] = origin[known]
    codes = zip(ethnicity[mother].tolist(), ethnicity[known].tolist(), strict=True)
    both = {pair: mixed(*pair) for pair in set(codes)}
    pairs = zip(ethnicity[mother].tolist(), ethnicity[known].tolist(), strict=True)
    ethnicity[child] = [both[pair] for pair in pairs]
    return ethnicity.tolist(), origin.tolist()


def mixed(mother: str, father: str) -> str:
    """The ethnic group of a child of two parents: theirs where it is one, else the mixed group of both."""
    if mother == father or mother[:1] == father[:1]:
        return mother
    for one, other in ((mother, father), (father, mother)):
        for key in ((one[:1], other), (one[:1], other[:1])):
            if key in MIXED:
                return MIXED[key]
    return "MOTH"
