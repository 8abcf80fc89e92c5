"""What is true of one made place: its own strength of every link, its trends, and what was done there.

The packaged map says what is published or assumed. A place's truth is drawn around it, so that nothing that
reads the place's records can know it beforehand. Two links are true nowhere: one that the packaged map assumes
and that has no effect at all, and one whose cause and effect only share causes. `truth/` keeps all of it.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import NormalDist

from wholeplace.dynamics.draws import uniform
from wholeplace.dynamics.rates import Rates
from wholeplace.errors import SettingsError
from wholeplace.system_map import Link, Programme, SystemMap

NULL = "community_tie@self->factor:mental_ill_health:start"
"""The packaged map assumes a protection; here there is none, and nothing drives both its ends."""

CONFOUNDED = "overcrowding@self->homelessness:none>prevention"
"""Poverty and the want of a secure home lead to both its ends; by itself it does nothing here."""

TREND = {
    "send:none>ehc_needs_assessment": 1.06,
    "send:sen_support>ehc_needs_assessment": 1.06,
    "homelessness:none>temporary_accommodation": 1.04,
    "homelessness:relief>temporary_accommodation": 1.04,
    "homelessness:temporary_accommodation>none": 0.96,
    "childrens_help:looked_after_fostering>looked_after_childrens_home": 1.03,
}
"""How many times as often each year than the year before, whatever people's circumstances. Assumed: requests for
plans and temporary homes have grown for years, and children's homes take a growing share of those in care."""

CLUSTERED = tuple(
    f"factor:{factor}:start"
    for factor in (
        "poverty", "problem_debt", "worklessness", "domestic_abuse", "mental_ill_health", "substance_misuse",
        "neglect", "emotional_abuse", "offending", "school_absence",
    )
)  # fmt: skip
"""Circumstances that run in families beyond what links explain. Assumed."""

NARROW = 0.35
"""The widest spread (standard deviation of the logarithm) by which a ratio is drawn."""

Z95 = NormalDist().inv_cdf(0.975)
_EVERYWHERE = ("everywhere",)

PILOT_COST = 722000
"""Pence a family: that of the packaged programme family_support."""


@dataclass(frozen=True)
class TrueMap:
    """The packaged map with this place's own ratios, and all else that acts there and is in nobody's records.

    programmes: those that acted in the past, by part in `parts` (shock, pilot, harmful). trend: ratio a year by
    effect. clustered: effects that also vary by family. null, confounded: links whose true ratio is 1.
    """

    seed: int
    start: date
    as_of: date
    system_map: SystemMap
    published: Mapping[str, float]
    programmes: tuple[Programme, ...]
    parts: Mapping[str, str]
    trend: Mapping[str, float]
    clustered: tuple[str, ...]
    null: str
    confounded: str


def draw_true_map(
    system_map: SystemMap,
    rates: Rates,
    seed: int,
    *,
    start: date,
    as_of: date,
    areas: Collection[str],
    pilot_areas: Sequence[str],
) -> TrueMap:
    """The truth of a place that lives from `start` to `as_of`, its pilot in `pilot_areas` (some of `areas`).

    Raises SettingsError where the map lacks the links that are made untrue, or a pilot area is not of the place.
    """
    _refuse(system_map, set(pilot_areas) - set(areas))
    links = tuple(_with_ratio(link, true_ratio(link, seed)) for link in system_map.links)
    programmes = past_programmes(seed, start, as_of, tuple(pilot_areas))
    known = set(rates.effects())
    return TrueMap(
        seed=seed,
        start=start,
        as_of=as_of,
        system_map=system_map.model_copy(update={"links": links}),
        published={link.id: link.rate_ratio for link in system_map.links},
        programmes=tuple(programmes.values()),
        parts={part: programme.id for part, programme in programmes.items()},
        trend={effect: ratio for effect, ratio in TREND.items() if effect in known},
        clustered=tuple(effect for effect in CLUSTERED if effect in known),
        null=NULL,
        confounded=CONFOUNDED,
    )


def _refuse(system_map: SystemMap, strange: set[str]) -> None:
    missing = {NULL, CONFOUNDED} - {link.id for link in system_map.links}
    if missing:
        what = f"the system map has no link {sorted(missing)[0]}"
        raise SettingsError(what, cure="A demo needs the packaged links.")
    if strange:
        raise SettingsError(
            f"{len(strange)} pilot areas are not areas of the place", cure="Name its own areas."
        )


def true_ratio(link: Link, seed: int) -> float:
    """The link's ratio here: log-normal round the published one, within its interval, and never equal to it.

    The spread is that of the published 95 % interval, and at most NARROW. 1 for the two links that are untrue.
    """
    if link.id in (NULL, CONFOUNDED):
        return 1.0
    spread = min(math.log(link.high / link.low) / (2 * Z95), NARROW)
    bell = NormalDist(math.log(link.rate_ratio), spread)
    low, high = bell.cdf(math.log(link.low)), bell.cdf(math.log(link.high))
    draw = float(uniform(seed, f"true_map:{link.id}", 0))
    ratio = round(math.exp(bell.inv_cdf(low + (0.001 + 0.998 * draw) * (high - low))), 4)
    return ratio if ratio != link.rate_ratio else round((link.rate_ratio + link.high) / 2, 4)


def _with_ratio(link: Link, ratio: float) -> Link:
    return link.model_copy(update={"rate_ratio": ratio})


def past_programmes(
    seed: int, start: date, as_of: date, pilot_areas: tuple[str, ...]
) -> dict[str, Programme]:
    """What was done in the place while it was watched, by part: shock, pilot, harmful.

    shock: early help is halved everywhere, two fifths of the way. harmful: faster enforcement of debts, meant to
    bring money in, which makes homes insecure. pilot: for families in poverty in some areas, in the last two
    fifths; it helps with two things, and with school absence not at all, as a trial in Manchester found.
    """
    months = (as_of.year - start.year) * 12 + as_of.month - start.month + 1
    help_, debt = (_about(seed, name, 0.65) for name in ("pilot:help", "pilot:debt"))
    harm = _about(seed, "harmful:homes", 1.4)
    return {
        "shock": _programme(
            "early_help_cut", {"childrens_help:none>early_help": 0.5}, ("everyone",), _EVERYWHERE,
            _later(start, months * 2 // 5), "A cut in the budget: half as many families are taken on.",
        ),
        "harmful": _programme(
            "faster_enforcement",
            {"debt:recovery>enforcement": 1.8, "factor:insecure_housing:start": harm},
            ("debt:recovery",), _EVERYWHERE, _later(start, months // 2),
            "Brings debts to agents sooner; homes are lost that would have been kept.",
        ),
        "pilot": _programme(
            "neighbourhood_pilot",
            {
                "childrens_help:none>child_in_need": help_,
                "debt:arrears>recovery": debt,
                "factor:school_absence:start": 1.0,
            },
            ("factor:poverty",), pilot_areas, _later(start, months * 3 // 5),
            "One worker for a family in two neighbourhoods.", PILOT_COST,
        ),
    }  # fmt: skip


def _programme(
    name: str,
    effects: Mapping[str, float],
    who: tuple[str, ...],
    where: tuple[str, ...],
    begins: date,
    evidence: str,
    cost: int = 0,
) -> Programme:
    return Programme.model_validate(
        {
            "id": name, "acts_on": tuple(effects), "multiplies": tuple(effects.values()), "who": who,
            "where": where, "from": begins, "unit_cost": cost, "payer": "council", "evidence": evidence,
        }
    )  # fmt: skip


def _about(seed: int, name: str, middle: float) -> float:
    """A multiplier within 15 % of `middle`, on a logarithmic scale."""
    return round(middle * math.exp(0.3 * (float(uniform(seed, f"true_map:{name}", 0)) - 0.5)), 4)


def _later(day: date, months: int) -> date:
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)
