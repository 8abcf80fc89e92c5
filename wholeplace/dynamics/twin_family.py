"""A family as plain objects, and what events do to it: one half of the engine's definition in plain Python."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from wholeplace.dynamics.compiled.names import CHANGES_HOME, Effect, Kind
from wholeplace.dynamics.population import HERE, MOST_HOMES, MOST_MEMBERS

ADULT = 18 * 12
Chance = Callable[[str, int, int], float]
"""A number in [0, 1) for a channel, a key and a step."""
Number = Callable[[str, int, int], int]


@dataclass
class Home:
    """Homes and members are known by their place in the family's lists; states are numbered, 0 for none."""

    number: int
    key: int
    area: int
    factors: set[str] = field(default_factory=set)
    states: dict[str, int] = field(default_factory=dict)


@dataclass
class Member:
    """Mother, father, partner and home are numbers in the family's lists, or None."""

    number: int
    key: int
    sex: int
    birth: int
    enter: int
    home: int | None
    mother: int | None = None
    father: int | None = None
    partner: int | None = None
    gone: int = int(HERE)
    factors: set[str] = field(default_factory=set)
    states: dict[str, int] = field(default_factory=dict)
    brought: list[int] = field(default_factory=lambda: [0, 0])

    def child(self, month: int) -> bool:
        """Whether they are under 18."""
        return month - self.birth < ADULT


Told = Callable[[int, Home | Member, str, int, int], None]
"""Write down an event: month, whose, effect, a, b."""


@dataclass
class Family:
    """Members and homes in order of number, and the draws of the run."""

    ratio: float
    members: list[Member]
    homes: list[Home]
    chance: Chance
    number: Number
    area_edges: list[float]
    tell: Told

    def present(self, month: int) -> Iterator[Member]:
        """Who has entered and is not gone."""
        return (each for each in self.members if each.home is not None and each.enter <= month)

    def at_home(self, home: Home, month: int) -> list[Member]:
        """Who is present in a home."""
        return [each for each in self.present(month) if each.home == home.number]

    def parents(self, member: Member, month: int) -> list[Member]:
        """The parents who are present, wherever they live."""
        return [each for each in self.present(month) if each.number in (member.mother, member.father)]

    def children(self, member: Member, month: int) -> list[Member]:
        """The children under 18 who are present, wherever they live."""
        own = (each for each in self.present(month) if member.number in (each.mother, each.father))
        return [each for each in own if each.child(month)]

    def couple(self, home: Home, month: int) -> tuple[Member, Member] | None:
        """The first couple of a home, in order of number."""
        there = self.at_home(home, month)
        pairs = ((a, b) for a in there for b in there if a.partner == b.number)
        return next(pairs, None)

    def can(self, effect: Effect, unit: Home | Member, month: int) -> bool:
        """Whether an effect can happen to a unit that is there."""
        if effect.kind in (Kind.START, Kind.END, Kind.MOVE):
            return True
        if isinstance(unit, Home):
            pair = self.couple(unit, month)
            abused = pair is not None and any("domestic_abuse" in each.factors for each in pair)
            return {Kind.SEPARATE: pair is not None, Kind.FLEE: abused}.get(effect.kind, True)
        single = unit.partner is None and not unit.child(month)
        if effect.kind == Kind.LEAVE_HOME:
            return single and any(each.home == unit.home for each in self.parents(unit, month))
        if effect.kind == Kind.LEAVE_PLACE:
            return single and not any(each.home == unit.home for each in self.children(unit, month))
        return {Kind.PARTNER: single, Kind.BIRTH: unit.sex == 0}.get(effect.kind, True)

    def happen(self, effect: Effect, unit: Home | Member, month: int) -> None:
        """What an effect changes."""
        if isinstance(unit, Home):
            self._to_home(effect, unit, month)
        elif effect.kind in (Kind.DEATH, Kind.LEAVE_PLACE):
            self.tell(month, unit, effect.name, -1, -1)
            self._goes(unit, month)
        elif effect.kind == Kind.LEAVE_HOME and len(self.homes) < MOST_HOMES:
            along = [each for each in self.children(unit, month) if each.home == unit.home]
            self._found(effect, unit, unit, [unit, *along], month)
        elif effect.kind in (Kind.BIRTH, Kind.PARTNER) and len(self.members) < MOST_MEMBERS:
            joined = self._born(unit, month) if effect.kind == Kind.BIRTH else self._partner(unit, month)
            self.members.append(joined)
            assert unit.home is not None
            self.tell(month, unit, effect.name, joined.number, unit.home)

    def _to_home(self, effect: Effect, home: Home, month: int) -> None:
        if effect.kind == Kind.HOME_MOVE:
            before, home.area = home.area, self._area(home.key, month)
            self.tell(month, home, effect.name, home.area, before)
        elif effect.kind == Kind.HOME_LEAVE:
            self.tell(month, home, effect.name, -1, -1)
            for each in self.members:
                if each.home == home.number:
                    self._goes(each, month)
        elif len(self.homes) < MOST_HOMES:
            pair = self.couple(home, month)
            assert pair is not None
            goer = self._goer(effect, pair, home, month)
            for each in pair:
                each.partner = None
            children = [each for each in self.at_home(home, month) if each.child(month) and each is not goer]
            self._found(effect, home, goer, [goer, *(children if effect.kind == Kind.FLEE else [])], month)

    def _goer(self, effect: Effect, pair: tuple[Member, Member], home: Home, month: int) -> Member:
        woman, man = pair if not (pair[0].sex == 1 and pair[1].sex == 0) else pair[::-1]
        if effect.kind == Kind.SEPARATE:
            return woman if self.chance("who stays", home.key, month) < 0.15 else man
        return woman if "domestic_abuse" in woman.factors else man

    def _found(
        self, effect: Effect, whose: Home | Member, maker: Member, goers: list[Member], month: int
    ) -> None:
        key = self.number("home key", maker.key, maker.brought[1])
        maker.brought[1] += 1
        home = Home(len(self.homes), key, self._area(key, month))
        self.homes.append(home)
        self.tell(month, whose, effect.name, home.number, home.area)
        for each in sorted(goers, key=lambda goer: goer.number):
            assert each.home is not None
            self.tell(month, each, CHANGES_HOME, home.number, each.home)
            each.home = home.number

    def _goes(self, member: Member, month: int) -> None:
        if member.partner is not None:
            self.members[member.partner].partner = None
        member.home, member.partner, member.gone = None, None, month

    def _born(self, mother: Member, month: int) -> Member:
        order = sum(each.mother == mother.number for each in self.members)
        key = self.number("child key", mother.key, order)
        sex = int(self.chance("newborn sex", key, 0) < 0.512)
        parents = (mother.number, mother.partner)
        return Member(len(self.members), key, sex, month, month + 1, mother.home, *parents)

    def _partner(self, other: Member, month: int) -> Member:
        key = self.number("partner key", other.key, other.brought[0])
        other.brought[0] += 1
        same = self.chance("partner sex", key, 0) < 0.03
        older = int(self.chance("partner age", key, 0) * 121) - 60
        older += 0 if same else (24 if other.sex == 0 else -24)
        birth = min(other.birth - older, month - ADULT)
        sex = other.sex if same else 1 - other.sex
        joined = Member(len(self.members), key, sex, birth, month + 1, other.home, partner=other.number)
        other.partner = joined.number
        return joined

    def _area(self, key: int, month: int) -> int:
        drawn = self.chance("area", key, month)
        return next(
            (area for area, edge in enumerate(self.area_edges) if drawn < edge), len(self.area_edges) - 1
        )
