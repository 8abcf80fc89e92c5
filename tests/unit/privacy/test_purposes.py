"""A purpose must say something, on one line; uses are the three that agreements know."""

from __future__ import annotations

from typing import get_args

import pytest

from wholeplace import config
from wholeplace.errors import PrivacyError
from wholeplace.privacy.purposes import LONGEST, Use, check_purpose


@pytest.mark.parametrize("text", [None, "", "  ", "a", "..........", "12345678", "x" * (LONGEST + 1)])
def test_a_purpose_that_says_nothing_is_refused(text: str | None) -> None:
    with pytest.raises(PrivacyError, match="purpose") as error:
        check_purpose(text)
    assert "--purpose" in error.value.cure


def test_a_purpose_is_kept_on_one_line() -> None:
    assert (
        check_purpose("  quality check\n\tof the\x1b spring census ") == "quality check of the spring census"
    )


def test_the_uses_are_those_of_the_settings() -> None:
    assert {use.value for use in Use} == set(get_args(config.Use))
    assert Use("planning") is Use.PLANNING
