"""Faults of whole lines: fields missing or too many, delimiters and quotes where none should be.

Each takes a well-formed line and gives the bad one, or null where it cannot be made of this line. None leaves a
quote open, which would refuse the whole file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

_TEXT = re.compile(r"(?<![^,])[A-Za-z][^,]*(?=,|$)")
_LAST = re.compile(r",[^,]*$")


def cut_short(line: str) -> str | None:
    """The last field and its delimiter are missing."""
    return None if '"' in line or line.count(",") < 2 else _LAST.sub("", line)


def delimiter_unquoted(line: str) -> str | None:
    """A delimiter stands in the text of a field, or after the last."""
    return f"{line}," if '"' in line else line.replace(" ", ",", 1) if " " in line else f"{line},"


def stray_quote(line: str) -> str | None:
    """Text follows the quote that closes a field."""
    found = None if '"' in line else _TEXT.search(line)
    return f'{line[: found.start()]}"{found[0]}"x{line[found.end() :]}' if found else None


FAULTS: Mapping[str, tuple[Callable[[str], str | None], str]] = MappingProxyType(
    {
        "field_missing": (cut_short, "wrong_field_count"),
        "field_too_many": (delimiter_unquoted, "wrong_field_count"),
        "stray_quote": (stray_quote, "stray_quote"),
    }
)
"""What makes the bad line, and the rule that the reader refuses it by."""
