"""A line for each pattern, from what sets its families apart: what they live with, what helps them, what they have.

It says what families live with and never what they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

OFTEN, APART = 0.2, 1.25
"""A feature is told where at least so many of the pattern have it, and so many times as many as of all families."""
WORDS = ((0.9, "nearly all"), (0.5, "most"), (0.3, "many"), (0.0, "some"))
KINDS = {"circumstance": "live with", "service": "have", "strength": "have"}
PLAIN = "Fewer needs and services on record than other families"


Shares = Mapping[str, float]
Told = Mapping[str, tuple[str, str]]


def describe(shares: Sequence[Shares], of_all: Shares, told: Told) -> list[str]:
    """A line a pattern, no two alike. shares, of_all: by feature; told: kind and words by feature."""
    lines = [_line(own, of_all, told, most=2) for own in shares]
    for most in (3, 4, len(told)):
        same = {line for line in lines if lines.count(line) > 1}
        lines = [
            _line(own, of_all, told, most) if line in same else line
            for line, own in zip(lines, shares, strict=True)
        ]
    return [
        f"{line} ({number})" if lines.count(line) > 1 else line for number, line in enumerate(lines, start=1)
    ]


def _line(own: Shares, of_all: Shares, told: Told, most: int) -> str:
    parts = []
    for kind, verb in KINDS.items():
        apart = sorted(
            (name for name in own if told[name][0] == kind and _is_apart(own[name], of_all[name], kind)),
            key=lambda name: (of_all[name] - own[name], name),
        )[: 1 if kind == "strength" else most]
        for _, word in WORDS:
            named = [told[name][1] for name in apart if _word(own[name]) == word]
            if named:
                parts.append(f"{word} {verb} {_listed(named)}")
    text = "; ".join(parts or [PLAIN, *_commonest(own, told)])
    return text[:1].upper() + text[1:]


def _commonest(own: Shares, told: Told) -> list[str]:
    """What most of them live with all the same."""
    often = [name for name in own if told[name][0] == "circumstance" and own[name] >= OFTEN]
    often.sort(key=lambda name: (-own[name], name))
    return [f"{_word(own[often[0]])} live with {told[often[0]][1]}"] if often else []


def _is_apart(own: float, of_all: float, kind: str) -> bool:
    return own >= (OFTEN / 2 if kind == "strength" else OFTEN) and own >= APART * of_all


def _word(share: float) -> str:
    return next(
        word
        for least, word in ((0.9, "nearly all"), (0.5, "most"), (0.3, "many"), (0, "some"))
        if share >= least
    )


def _listed(names: Iterable[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
