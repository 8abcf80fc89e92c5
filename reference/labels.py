"""Our own plain words for public codes, and what each maps to in the system map.

The codes and their years are facts of the public specifications; the words in `labels/*.csv` are ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from reference.schemas import Span
from reference.tables import Code, TableFault, read_rows

LABELS = Path(__file__).parent / "labels"
ALWAYS = Span(None, None)


@cache
def _labels(file: str) -> dict[str, dict[str, tuple[str, str]]]:
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for row in read_rows(LABELS / f"{file}.csv"):
        found.setdefault(row["list"], {})[row["code"]] = (row["label"], row["canonical"])
    return found


def label_codes(file: str, name: str, years: Mapping[str, Span]) -> list[Code]:
    """The codes of one list in the order of our labels, with the years that the specification gives them.

    Raises TableFault where the specification has a code without a label: it has changed and needs reading.
    """
    labels = _labels(file)[name]
    unknown = sorted(set(years) - set(labels))
    if unknown:
        raise TableFault(f"{file}/{name}: codes without a label: {', '.join(unknown)}")
    return [
        Code(name, code, labels[code][0], *years[code], labels[code][1]) for code in labels if code in years
    ]


def all_codes(file: str, name: str) -> list[Code]:
    """Every code of one of our lists, good for all years."""
    return label_codes(file, name, dict.fromkeys(_labels(file)[name], ALWAYS))


def lists_of(file: str) -> Iterable[str]:
    """The names of the lists in one labels file."""
    return _labels(file)
