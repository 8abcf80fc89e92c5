"""The engine in plain Python: slow, and meant to be read. What it gives, event by event, the kernel must give.

Each month, for each home and then each member of a family, in order: what can happen to them, how often a year
(`hazards`), and one draw. All is judged before anything changes. Then the events take place in the same order;
one whose unit has meanwhile gone, or to whom it can no longer happen, does not.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from wholeplace.dynamics.compiled.names import Effect, Kind
from wholeplace.dynamics.compiled.tables import EVERYONE
from wholeplace.dynamics.draws import BITS, MASK, MONTH, ONE, PERSON, SEED, channel, mix_plain
from wholeplace.dynamics.model import Model
from wholeplace.dynamics.population import Population
from wholeplace.dynamics.run import EVENT, Lives
from wholeplace.dynamics.twin_family import Family, Home, Member

WORKING = 16 * 12
Held = list[set[str]]
Row = tuple[int, ...]


def simulate_plain(
    model: Model, population: Population, months: int, seed: int, *, first_month: int = 0, demography: bool = True
) -> Lives:  # fmt: skip
    """The same as `simulate`, in plain Python."""
    rows: list[Row] = []
    counts = np.zeros((months + 1, len(model.counted)), np.int64)
    families = [
        _family(model, population, number, seed, rows) for number in range(len(population.family_key))
    ]
    for family in families:
        for month in range(first_month, first_month + months):
            _count(model, family, month, counts[month - first_month])
            _live(model, family, month, demography)
        _count(model, family, first_month + months, counts[months])
    return Lives(np.array(rows, EVENT), counts, _end(model, population, families))


def _live(model: Model, family: Family, month: int, demography: bool) -> None:
    fired: list[tuple[Home | Member, Effect]] = []
    units: list[Home | Member] = [each for each in family.homes if family.at_home(each, month)]
    for unit in [*units, *family.present(month)]:
        likely = [pair for pair in hazards(model, family, unit, month, demography) if pair[1] > 0]
        total = sum(hazard for _, hazard in likely)
        one_event = 1 - math.exp(-total / 12)
        kind = "home" if isinstance(unit, Home) else "person"
        drawn = family.number(kind, unit.key, month) >> (64 - BITS)
        if drawn < int(one_event * ONE):
            fired.append((unit, _pick(likely, drawn / (one_event * ONE) * total)))
    for unit, effect in fired:
        _happen(family, unit, effect, month)


def _pick(likely: list[tuple[Effect, float]], sought: float) -> Effect:
    passed = 0.0
    for effect, hazard in likely:
        passed += hazard
        if sought < passed:
            return effect
    return likely[-1][0]


def _happen(family: Family, unit: Home | Member, effect: Effect, month: int) -> None:
    there = family.at_home(unit, month) if isinstance(unit, Home) else unit.home is not None
    if not there or not family.can(effect, unit, month):
        return
    name = effect.name.partition(":")[2].rpartition(":")[0]
    if effect.kind == Kind.START:
        unit.factors.add(name)
    elif effect.kind == Kind.END:
        unit.factors.remove(name)
    elif effect.kind == Kind.MOVE:
        unit.states[effect.name.partition(":")[0]] = effect.target
    else:
        family.happen(effect, unit, month)
        return
    family.tell(month, unit, effect.name, -1, -1)


def hazards(
    model: Model, family: Family, unit: Home | Member, month: int, demography: bool
) -> Iterator[tuple[Effect, float]]:
    """Each effect that a unit may meet this month and its hazard a year, in the order of effects."""
    is_home = isinstance(unit, Home)
    home = unit if is_home else family.homes[unit.home if unit.home is not None else -1]
    held = _held_by_home(family, unit, month) if is_home else _held(family, unit, month)
    settings, base = model.tables.settings, _base(model, unit, month)
    period = int(np.searchsorted(settings.period_start, month, side="right")) - 1
    opened = _open(model, family, unit, held, month)
    for k, effect in enumerate(model.names.effects[:-1]):
        if effect.of_home != is_home or base[k] == 0 or (effect.kind >= Kind.DEATH and not demography):
            continue
        if _applies(model, effect, unit) and family.can(effect, unit, month):
            around = settings.period[period, k] * settings.area[home.area, k]
            around *= family.ratio if settings.clustered[k] else 1
            yield effect, base[k] * around * _ratio(model, k, held, opened)


def _applies(model: Model, effect: Effect, unit: Home | Member) -> bool:
    if effect.kind == Kind.MOVE:
        return unit.states.get(model.tracks[effect.what], 0) == effect.source
    if effect.kind in (Kind.START, Kind.END):
        return (model.factors[effect.what] in unit.factors) == (effect.kind == Kind.END)
    return True


def _base(model: Model, unit: Home | Member, month: int) -> list[float]:
    edges, base = model.tables.changes.edges, model.tables.chances.base
    if isinstance(unit, Home):
        return base[-1].tolist()
    band = max(at for at, edge in enumerate(edges) if edge <= max(month - unit.birth, 0))
    return base[unit.sex * len(edges) + band].tolist()


def _ratio(model: Model, k: int, held: Held, opened: set[int]) -> float:
    times = 1.0
    for ratio in model.ratios:
        if ratio.effect == k and (ratio.gate < 0 or ratio.gate in opened):
            times *= (
                ratio.times
                if ratio.holder == EVERYONE or model.factors[ratio.factor] in held[ratio.holder]
                else 1
            )
    return times


def _sees(family: Family, *members: Member) -> set[str]:
    return {
        f for each in members if each.home is not None for f in each.factors | family.homes[each.home].factors
    }


def _held(family: Family, member: Member, month: int) -> Held:
    """What each holder of a member holds: self, parent, spouse or partner, child, household."""
    assert member.home is not None
    home = family.homes[member.home]
    others = [each for each in family.at_home(home, month) if each is not member]
    partner = [each for each in family.present(month) if each.number == member.partner]
    return [
        _sees(family, member),
        _sees(family, *family.parents(member, month)),
        _sees(family, *partner),
        _sees(family, *family.children(member, month)),
        home.factors.union(*(each.factors for each in others)),
    ]


def _held_by_home(family: Family, home: Home, month: int) -> Held:
    there = family.at_home(home, month)
    elder = _sees(family, *(each for each in there if month - each.birth >= WORKING))
    child = _sees(family, *(each for each in there if each.child(month)))
    return [elder, elder, elder, child, _sees(family, *there)]


def _open(model: Model, family: Family, unit: Home | Member, held: Held, month: int) -> set[int]:
    gates, opened = model.tables.settings.gates, set()
    is_home = isinstance(unit, Home)
    home = unit if is_home else family.homes[unit.home if unit.home is not None else -1]
    seen = _states(model, home, *(family.at_home(home, month) if is_home else [unit]))
    for gate in range(len(gates.start)):
        on = gates.start[gate] <= month < gates.until[gate] and gates.area[gate, home.area]
        asked = {name for bit, name in enumerate(model.factors) if int(gates.factors[gate]) >> bit & 1}
        states = all(mask == MASK or mask & seen for mask in gates.states[gate].tolist())
        if on and states and asked <= held[4 if is_home else 0]:
            opened.add(gate)
    return opened


def _states(model: Model, home: Home, *members: Member) -> int:
    seen, first = 0, 0
    for track in model.names.tracks:
        for each in [home] if track.id in model.names.home_tracks else members:
            if each.states.get(track.id, 0):
                seen |= 1 << (first + each.states[track.id] - 1)
        first += len(track.states)
    return seen


def _count(model: Model, family: Family, month: int, row: np.ndarray) -> None:
    for member in family.present(month):
        assert member.home is not None
        home = family.homes[member.home]
        for column, name in enumerate(model.counted):
            head, _, tail = name.partition(":")
            if head == "factor":
                row[column] += tail in member.factors | home.factors
                continue
            whose = home if head in model.names.home_tracks else member
            states = next(track.states for track in model.names.tracks if track.id == head)
            row[column] += tail in [states[whose.states[head] - 1].id] if whose.states.get(head, 0) else 0


def _family(model: Model, p: Population, number: int, seed: int, rows: list[Row]) -> Family:
    def draw(name: str, key: int, step: int) -> int:
        fixed = mix_plain(((seed * SEED) & MASK) ^ channel(name))
        inner = mix_plain((key * PERSON + fixed) & MASK)
        return mix_plain((inner + step * MONTH + fixed) & MASK)

    def tell(month: int, unit: Home | Member, effect: str, a: int, b: int) -> None:
        is_home = isinstance(unit, Home)
        rows.append((number, month, int(is_home), unit.number, model.effects.index(effect), a, b))

    people = range(p.family_start[number], p.family_start[number + 1])
    homes = range(p.home_start[number], p.home_start[number + 1])
    return Family(
        float(p.family_ratio[number]),
        [_member(model, p, n, at) for at, n in enumerate(people)],
        [_home(model, p, n, at) for at, n in enumerate(homes)],
        lambda name, key, step: (draw(name, key, step) >> (64 - BITS)) / ONE,
        draw,
        model.tables.changes.area_edges.tolist(),
        tell,
    )


def _named(model: Model, bits: int) -> set[str]:
    return {name for bit, name in enumerate(model.factors) if bits >> bit & 1}


def _member(model: Model, p: Population, n: int, number: int) -> Member:
    home, mother, father, partner = (
        int(column[n]) if column[n] >= 0 else None for column in (p.home, p.mother, p.father, p.partner)
    )
    return Member(
        number, int(p.key[n]), int(p.sex[n]), int(p.birth[n]), int(p.enter[n]), home, mother, father, partner,
        int(p.gone[n]), _named(model, int(p.factors[n])), dict(zip(model.tracks, p.states[n].tolist(), strict=True)),
        p.brought[n].tolist(),
    )  # fmt: skip


def _home(model: Model, p: Population, n: int, number: int) -> Home:
    states = dict(zip(model.tracks, p.home_states[n].tolist(), strict=True))
    return Home(
        number, int(p.home_key[n]), int(p.home_area[n]), _named(model, int(p.home_factors[n])), states
    )


def _end(model: Model, p: Population, families: list[Family]) -> Population:
    members = [each for family in families for each in family.members]
    homes = [each for family in families for each in family.homes]

    def bits(units: list[Member] | list[Home]) -> list[int]:
        return [sum(1 << model.factors.index(name) for name in each.factors) for each in units]

    def states(units: list[Member] | list[Home]) -> np.ndarray:
        rows = [[each.states.get(track, 0) for track in model.tracks] for each in units]
        return np.array(rows, np.uint8).reshape(len(units), len(model.tracks))

    def link(name: str) -> list[int]:
        found = [getattr(each, name) for each in members]
        return [-1 if each is None else each for each in found]

    def column(name: str, units: list[Member] | list[Home], kind: type = np.int64) -> np.ndarray:
        return np.array([getattr(each, name) for each in units], kind)

    def starts(sizes: list[int]) -> np.ndarray:
        return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)

    return Population(
        family_start=starts([len(family.members) for family in families]),
        family_key=p.family_key, family_ratio=p.family_ratio,
        key=column("key", members, np.uint64), sex=column("sex", members), birth=column("birth", members),
        enter=column("enter", members), home=np.array(link("home")), mother=np.array(link("mother")),
        father=np.array(link("father")), partner=np.array(link("partner")), gone=column("gone", members),
        factors=np.array(bits(members), np.uint64), states=states(members),
        home_start=starts([len(family.homes) for family in families]), home_key=column("key", homes, np.uint64),
        home_area=column("area", homes), home_factors=np.array(bits(homes), np.uint64), home_states=states(homes),
        brought=column("brought", members, np.uint8).reshape(-1, 2),
    )  # fmt: skip
