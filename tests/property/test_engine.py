"""The kernel on generated cases: what its plain twin gives, whoever runs it, and nobody lost."""

from dataclasses import fields

import numpy as np
import pytest

from tests.support.engine_cases import MONTHS, Case, case
from wholeplace.dynamics import Lives, Population, simulate
from wholeplace.dynamics.twin import simulate_plain

CASES = 200
LONG_CASES = 10_000


def assert_same(one: Lives, other: Lives) -> None:
    """Event by event, month by month, and in the end."""
    assert one.events.tolist() == other.events.tolist()
    assert (one.counts == other.counts).all()
    for field in fields(Population):
        assert np.array_equal(getattr(one.end, field.name), getattr(other.end, field.name)), field.name


def lived(given: Case, **more: int) -> Lives:
    """The kernel's answer to a case."""
    return simulate(
        given.model, given.population, MONTHS, given.seed, first_month=given.first_month,
        demography=given.demography, **more,
    )  # fmt: skip


def compare(numbers: range) -> int:
    """Hold the kernel against the twin on some cases; how many events there were."""
    events = 0
    for number in numbers:
        given = case(number)
        ours = lived(given)
        plain = simulate_plain(
            given.model, given.population, MONTHS, given.seed, first_month=given.first_month,
            demography=given.demography,
        )  # fmt: skip
        assert_same(ours, plain)
        events += len(ours.events)
    return events


@pytest.mark.parametrize("part", range(4))
def test_kernel_and_twin_agree_event_by_event(part: int):
    size = CASES // 4
    assert compare(range(part * size, (part + 1) * size)) > 10 * size


@pytest.mark.long
@pytest.mark.parametrize("part", range(20))
def test_kernel_and_twin_agree_on_many_more(part: int):
    size = LONG_CASES // 20
    first = CASES + part * size
    assert compare(range(first, first + size)) > 10 * size
