"""What row-level data may be used for, and the purpose a person states before seeing it."""

from __future__ import annotations

import unicodedata
from enum import StrEnum

from wholeplace.errors import PrivacyError

SHORTEST, LONGEST = 3, 300


class Use(StrEnum):
    """The uses a source's agreement can permit; a step declares one and gets only sources that permit it."""

    PLANNING = "planning"
    DIRECT_SUPPORT = "direct_support"
    EVALUATION = "evaluation"


def check_purpose(text: str | None) -> str:
    """The purpose on one line. Raises PrivacyError where it is missing, too short to mean anything, or long."""
    plain = "".join(" " if unicodedata.category(c).startswith("C") else c for c in text or "")
    purpose = " ".join(plain.split())
    if not SHORTEST <= len(purpose) <= LONGEST or sum(map(str.isalpha, purpose)) < SHORTEST:
        raise PrivacyError(
            f"a purpose of {SHORTEST} to {LONGEST} characters is needed to show rows about people",
            cure='Say why you look, without naming anyone: --purpose "quality check of the spring census"',
        )
    return purpose
