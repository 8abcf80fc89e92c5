"""The system map as data: factors, tracks with states, links, programmes. Frozen; unknown keys are refused.

An effect is written `TRACK:FROM>TO` (how often people make that move; FROM and TO are states, groups of
states or `none`) or `factor:ID:start` or `factor:ID:end` (how often a factor begins or ends).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from wholeplace.errors import SettingsError
from wholeplace.system_map import frames

if TYPE_CHECKING:
    import polars as pl

Kind = Literal["circumstance", "characteristic", "strength"]
Holder = Literal["self", "parent", "spouse_or_partner", "child", "household"]
Grade = Literal["strong", "moderate", "weak", "assumed"]
"""strong: a trial or close comparison; moderate: people followed over time, or a natural experiment; weak: a
snapshot, or before and after; assumed: no published ratio and interval."""

NONE = "none"
"""Outside the track: where a first move starts and a last move ends."""

Snake = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Year = Annotated[int, Field(ge=1900, le=2100)]
Ratio = Annotated[float, Field(gt=0, allow_inf_nan=False)]


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Factor(_Entry):
    """A circumstance, characteristic or strength. `part_of`: the broader factor that this one implies."""

    id: Snake
    name: Text
    kind: Kind
    definition: Text
    source: Text
    part_of: Snake | None = None


class State(_Entry):
    """One stage of a track. `open_ended`: lasts while need lasts; false where law or guidance limits it."""

    id: Snake
    name: Text
    open_ended: bool
    definition: Text
    source: Text
    group: Snake | None = None


class Track(_Entry):
    """States in the order reports list them, the moves allowed, and precedence from most intensive.

    `exclusive`: nobody can be in two of its states on one day; `exclusive_reason` says why or why not.
    """

    id: Snake
    name: Text
    year: Year
    definition: Text
    exclusive: bool
    exclusive_reason: Text
    source: Text
    states: Annotated[tuple[State, ...], Field(min_length=1)]
    precedence: tuple[Snake, ...]
    transitions: tuple[Text, ...]

    def ends(self, name: str) -> tuple[str, ...]:
        """The states that `name` (a state, a group or `none`) stands for; empty where it is not known."""
        if name == NONE:
            return (NONE,)
        return tuple(state.id for state in self.states if name in (state.id, state.group))

    def moves(self) -> frozenset[tuple[str, str]]:
        """Every allowed move (from, to), groups spelled out; staying put is no move."""
        pairs = (text.partition(">") for text in self.transitions)
        return frozenset(
            (a, b) for left, _, right in pairs for a in self.ends(left) for b in self.ends(right) if a != b
        )


class Link(_Entry):
    """How many times as often `effect` happens while `holder` has `cause`: rate ratio, 95 % interval.

    `published`: the row of `data/evidence.csv` that the figures are converted from.
    """

    cause: Snake
    holder: Holder
    effect: Text
    rate_ratio: Ratio
    low: Ratio
    high: Ratio
    grade: Grade
    year: Year
    source: Text | None = None
    design: Text | None = None
    confounders: tuple[Snake, ...] = ()
    reason: Text | None = None
    published: Snake | None = None

    @property
    def id(self) -> str:
        """What makes a link one and the same: cause, holder and effect, as `CAUSE@HOLDER->EFFECT`."""
        return f"{self.cause}@{self.holder}->{self.effect}"


class Programme(_Entry):
    """A change to what `acts_on` names, for chosen people from a date, at a cost.

    acts_on: effects, or links as `link:CAUSE@HOLDER->EFFECT`; multiplies: one number for each, in order.
    who: `everyone`, or conditions that all hold: `factor:ID` or `TRACK:STATE`. where: `everywhere` or area
    codes. places: people helped at once, none for no limit. unit_cost: pence a person helped, at the prices
    of the year of `from`. published: rows of `data/evidence.csv`, one for each of acts_on, or none at all.
    """

    id: Snake
    acts_on: Annotated[tuple[Text, ...], Field(min_length=1)]
    multiplies: tuple[Ratio, ...]
    who: Annotated[tuple[Text, ...], Field(min_length=1)]
    where: Annotated[tuple[Text, ...], Field(min_length=1)]
    from_date: Annotated[date, Field(alias="from")]
    until: date | None = None
    places: Annotated[int, Field(gt=0)] | None = None
    unit_cost: Annotated[int, Field(ge=0)]
    payer: Snake
    evidence: Text
    published: tuple[Snake, ...] = ()


class SystemMap(_Entry):
    """The whole vocabulary. `replaced`: packaged entries that a place replaced, as `factor.ID` and so on."""

    factors: tuple[Factor, ...]
    tracks: tuple[Track, ...]
    links: tuple[Link, ...] = ()
    programmes: tuple[Programme, ...] = ()
    replaced: tuple[str, ...] = ()

    def factor_ids(self, kind: Kind | None = None) -> tuple[str, ...]:
        """IDs of all factors, or of one kind, in order. Raises SettingsError for an unknown kind."""
        if kind is not None and kind not in get_args(Kind):
            raise _unknown(f"no kind of factor is called {kind}", get_args(Kind))
        return tuple(factor.id for factor in self.factors if kind in (None, factor.kind))

    def track_ids(self) -> tuple[str, ...]:
        """IDs of all tracks, in order."""
        return tuple(track.id for track in self.tracks)

    def state_ids(self, track: str) -> tuple[str, ...]:
        """States of a track in the order reports list them. Raises SettingsError for an unknown track."""
        return tuple(state.id for state in self._track(track).states)

    def state_name(self, track: str, state: str) -> str:
        """The plain name of a state, for reports. Raises SettingsError for an unknown track or state."""
        names = {each.id: each.name for each in self._track(track).states}
        if state not in names:
            raise _unknown(f"the track {track} has no state {state}", tuple(names))
        return names[state]

    def precedence(self, track: str) -> tuple[str, ...]:
        """States of a track from most intensive: the first one reported for a day is the main state."""
        return self._track(track).precedence

    def factor_frame(self) -> pl.DataFrame:
        """One row a factor; columns in `frames.FACTOR_COLUMNS`."""
        return frames.factor_frame(self)

    def state_frame(self) -> pl.DataFrame:
        """One row a state of a track; columns in `frames.STATE_COLUMNS`."""
        return frames.state_frame(self)

    def _track(self, track: str) -> Track:
        found = next((each for each in self.tracks if each.id == track), None)
        if found is None:
            raise _unknown(f"no track is called {track}", self.track_ids())
        return found


def _unknown(what: str, known: tuple[str, ...]) -> SettingsError:
    return SettingsError(what, cure=f"Use one of {', '.join(known)}.")
