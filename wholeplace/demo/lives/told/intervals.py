"""Dated stretches of what somebody held or was in, from the engine's events: no event is read twice.

A stretch starts with an event and ends with the next of the same kind. What was held before the first event is
told by that event (an end, or a move from a state), and of those with none by how things stand at the end.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from wholeplace.demo.lives.told.index import NEVER, Told
from wholeplace.dynamics.compiled.names import Kind

Ints = npt.NDArray[np.int64]


def stretches(told: Told, *, of_home: bool) -> pl.DataFrame:
    """unit (position of person or home), what, state, from, to (days): all stretches of all factors and tracks.

    what: factor:ID or the track; state: the track's state, null for a factor. Sorted by unit, what, from. The
    first stretch of what was held at the start begins at the least day there is.
    """
    changes = _changes(told, of_home)
    first = np.r_[True, changes.key[1:] != changes.key[:-1]][: len(changes.key)]
    last = np.r_[first[1:], True][: len(first)]
    after = np.where(last, NEVER, np.r_[changes.day[1:], NEVER][: len(first)])
    held = first & (changes.source > 0)
    still, state = _standing(told, of_home, changes.key[first])
    key = np.concatenate([changes.key[held], still, changes.key])
    target = np.concatenate([changes.source[held], state, changes.target])
    begin = np.concatenate([np.full(held.sum() + len(still), -NEVER), changes.day])
    end = np.concatenate([changes.day[held], np.full(len(still), NEVER), after])
    kept = np.flatnonzero((target > 0) & (begin < end))
    kept = kept[np.argsort(key[kept], kind="stable")]
    return _frame(told, key[kept], target[kept], begin[kept], end[kept])


class _Changes(NamedTuple):
    """Events that change what a unit holds, by key (unit and what) and month; source and target: 0 for none."""

    key: Ints
    source: Ints
    target: Ints
    day: Ints


def _changes(told: Told, of_home: bool) -> _Changes:
    effects = told.lived.model.names.effects
    kind = np.array([each.kind for each in effects])
    home = np.array([each.of_home for each in effects])
    events = told.lived.events
    plain = (kind[events["effect"]] <= Kind.MOVE) & (home[events["effect"]] == of_home)
    events = events[plain]
    unit = (told.home_at if of_home else told.person_at)(events["family"], events["member"])
    factors = len(told.lived.model.factors)
    what = np.array([e.what + (factors if e.kind == Kind.MOVE else 0) for e in effects])
    target = np.array([e.target if e.kind == Kind.MOVE else int(e.kind == Kind.START) for e in effects])
    source = np.array([e.source if e.kind == Kind.MOVE else int(e.kind == Kind.END) for e in effects])
    key = unit * _size(told) + what[events["effect"]]
    order = np.lexsort((events["month"], key))
    effect, day = events["effect"][order], told.day(events["family"], events["month"])[order]
    return _Changes(key[order], source[effect].astype(np.int64), target[effect].astype(np.int64), day)


def _standing(told: Told, of_home: bool, known: Ints) -> tuple[Ints, Ints]:
    """What units hold at the end that no event tells of: key, and state (1 for a factor). known: keys of events."""
    end, factors = told.lived.end, len(told.lived.model.factors)
    held, states = (end.home_factors, end.home_states) if of_home else (end.factors, end.states)
    keys, found = [], []
    for place in range(factors):
        units = np.flatnonzero((held >> np.uint64(place)) & np.uint64(1))
        keys.append(units * _size(told) + place)
        found.append(np.ones(len(units), np.int64))
    for column in range(states.shape[1]):
        units = np.flatnonzero(states[:, column])
        keys.append(units * _size(told) + factors + column)
        found.append(states[units, column].astype(np.int64))
    key, state = np.concatenate(keys), np.concatenate(found)
    at = np.searchsorted(known, key).clip(0, max(len(known) - 1, 0))
    new = known[at] != key if len(known) else np.ones(len(key), np.bool_)
    return key[new], state[new]


def _size(told: Told) -> int:
    """How many factors and tracks there are: a unit and one of them make a key."""
    return len(told.lived.model.factors) + len(told.lived.model.names.tracks)


def _frame(told: Told, key: Ints, target: Ints, begin: Ints, end: Ints) -> pl.DataFrame:
    model = told.lived.model
    names = pl.Series([*(f"factor:{name}" for name in model.factors), *(t.id for t in model.names.tracks)])
    states = [[None], *([state.id for state in track.states] for track in model.names.tracks)]
    first = np.cumsum([0, *(len(each) for each in states[:-1])])
    what = key % _size(told)
    track = what - len(model.factors)
    at = np.where(track < 0, 0, first[np.maximum(track, -1) + 1] + target - 1)
    told_of = pl.Series([state for each in states for state in each], dtype=pl.String)
    return pl.DataFrame(
        {
            "unit": key // _size(told),
            "what": names.gather(what),
            "state": told_of.gather(at),
            "from": begin,
            "to": end,
        }
    )
