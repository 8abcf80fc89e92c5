"""Lives of a population from month to month: the engine's front door."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from wholeplace.dynamics.compiled.tables import Tables
from wholeplace.dynamics.draws import MASK, SEED, channel, mix_plain
from wholeplace.dynamics.kernel.arrays import CHANNELS, Flat, flat, make_scratch
from wholeplace.dynamics.model import Model
from wholeplace.dynamics.population import HOME, KINDS, MOST_HOMES, MOST_MEMBERS, PERSON, Population

EVENT = np.dtype(
    [
        ("family", np.int32), ("month", np.int32), ("unit", np.int32), ("member", np.int32),
        ("effect", np.int32), ("a", np.int32), ("b", np.int32),
    ]
)  # fmt: skip
MOST_EVENTS = MOST_HOMES + 5 * MOST_MEMBERS
"""Most rows of events a family can have in a month: one a unit, and up to four a member for changes of home."""
PIECES = 4
"""Chunks a thread: enough that a thread with easy families takes another."""
Sizes = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Lives:
    """What happened, and how things stand at the end.

    events: one row an event, by family, month, and the order in which they took place (homes before persons,
    each in index order; `life:changes_home` straight after the event that caused it). unit: 0 person, 1 home;
    member: local index of either; effect: index into `Model.effects`. a, b, else -1:

    - `life:birth`, `life:partner`: new member, their home
    - `life:leave_home`, `home:separate`, `home:flee`: new home, its area
    - `life:changes_home` (of a person): new home, old home
    - `home:move`: new area, old area

    counts: row i holds the people present at the start of month first_month + i, by what they hold or are in
    (columns `Model.counted`); its last row is the end of the last month. end: the same population, grown.
    """

    events: npt.NDArray[np.void]
    counts: npt.NDArray[np.int64]
    end: Population


def simulate(
    model: Model,
    population: Population,
    months: int,
    seed: int,
    *,
    first_month: int = 0,
    threads: int = 1,
    log: bool = True,
    demography: bool = True,
) -> Lives:
    """Live `months` months from `first_month`. Nothing depends on `threads`, only the time it takes.

    log: whether to keep the events. demography: whether people are born, die, move and so on (`life:` and
    `home:` effects). `population` is not changed. Raises ValueError where it does not fit the model.
    """
    _check(model, population)
    tables = _by_period(model.tables if demography else model.without_demography(), first_month + months)
    fixed = np.array([mix_plain(((seed * SEED) & MASK) ^ channel(name)) for name in CHANNELS], np.uint64)
    span = (first_month, first_month + months)

    def run(families: tuple[int, int]) -> _Part:
        return _run_part(tables, flat(population), fixed, families, span, len(model.counted), log)

    families = len(population.family_key)
    edges = np.linspace(0, families, max(1, threads * PIECES if threads > 1 else 1) + 1).astype(int).tolist()
    parts = list(pairwise(edges))
    if threads == 1:
        return _joined([run(part) for part in parts])
    with ThreadPoolExecutor(threads) as pool:
        return _joined(list(pool.map(run, parts)))


def _by_period(tables: Tables, until: int) -> Tables:
    """The tables with base rates by period, cell and effect, for the periods that begin before a month."""
    settings, base = tables.settings, tables.chances.base
    periods = max(1, int(np.searchsorted(settings.period_start, until)))
    paced = base[None] * settings.period[:periods, None]
    begun = settings._replace(
        period_start=settings.period_start[:periods],
        rise=settings.rise[:periods],
        near=settings.near[:periods],
    )
    return tables._replace(chances=tables.chances._replace(base=paced), settings=begun)


@dataclass(frozen=True)
class _Part:
    events: npt.NDArray[np.int32]
    changes: npt.NDArray[np.int64]
    end: Population


def _check(model: Model, population: Population) -> None:
    tracks = len(model.tracks)
    if population.states.shape[1] != tracks or population.home_states.shape[1] != tracks:
        raise ValueError(f"states have not the {tracks} tracks of the model")
    most = [len(track.states) for track in model.names.tracks]
    if (population.states > most).any() or (population.home_states > most).any():
        raise ValueError("somebody is in a state that the track does not have")
    if (population.factors & model.tables.chances.facts[0]["of_homes"]).any():
        raise ValueError("a person holds a factor that belongs to homes")
    if (population.home_factors & ~model.tables.chances.facts[0]["of_homes"]).any():
        raise ValueError("a home holds a factor that belongs to persons")
    if (population.home_area >= len(model.areas)).any():
        raise ValueError("a home is in an area that the model does not have")


def _run_part(
    tables: Tables, start: Flat, fixed: npt.NDArray[np.uint64], families: tuple[int, int],
    span: tuple[int, int], columns: int, log: bool,
) -> _Part:  # fmt: skip
    from wholeplace.dynamics.kernel.loop import run_families  # here, since numba takes a second to import

    months, count = span[1] - span[0], families[1] - families[0]
    people = int(start.family_start[families[1]] - start.family_start[families[0]])
    homes = int(start.home_start[families[1]] - start.home_start[families[0]])
    grown = people * months // 300
    reserve = (MOST_MEMBERS, MOST_HOMES, MOST_EVENTS * months if log else 0)
    # Room for events is taken plentifully: what is not written to takes no memory.
    sizes = (people + grown, homes + grown, people * months // 8 if log else 0)
    room = [size + more for size, more in zip(sizes, reserve, strict=True)]
    changes, events = np.zeros((months + 1, columns + 1), np.int64), np.empty((room[2], 7), np.int32)
    scratch, end = (
        make_scratch(len(tables.chances.effect), fixed, changes, events),
        _space(start, count, room),
    )
    done = families[0]
    while True:
        done = run_families(tables, scratch, start, end, (done, *families), span, reserve)
        if done == families[1]:
            used = scratch.family[0]["used"]
            return _Part(scratch.events[: used[2]], changes[:, :columns], _cut(start, end, families, used))
        room = [2 * size for size in room]
        end = _grown(end, count, room)
        more = np.empty((room[2], 7), np.int32)
        more[: len(scratch.events)] = scratch.events
        scratch = scratch._replace(events=more)


def _space(like: Flat, families: int, room: Sequence[int]) -> Flat:
    arrays = {}
    for name in Flat._fields:
        column: npt.NDArray[np.generic] = getattr(like, name)
        size = room[0] if name in PERSON else room[1] if name in HOME else families + 1
        arrays[name] = np.zeros((size, *column.shape[1:]), column.dtype)
    return Flat(**arrays)


def _grown(end: Flat, families: int, room: Sequence[int]) -> Flat:
    larger = _space(end, families, room)
    for old, new in zip(end, larger, strict=True):
        new[: len(old)] = old
    return larger


def _cut(start: Flat, end: Flat, families: tuple[int, int], used: Sizes) -> Population:
    arrays = {}
    for name in Flat._fields:
        size = used[0] if name in PERSON else used[1] if name in HOME else None
        arrays[name] = getattr(end, name)[:size]
    for name in ("family_key", "family_ratio"):
        arrays[name] = getattr(start, name)[families[0] : families[1]]
    return Population(**arrays)


def _joined(parts: list[_Part]) -> Lives:
    if len(parts) == 1:
        whole = parts[0]
        return Lives(whole.events.view(EVENT)[:, 0], np.cumsum(whole.changes, axis=0), whole.end)
    events = np.concatenate([part.events for part in parts]).view(EVENT)[:, 0]
    counts = np.cumsum(sum(part.changes for part in parts), axis=0)
    return Lives(events, counts, _one([part.end for part in parts]))


def _one(ends: list[Population]) -> Population:
    arrays = {}
    for name in KINDS:
        columns = [getattr(end, name) for end in ends]
        if name in ("family_start", "home_start"):
            sizes = np.concatenate([np.diff(column) for column in columns])
            arrays[name] = np.concatenate([[0], np.cumsum(sizes)])
        else:
            arrays[name] = np.concatenate(columns)
    return Population(**arrays)
