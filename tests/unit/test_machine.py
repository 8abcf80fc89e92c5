"""What asks the operating system."""

from __future__ import annotations

import threading

import pytest

from wholeplace.machine import beside


def test_work_is_done_beside_the_block_where_there_are_processors_for_it() -> None:
    gate = threading.Event()
    with beside(2, lambda: gate.wait(10)) as waited:
        gate.set()
        assert waited()


def test_and_before_it_where_there_is_one() -> None:
    done: list[str] = []
    with beside(1, lambda: done.append("work")) as result:
        done.append("block")
        result()
    assert done == ["work", "block"]


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_went_wrong_is_told_where_the_result_is_asked_for(jobs: int) -> None:
    def broken() -> None:
        raise ValueError("spoilt")

    with pytest.raises(ValueError, match="spoilt"), beside(jobs, broken) as result:
        result()
