"""The safeguarding dataset: what the case system holds of children's whole history, in many tables."""

from __future__ import annotations

from wholeplace.demo.records import Sheet
from wholeplace.demo.services.children.social_care.care import cared_for
from wholeplace.demo.services.children.social_care.case import social_care
from wholeplace.demo.services.children.social_care.help import helped
from wholeplace.demo.services.children.social_care.people import people
from wholeplace.demo.world import World


def sheets(world: World, seed: int) -> list[Sheet]:
    """One sheet a table that holds anything."""
    case = social_care(world, seed)
    made = [*people(world, case, seed), *helped(world, case, seed), *cared_for(world, case, seed)]
    return [one for one in made if one.rows.height]
