"""What the lives of a place are fitted to, and which effects each figure sets.

A fit counts people, homes or moves, and multiplies the effects named by what is wanted over what was found (or the
other way about, for ends). Patterns are written as effects, with `*` for any text.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from fnmatch import fnmatchcase
from functools import lru_cache
from importlib.resources import files
from typing import Literal, NamedTuple

ENGLAND = "E92000001"
CHILD, PUPIL, ADULT, OLD, EVERY = (0, 18), (5, 16), (18, 65), (65, 120), (0, 120)
HELP = "childrens_help:"
LOOKED_AFTER = f"{HELP}looked_after_*"
IN_NEED = (
    *(f"{HELP}{s}" for s in ("child_in_need", "section_47_enquiry", "short_breaks", "child_protection_plan")),
    LOOKED_AFTER,
)
OUTSIDE = ("none", "early_help")
NOT_CARED_FOR = (*OUTSIDE, "child_in_need", "section_47_enquiry", "short_breaks", "child_protection_plan")

Kind = Literal[
    "stock", "homes", "flow", "share", "begun_with", "begun_by_parent", "suspended",
    "homes_flow", "left", "homes_here",
]  # fmt: skip
PARTED = (16, 18, 65)
TEENS, MINOR, GROWN, YOUNGER, OLDER = "@from_16", "@under_18", "@from_18", "@under_65", "@from_65"
"""After an effect: the part of it that concerns people under or from an age of PARTED."""


class Fit(NamedTuple):
    """One figure. `counts`: patterns of factors, states or effects. `of`: ages in the denominator, per `per`.

    stock: people of `ages` who hold any of `counts`, per `per` people of `of`. homes: the same of households. flow:
    moves in a year. share: of those who hold any of `among`, percent who hold any of `counts`. begun_with,
    begun_by_parent: of moves in a year that `among` names, percent of children who held the factor then, or a parent
    did. suspended: people suspended in a year. Of the engine alone: homes_flow, moves of homes (with somebody under
    18, where `ages` says so) per `per` homes; left, people who left the place in a year; homes_here, homes lived in,
    per `per` people. Effects under `scales` are multiplied by wanted / found, those under `ends` by found / wanted.
    `strength`: power of that ratio a round. `starts`: measures whose own correction this one need not make again.
    """

    measure: str
    kind: Kind
    counts: tuple[str, ...]
    ages: tuple[int, int]
    of: tuple[int, int]
    per: float
    scales: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    among: tuple[str, ...] = ()
    strength: float = 1.0
    starts: tuple[str, ...] = ()


def _moves(before: Iterable[str], after: str, track: str = HELP) -> tuple[str, ...]:
    return tuple(f"{track}{a}>{after}" for a in before)


def _placed(measure: str, *states: str) -> Fit:
    """A placement's share of children looked after sets how often children go there, from outside or within."""
    into = tuple(f"{HELP}*>looked_after_{state}" for state in states)
    held = tuple(f"{HELP}looked_after_{state}" for state in states)
    return Fit(measure, "share", held, CHILD, CHILD, 100, into, among=(LOOKED_AFTER,), strength=0.7)


def _factor(measure: str, factor: str, ages: tuple[int, int]) -> Fit:
    """How many hold a factor, in percent, sets how often it starts."""
    return Fit(
        measure, "stock", (f"factor:{factor}",), ages, ages, 100, (f"factor:{factor}:start",), strength=0.8
    )


def _begun(measure: str, factor: str, *, parent: bool = False, part: str = "") -> Fit:
    """The share of times in need that begin with a factor, of the child or a parent, sets how often it starts."""
    kind: Kind = "begun_by_parent" if parent else "begun_with"
    scales = (f"factor:{factor}:start{part}",)
    return Fit(
        measure, kind, (f"factor:{factor}",), CHILD, CHILD, 100, scales, among=NEED_STARTS, strength=0.9
    )


def _stock(
    measure: str, counts: tuple[str, ...], ends: tuple[str, ...], ages: tuple[int, int] = CHILD
) -> Fit:
    """How many at once, per 10,000 children, and how many start, set how soon it ends."""
    starts = (f"{measure}_starts",)
    return Fit(measure, "stock", counts, ages, CHILD, 1e4, ends=ends, strength=0.8, starts=starts)


def _starts(
    measure: str, *effects: str, of: tuple[int, int] = CHILD, per: float = 1e4,
    ages: tuple[int, int] | None = None, scales: tuple[str, ...] = (),
) -> Fit:  # fmt: skip
    """How often something happened in the year sets how often it happens; `scales` where other effects do."""
    return Fit(measure, "flow", effects, ages or of, of, per, scales or effects)


def _homes_starts(measure: str, effect: str, ages: tuple[int, int] = EVERY) -> Fit:
    """The same of homes, with somebody of `ages`, per 1,000."""
    return Fit(measure, "homes_flow", (effect,), ages, EVERY, 1e3, (effect,))


def _cared_for(measure: str, counts: tuple[str, ...], ages: tuple[int, int], *scales: str) -> Fit:
    """Adults with long-term support, per 100,000 of their ages, set how often it begins."""
    return Fit(measure, "stock", counts, ages, ages, 1e5, scales, strength=0.7)


CARE_STARTS = _moves(NOT_CARED_FOR, "looked_after_*")
NEED_STARTS = tuple(
    f"{HELP}{a}>{b}" for a in OUTSIDE for b in ("child_*", "section_*", "short_*", "looked_*")
)
LONG_TERM = tuple(f"adult_social_care:{s}" for s in ("home_care", "residential", "nursing"))
CARE_HOMES = ("residential", "nursing")
CARE_HOME = LONG_TERM[1:]
PLAN_STARTS = tuple(f"send:{a}>ehc_plan_*" for a in ("none", "sen_support", "ehc_needs_assessment"))
ASSESSED = ("send:ehc_needs_assessment>ehc_plan_*",)
REFUSED = ("send:ehc_needs_assessment>none", "send:ehc_needs_assessment>sen_support")
LASTING = 1.6
"""Plans last for many years: how soon they end moves their number by less than as much: a stronger correction."""
FEW_NEW_HOMES = 5.0
"""Young people who leave home make about a fifth as many homes in the years as there are: a stronger correction."""
TEMPORARY = "homelessness:temporary_accommodation"
NEED_ENDS = _moves(("child_in_need",), "none") + _moves(("child_in_need",), "early_help")
PLAN_ENDS = tuple(
    m for to in ("none", "early_help", "child_in_need") for m in _moves(("child_protection_plan",), to)
)
FACTORS = (
    _factor("child_poverty", "poverty", (0, 16)),
    _factor("worklessness", "worklessness", ADULT),
    _factor("persistent_absence", "school_absence", PUPIL),
    _begun("parent_mental_ill_health", "mental_ill_health", parent=True, part=GROWN),
    _begun("parent_domestic_abuse", "domestic_abuse", parent=True),
    _begun("parent_substance_misuse", "substance_misuse", parent=True),
    _begun("child_neglect", "neglect"),
    _begun("child_emotional_abuse", "emotional_abuse"),
    _begun("child_exploitation", "child_exploitation"),
    _begun("child_self_harm", "self_harm", part=MINOR),
    _begun("child_antisocial", "antisocial_behaviour", part=MINOR),
    _begun("young_carer", "caring_burden", part=MINOR),
    Fit(
        "suspended", "suspended", ("factor:school_exclusion",), PUPIL, PUPIL, 100,
        ("factor:school_exclusion:start",),
    ),
)  # fmt: skip
CHILDREN = (
    _starts("in_need_starts", *NEED_STARTS, scales=_moves(OUTSIDE, "child_in_need")),
    _stock("in_need", IN_NEED, NEED_ENDS),
    _starts("section_47_starts", f"{HELP}*>section_47_enquiry"),
    _starts("protection_plan_starts", f"{HELP}*>child_protection_plan"),
    _stock("protection_plan", (f"{HELP}child_protection_plan",), PLAN_ENDS),
    _starts("looked_after_starts", *CARE_STARTS),
    _stock("looked_after", (LOOKED_AFTER,), (f"{HELP}looked_after_*>none",)),
    _placed("placed_fostering", "fostering", "kinship_fostering"),
    _placed("placed_home", "childrens_home", "secure"),
    _placed("placed_supported", "supported_accommodation"),
    _placed("placed_parents", "placed_with_parents"),
    Fit(
        "care_leaver", "stock", (f"{HELP}care_leaver",), (19, 22), CHILD, 1e4,
        scales=tuple(f"{effect}{TEENS}" for effect in CARE_STARTS),
    ),
    Fit("sen_support", "stock", ("send:sen_support",), PUPIL, PUPIL, 100, ("send:none>sen_support",)),
    _starts("ehc_assessments", "send:*>ehc_needs_assessment", ages=(0, 25)),
    Fit(
        "ehc_plan_starts", "flow", PLAN_STARTS, (0, 25), CHILD, 1e4, ASSESSED, REFUSED, starts=("ehc_assessments",)
    ),
    _stock("ehc_plan", ("send:ehc_plan_*",), ("send:ehc_plan_*>none",), ages=(0, 26))._replace(strength=LASTING),
)  # fmt: skip
ADULTS = (
    _cared_for("adult_18_64", LONG_TERM, ADULT, f"adult_social_care:*>home_care{YOUNGER}"),
    _cared_for("adult_65", LONG_TERM, OLD, f"adult_social_care:*>home_care{OLDER}"),
    _cared_for(
        "care_home_65", CARE_HOME, OLD, *(f"adult_social_care:*>{home}{OLDER}" for home in CARE_HOMES)
    ),
)
HOMES = (
    _homes_starts("prevention_starts", "homelessness:none>prevention"),
    _homes_starts("families_relief_starts", "homelessness:*>relief", ages=CHILD),
    Fit(
        "temporary_accommodation", "homes", (TEMPORARY,), EVERY, EVERY, 1e3, strength=0.6,
        scales=(f"homelessness:*>{TEMPORARY.partition(':')[2]}",), ends=(f"{TEMPORARY}>none",),
    ),
    Fit("arrears", "homes", ("debt:*",), EVERY, EVERY, 100, ("debt:none>arrears",)),
    _homes_starts("fled", "home:flee"),
    Fit("left", "left", (), EVERY, EVERY, 1e3, ("home:leave", "life:leave_place")),
    _starts("births", "life:birth", of=EVERY, per=1e3),
    Fit("homes", "homes_here", (), EVERY, EVERY, 1e3, ("life:leave_home",), strength=FEW_NEW_HOMES),
)  # fmt: skip
FITS = FACTORS + CHILDREN + ADULTS + HOMES
SUMS = {
    "parent_substance_misuse": (("parent_alcohol_misuse", "parent_drug_misuse"), 0.8),
    "child_exploitation": (("child_sexual_exploitation", "child_criminal_exploitation"), 0.6),
}
"""Figures that are sums of others, less those counted twice or only at risk of it: the share kept is assumed."""


NOT_MODELLED = ("placed_other", "placed_school")
"""Placements that no rate leads to: the shares of the others are taken among those that are left."""


def wanted(authority: str) -> dict[str, tuple[float, str]]:
    """Each measure's published value, and whose figure it is: the authority's own, or England's where it has none."""
    found: dict[str, tuple[float, str]] = {}
    text = files("wholeplace").joinpath("data", "targets.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        if row["authority"] == authority:
            found[row["measure"]] = (float(row["value"]), authority)
        elif row["authority"] == ENGLAND:
            found.setdefault(row["measure"], (float(row["value"]), ENGLAND))
    for name, (parts, share) in SUMS.items():
        if all(part in found for part in parts):
            found[name] = (share * sum(found[part][0] for part in parts), found[parts[0]][1])
    elsewhere = sum(found[name][0] for name in NOT_MODELLED if name in found)
    placed = [name for name in found if name.startswith("placed_")]
    return found | {name: (found[name][0] * 100 / (100 - elsewhere), found[name][1]) for name in placed}


@lru_cache(maxsize=1024)
def matching(patterns: tuple[str, ...], names: tuple[str, ...]) -> tuple[int, ...]:
    """Positions of the names that any pattern matches; a part of an effect only where the pattern names a part."""

    def one(name: str, pattern: str) -> bool:
        return ("@" in name) == ("@" in pattern) and fnmatchcase(name, pattern)

    return tuple(n for n, name in enumerate(names) if any(one(name, each) for each in patterns))
