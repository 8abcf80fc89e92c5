"""Writes `docs/system-map.md`, the map for readers: `python -m wholeplace.system_map.document`."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from itertools import groupby

from wholeplace.system_map.evidence import Evidence, RateRatio, assumed_share, load_evidence, rate_ratio
from wholeplace.system_map.load import load_system_map
from wholeplace.system_map.model import Factor, Kind, Link, Programme, State, SystemMap, Track
from wholeplace.system_map.outcomes import load_bearings

_INTRODUCTION = """\
# The system map

Factors, tracks, links and programmes, and the published figures behind them. Written by
`python -m wholeplace.system_map.document` from `wholeplace/data/system_map.toml` and `wholeplace/data/evidence.csv`;
change it there. `GLOSSARY.md` explains the words, `docs/adr/0002-one-system-map.md` the shape, and
`docs/adr/0008-published-figures-behind-links.md` how figures become links.
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

_LINKS = """\
## Links

How many times as often an effect happens while its holder has the cause, with a 95 % interval. {assumed} of {all}
links ({share:.0%}) are **assumed**: no study with an interval was found, so theirs reaches at least a factor of two
either way, and the reason is given. A place should put its own figures in their stead as it learns.
"""

_BEARINGS = """\
## What factors bear on

Each factor in an area that a leader recognises, with the outcomes it bears on in the Local Outcomes Framework (MHCLG,
February 2026), the Children's Social Care National Framework (DfE, December 2023) and, up to March 2025 when that
programme ended, the headline outcomes of Supporting Families (2022 to 2025). Which outcome a factor bears on is our
reading. Names of the Local Outcomes Framework beyond housing, disadvantage and the two on children's start and
learning were read at second hand. Beside it, records that may tell of the factor, and whom they will not tell of.
"""

_PROGRAMMES = """\
## Programmes

What a place may try. A multiplier of 1 is a null result kept on purpose; one that does harm stands beside what helps.
"""

_EVIDENCE = """\
## Published figures

Each figure as published, the rate ratio it comes to, and what that takes for granted. The conversions are in
`wholeplace/system_map/evidence.py`. A row with a direction only sets no ratio.
"""


def describe(system_map: SystemMap) -> str:
    """The map as Markdown: factors by kind, a section a track, then links, programmes and their evidence."""
    parts = [_INTRODUCTION]
    for kind, (heading, meaning) in _KINDS.items():
        of_kind = [factor for factor in system_map.factors if factor.kind == kind]
        parts.append(f"## {heading}\n\n{meaning}\n\n{_factors(of_kind)}")
    parts.append(_bearings())
    parts += [_track(track) for track in system_map.tracks]
    parts += [_links(system_map), _programmes(system_map.programmes), _evidence(load_evidence().values())]
    return "\n".join(parts)


def _factors(factors: list[Factor]) -> str:
    rows = [(f"`{f.id}`", f.name, _meaning(f), f.source) for f in factors]
    return _table(("ID", "name", "meaning", "source"), rows)


def _bearings() -> str:
    header = (
        "area", "factor", "Local Outcomes Framework", "National Framework", "Supporting Families, to March 2025",
        "possible sources", "blind spot",
    )  # fmt: skip
    rows = [
        (
            *(b.area, f"`{b.factor}`", b.local_outcomes, b.national_framework, b.supporting_families),
            *(b.possible_sources, b.blind_spot),
        )
        for b in load_bearings().values()
    ]
    return f"{_BEARINGS}\n{_table(header, rows)}"


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


def _links(system_map: SystemMap) -> str:
    share = assumed_share(system_map.links)
    total = len(system_map.links)
    text = _LINKS.format(assumed=round(share * total), all=total, share=share)
    header = ("cause and holder", "effect", "ratio", "grade", "why")
    rows = [
        (f"`{link.cause}@{link.holder}`", f"`{link.effect}`", _interval(link), link.grade, _why(link))
        for link in system_map.links
    ]
    return f"{text}\n{_table(header, rows)}"


def _interval(link: Link) -> str:
    return f"{link.rate_ratio:g} ({link.low:g} to {link.high:g})"


def _why(link: Link) -> str:
    text = link.reason if link.grade == "assumed" else f"{link.source}; {link.design}"
    adjusted = f" Confounders: {_codes(link.confounders)}." if link.confounders else ""
    return f"{text}.{adjusted}"


def _programmes(programmes: Iterable[Programme]) -> str:
    header = ("programme", "what it multiplies", "who", "pounds a person helped", "evidence")
    rows = [
        (f"`{p.id}`", _multiplied(p), _codes(p.who), f"{p.unit_cost / 100:,.0f}", p.evidence)
        for p in programmes
    ]
    return f"{_PROGRAMMES}\n{_table(header, rows)}"


def _multiplied(programme: Programme) -> str:
    pairs = zip(programme.acts_on, programme.multiplies, strict=True)
    return ", ".join(f"`{target}` by {ratio:g}" for target, ratio in pairs)


def _evidence(rows: Iterable[Evidence]) -> str:
    header = (
        "row",
        "finding",
        "as published",
        "rate ratio",
        "population and design",
        "source",
        "taken for granted",
    )
    cells = [
        (
            *(f"`{e.id}`", e.what, e.original, _ratio(rate_ratio(e))),
            *(f"{e.population}; {e.design}", f"{e.source} ({e.confidence})", e.note),
        )
        for e in rows
    ]
    return f"{_EVIDENCE}\n{_table(header, cells)}"


def _ratio(found: RateRatio | None) -> str:
    if found is None:
        return "direction only"
    if found.low is None:
        return f"{found.ratio:.2f}, no interval"
    return f"{found.ratio:.2f} ({found.low:.2f} to {found.high:.2f})"


def _codes(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [header, ("---",) * len(header), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


if __name__ == "__main__":
    sys.stdout.write(describe(load_system_map()))
