"""Plain words for what tables hold as codes: dates, services, sources, bands. A page says nothing in code."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

_WHOLE = {
    "childrens": "children's",
    "send": "SEND",
    "sen2": "SEN2",
    "ssda903": "SSDA903",
    "cin": "CIN",
    "cld": "CLD",
    "gp": "GP",
    "nhs": "NHS",
    "shbe": "SHBE",
    "hclic": "H-CLIC",
    "ssd": "SSD",
    "ehc": "EHC",
    "xml": "XML",
}
_NAMES = {"early_help_local": "early help", "hclic": "homelessness"}
"""Services that are called by the form of their returns where no name is given."""
_REASONS = {"few known parents": "too few children have a known parent or carer"}


def plain(code: str) -> str:
    """A code as words: `adult_social_care` becomes "Adult social care"."""
    text = inner(code)
    return text[:1].upper() + text[1:]


def inner(code: str) -> str:
    """A code as words for the middle of a sentence."""
    named = _NAMES.get(code, code)
    return " ".join(_WHOLE.get(word, word) for word in named.replace("_", " ").split())


def lowered(name: str) -> str:
    """A name for the middle of a sentence: the first letter small unless the whole word is capitals."""
    first = name.split(" ")[0]
    return name if first.isupper() and len(first) > 1 else name[:1].lower() + name[1:]


def reason(text: str) -> str:
    """Why something is withheld, in words that can follow "because"."""
    return _REASONS.get(text, text)


def day(value: date | None) -> str:
    """A date as 31 March 2025; nothing where there is none."""
    return f"{value.day} {value:%B %Y}" if value else ""


def month(column: str) -> pl.Expr:
    """Months as "March 2025"; single days are not shown, as a first or last day may be one person's own."""
    return pl.col(column).dt.strftime("%B %Y")


def listed(words: Sequence[str]) -> str:
    """Words as "a, b and c"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


def number_word(number: int) -> str:
    """Small whole numbers in words, for how many services or sources there are."""
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    return words[number] if number < len(words) else str(number)


def many(number: int, one: str, more: str) -> str:
    """A number in words with its noun."""
    return f"{number_word(number)} {one if number == 1 else more}"
