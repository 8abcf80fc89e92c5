"""The place on its first day: whole households, people and ties, fitted to the authority's published figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from wholeplace.demo.area import Authority, load_authority, scale
from wholeplace.demo.homes.blocks import frames, in_blocks
from wholeplace.demo.homes.counts import Ints
from wholeplace.demo.homes.dwellings import rooms, stock
from wholeplace.demo.homes.dwellings.addresses import addresses
from wholeplace.demo.homes.families import births, children, elsewhere, grown_up
from wholeplace.demo.homes.residents import bands, kinds, margins, parts, seats, traits
from wholeplace.demo.homes.residents import people as who
from wholeplace.demo.homes.residents.kinds import Homes
from wholeplace.demo.homes.residents.people import People


@dataclass(frozen=True)
class Start:
    """Everybody and every dwelling on the first day.

    address: World.ADDRESS columns and `area_index` (-1 outside the place), all dwellings, lived in or not.
    household: household, address, family, kind (one_person, couple, couple_children, lone_parent, other, hmo,
    student, communal), size. Each sharer of an HMO and each resident of an establishment is a household and a
    family of one; those at one address are together the census's household or establishment.
    person: person, household, second_home (household of the other parent, for children of two homes), family, sex,
    birth, ethnicity, origin, role (head, partner, child, step_child, kin_child, adult_child, grandparent, other,
    resident), mother, father, partner, carer (kin who raise the child), disability.
    Persons and households are numbered from 0, those of a family side by side; a family is the homes whose lives
    act on each other: at most 24 people and 6 households. Parents may be in another family.
    """

    authority: Authority
    address: pl.DataFrame
    household: pl.DataFrame
    person: pl.DataFrame
    day: date


def make_start(authority: Authority | str, residents: int, start: date, seed: int) -> Start:
    """The first day of a place of `residents` people like the authority. The same seed gives the same content.

    Raises UsageError for an unknown authority or too few residents.
    """
    named = load_authority(authority) if isinstance(authority, str) else authority
    scaled = scale(named, residents, seed)
    people, homes, heads = _settled(scaled, start, seed)
    births.set_fathers(people, homes, seed)
    births.space_births(people, seed)
    grown_up.link_older_relatives(people, homes)
    ethnicity, origin = traits.ethnicities(people, homes, scaled, seed)
    disabled = traits.disabled(people, scaled, seed)
    pairs = _linked(people, homes, ethnicity, start, seed)
    dwellings, address = _housed(people, homes, heads, disabled, scaled, start, seed)
    given = {"ethnicity": ethnicity, "origin": origin, "disability": disabled}
    household, person = frames(people, homes, in_blocks(people, homes, pairs, address, seed), given)
    return Start(scaled, addresses(dwellings, scaled, seed), household, person, start)


def _settled(authority: Authority, start: date, seed: int) -> tuple[People, Homes, Ints]:
    """Everybody in a home, with the parent who heads it; and the head of each home."""
    residents = bands.residents_by_band(authority, seed)
    communal = margins.communal_residents(authority, residents, seed)
    private = residents.sum(axis=(1, 2)) - communal.student - communal.care - communal.institution
    sizes = margins.household_sizes(authority, private, seed)
    homes = kinds.draw_homes(sizes, margins.household_margins(authority, residents, communal), seed)
    men = seats.men_in_couples(homes, seed)
    home, part = parts.places(homes, parts.head_part(homes, men), parts.partner_part(homes, men))
    taken = parts.fill(residents[:, :, bands.FIRST_ADULT :], parts.wanted(homes.area[home], part, communal))
    people = who.make_people(residents, taken, start, seed)
    heads = seats.seat(people, homes, men, start, seed)
    children.place_children(people, homes, heads, start, seed)
    return people, homes, heads


def _linked(people: People, homes: Homes, ethnicity: np.ndarray, start: date, seed: int) -> elsewhere.Pairs:
    """Links parents who live elsewhere; returns the pairs of homes whose lives act on each other."""
    codes, code = np.unique(ethnicity, return_inverse=True)
    known = sorted({*codes.tolist(), "WBRI", *traits.OTHER_PARENT.values()})
    number = np.searchsorted(np.array(known), codes)[code]
    groups = elsewhere.Groups(traits.units(people, homes), number, known, start, seed)
    pairs = elsewhere.link_separated(people, homes, groups)
    kin = elsewhere.link_kin(people, homes, groups, pairs)
    away = np.flatnonzero((people.part == who.CHILD) & (people.mother >= 0))
    grown_up.undo_close(people, away[people.home[people.mother[away]] != people.home[away]])
    grown_up.link_grown_up(people, groups)
    return elsewhere.Pairs(np.append(pairs.one, kin.one), np.append(pairs.other, kin.other))


def _housed(
    people: People,
    homes: Homes,
    heads: Ints,
    disabled: np.ndarray,
    authority: Authority,
    start: date,
    seed: int,
) -> tuple[stock.Stock, Ints]:
    """All dwellings, and the address of everybody."""
    age = people.age(start)[heads]
    inside = people.home >= 0
    couple = (people.partner >= 0) & inside
    needed = rooms.bedrooms_needed(
        people.home[inside], people.age(start)[inside], people.sex[inside], couple[inside], len(homes.area)
    )
    bedrooms = rooms.bedrooms(homes, needed, age, authority, seed)
    tenure = rooms.tenures(homes, age, disabled[heads], authority, seed)
    lived_in = stock.lived_in(homes, tenure, bedrooms, authority, seed)
    communal, address = stock.establishments(people, len(lived_in.area), seed)
    address = np.where(people.home >= 0, people.home, address)
    return lived_in + communal + stock.empty(authority, lived_in, seed) + stock.special(
        authority, seed
    ), address
