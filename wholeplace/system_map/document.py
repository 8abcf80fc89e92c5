"""Writes `docs/system-map.md`, the vocabulary for readers: `python -m wholeplace.system_map.document`."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from itertools import groupby

from wholeplace.system_map.load import load_system_map
from wholeplace.system_map.model import Factor, Kind, State, SystemMap, Track

_INTRODUCTION = """\
# The system map: factors and tracks

Written from `wholeplace/data/system_map.toml` by `python -m wholeplace.system_map.document`; change it there.
`GLOSSARY.md` explains the words, `docs/adr/0002-one-system-map.md` the shape.
"""

_KINDS: dict[Kind, tuple[str, str]] = {
    "circumstance": (
        "Circumstances",
        "Dated, and open to change: what may lie behind a need.",
    ),
    "characteristic": (
        "Characteristics",
        "Who somebody is. They adjust a comparison and are checked for fairness; they are never called a "
        "cause, counted as an avoidable cost, or acted on by a programme.",
    ),
    "strength": ("Strengths", "Dated circumstances that protect."),
}


def describe(system_map: SystemMap) -> str:
    """The vocabulary as Markdown: a table a kind of factor, and a section a track."""
    parts = [_INTRODUCTION]
    for kind, (heading, meaning) in _KINDS.items():
        of_kind = [factor for factor in system_map.factors if factor.kind == kind]
        parts.append(f"## {heading}\n\n{meaning}\n\n{_factors(of_kind)}")
    parts += [_track(track) for track in system_map.tracks]
    return "\n".join(parts)


def _factors(factors: list[Factor]) -> str:
    rows = [(f"`{f.id}`", f.name, _meaning(f), f.source) for f in factors]
    return _table(("ID", "name", "meaning", "source"), rows)


def _meaning(factor: Factor) -> str:
    return f"{factor.definition} Part of `{factor.part_of}`." if factor.part_of else factor.definition


def _track(track: Track) -> str:
    beside = "One state at a time." if track.exclusive else "States can run side by side."
    return "\n".join(
        [
            f"## Track: {track.name} (`{track.id}`, {track.year})\n",
            f"{track.definition} Source: {track.source}.\n",
            f"{beside} {track.exclusive_reason}\n",
            _states(track.states),
            f"Precedence, most intensive first: {_codes(track.precedence)}.\n",
            "Moves:\n",
            _moves(track.transitions),
        ]
    )


def _states(states: Iterable[State]) -> str:
    rows = [(f"`{s.id}`", s.name, _length(s), s.definition, s.source) for s in states]
    return _table(("state", "name", "lasts", "meaning", "source"), rows)


def _length(state: State) -> str:
    return "no set end" if state.open_ended else "limited time"


def _moves(transitions: Iterable[str]) -> str:
    pairs = sorted(text.split(">") for text in transitions)
    lines = [
        f"- from `{start}` to {_codes(end for _, end in ends)}"
        for start, ends in groupby(pairs, lambda pair: pair[0])
    ]
    return "\n".join(lines) + "\n"


def _codes(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [header, ("---",) * len(header), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


if __name__ == "__main__":
    sys.stdout.write(describe(load_system_map()))
