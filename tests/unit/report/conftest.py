"""One invented place of a few thousand people, made once for all tests of the report."""

from __future__ import annotations

import polars as pl
import pytest

from tests.support import report_frames
from wholeplace.report.given import Given


@pytest.fixture(scope="session")
def frames() -> dict[str, pl.DataFrame]:
    return report_frames.frames(3000)


@pytest.fixture(scope="session")
def given(frames: dict[str, pl.DataFrame]) -> Given:
    return report_frames.given(frames)


@pytest.fixture(scope="session")
def nothing() -> Given:
    return report_frames.given(report_frames.empty_frames())
