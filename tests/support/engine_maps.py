"""System maps and rates of made-up vocabularies for the engine's tests and its bench."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from wholeplace.dynamics.draws import uniform
from wholeplace.dynamics.rates import Adjust, Rate, Rates
from wholeplace.system_map import Factor, Link, State, SystemMap, Track

START = date(2021, 4, 1)
HOLDERS = ("self", "parent", "spouse_or_partner", "child", "household")
WHY = "made up for a test"


def factor(name: str, kind: str = "circumstance") -> Factor:
    """A factor with nothing to say."""
    return Factor(id=name, name=name, kind=kind, definition=WHY, source=WHY)  # pyright: ignore[reportArgumentType]


def track(name: str, states: Sequence[str], group: str | None = None) -> Track:
    """A track whose every move is allowed; states whose name starts with the group's belong to it."""
    rows = tuple(
        State(id=state, name=state, open_ended=True, definition=WHY, source=WHY,
              group=group if group and state.startswith(group) else None)
        for state in states
    )  # fmt: skip
    moves = tuple(f"{a}>{b}" for a in ("none", *states) for b in ("none", *states) if a != b)
    return Track(
        id=name, name=name, year=2026, definition=WHY, exclusive=True, exclusive_reason=WHY, source=WHY,
        states=rows, precedence=tuple(states), transitions=moves,
    )  # fmt: skip


def link(cause: str, holder: str, effect: str, ratio: float) -> Link:
    """A link with a ratio and a wide interval."""
    return Link(
        cause=cause, holder=holder, effect=effect, rate_ratio=ratio, low=ratio / 2, high=ratio * 2,  # pyright: ignore[reportArgumentType]
        grade="assumed", year=2026, reason=WHY,
    )  # fmt: skip


def rate(effect: str, per_year: float, ages: tuple[int, int] = (0, 120), sex: str = "") -> Rate:
    """A rate of an age and sex."""
    return Rate(effect, sex, *ages, per_year, WHY)


LIVES = (
    rate("life:death", 0.0005, (0, 50)), rate("life:death", 0.008, (50, 75)), rate("life:death", 0.09, (75, 120)),
    rate("life:birth", 0.04, (16, 25), "F"), rate("life:birth", 0.09, (25, 40), "F"),
    rate("life:partner", 0.06, (18, 60)), rate("life:leave_home", 0.12, (18, 40)),
    rate("life:leave_place", 0.05, (18, 35)), rate("home:move", 0.07), rate("home:leave", 0.04),
    rate("home:separate", 0.015), rate("home:flee", 0.08),
)  # fmt: skip
CIRCUMSTANCES = (
    "poverty", "problem_debt", "worklessness", "insecure_housing", "overcrowding", "isolation", "domestic_abuse",
    "mental_ill_health", "substance_misuse", "school_absence", "frailty", "offending",
)  # fmt: skip
STRENGTHS = ("kin_support", "secure_tenancy", "work", "trusted_worker")
TRAITS = ("disability", "care_experience", "learning_disability")
AGES = {
    "school_absence": (5, 16), "frailty": (65, 120), "offending": (10, 60), "worklessness": (18, 66),
    "work": (18, 66), "domestic_abuse": (16, 120), "substance_misuse": (14, 80),
}  # fmt: skip
TRACKS = {
    "childrens_help": (
        "early_help",
        "in_need",
        "protection",
        "looked_after_home",
        "looked_after_away",
        "leaver",
    ),
    "send": ("support", "assessment", "plan"),
    "adult_care": ("short_term", "home_care", "residential"),
    "homelessness": ("prevention", "relief", "temporary"),
    "debt": ("arrears", "recovery", "enforcement"),
    "transport": ("support",),
}
HOMES = frozenset(
    {"poverty", "problem_debt", "insecure_housing", "overcrowding", "secure_tenancy", "homelessness", "debt"}
)
TRACK_AGES = {"childrens_help": (0, 18), "send": (2, 25), "adult_care": (18, 120), "transport": (5, 16)}


def place_map() -> tuple[SystemMap, Rates]:
    """A map of about the packaged one's size: 19 factors, 6 tracks, 60 links, several events a year a family."""
    factors = [factor(each) for each in CIRCUMSTANCES] + [factor(each, "strength") for each in STRENGTHS]
    factors += [factor(each, "characteristic") for each in TRAITS]
    tracks = [track(name, states, "looked_after") for name, states in TRACKS.items()]
    rates = [each for name in (*CIRCUMSTANCES, *STRENGTHS) for each in _factor_rates(name)]
    rates += [each for name in TRACKS for each in _track_rates(name)]
    adjusts = [
        Adjust(trait, "self", effect, 1.8, WHY) for trait, effect in zip(TRAITS, _firsts(), strict=False)
    ]
    adjusts += [
        Adjust("poverty", "self", "home:move", 1.4, WHY),
        Adjust("work", "self", "home:leave", 0.8, WHY),
    ]
    built = SystemMap(factors=tuple(factors), tracks=tuple(tracks), links=tuple(_links()))
    return built, Rates((*rates, *LIVES), tuple(adjusts), HOMES)


def _factor_rates(name: str) -> list[Rate]:
    young, old = AGES.get(name, (0, 120))
    if name in HOMES:
        return [rate(f"factor:{name}:start", 0.04), rate(f"factor:{name}:end", 0.4)]
    middle = (young + old) // 2
    return [
        rate(f"factor:{name}:start", 0.02, (young, middle)),
        rate(f"factor:{name}:start", 0.03, (middle, old)),
        rate(f"factor:{name}:end", 0.5),
    ]


def _firsts() -> list[str]:
    return [f"{name}:none>{states[0]}" for name, states in TRACKS.items()]


def _track_rates(name: str) -> list[Rate]:
    states, ages = TRACKS[name], TRACK_AGES.get(name, (0, 120))
    rates = [rate(f"{name}:none>{states[0]}", 0.02, ages)]
    rates += [rate(f"{name}:none>{states[-1]}", 0.003, ages)] if len(states) > 1 else []
    for state, after in zip(states, (*states[1:], None), strict=True):
        rates.append(rate(f"{name}:{state}>none", 0.6))
        rates += [rate(f"{name}:{state}>{after}", 0.3, ages)] if after else []
    return rates


def _links() -> list[Link]:
    effects = [
        *_firsts(),
        *(f"factor:{name}:start" for name in CIRCUMSTANCES),
        "childrens_help:none>looked_after",
    ]
    causes = (*CIRCUMSTANCES, *STRENGTHS)
    found: dict[str, Link] = {}
    number = 0
    while len(found) < 60:
        chance = uniform(5, "links", [number] * 4, [0, 1, 2, 3])
        cause, effect = causes[int(chance[0] * len(causes))], effects[int(chance[1] * len(effects))]
        holder = HOLDERS[int(chance[2] * len(HOLDERS))]
        made = link(
            cause, holder, effect, 0.7 if cause in STRENGTHS else round(1.2 + 1.3 * float(chance[3]), 2)
        )
        if f":{cause}:" not in effect:
            found[made.id] = made
        number += 1
    return list(found.values())
