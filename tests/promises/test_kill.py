"""Promise: killed, out of space or read-only at any moment, a place is whole, and the next run completes it."""

from __future__ import annotations

import errno
import multiprocessing
import os
import random
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.kill_driver import run_until
from tests.support.places import FEW, copied, is_whole, made_place, unfinished
from wholeplace.cli import run_command
from wholeplace.errors import StoreError
from wholeplace.place import Place
from wholeplace.steps import last_runs

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.support.kill_driver"])
WRITES = (1, 2, 3, 10, 20, 30, 35, 41, 50, 60)
BOUNDARIES = [(f"{when}_publish", 1) for _ in range(4) for when in ("before", "after")]


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return made_place(tmp_path_factory.mktemp("kill") / "place", 500, last="", services=FEW)


@pytest.fixture(scope="module")
def undisturbed(untouched: Place, tmp_path_factory: pytest.TempPathFactory) -> str:
    place = copied(untouched, tmp_path_factory.mktemp("whole") / "place")
    place.run()
    return place.content_hash()


def _kill(place: Place, event: str, number: float) -> int:
    process = PROCESSES.Process(target=run_until, args=(place.folder, event, number))
    process.start()
    process.join(120)
    assert process.exitcode in (-signal.SIGKILL, 0)
    assert is_whole(place)
    return process.exitcode


def _ends_whole(place: Place, undisturbed: str) -> None:
    place.run()
    assert place.content_hash() == undisturbed
    assert is_whole(place)
    assert unfinished(place) == []
    assert not any(outcome.ran for outcome in place.run())


def test_killed_at_every_step_boundary(untouched: Place, undisturbed: str, tmp_path: Path) -> None:
    place = copied(untouched, tmp_path / "place")
    killed = [_kill(place, event, number) for event, number in BOUNDARIES]
    assert killed == [-signal.SIGKILL] * len(BOUNDARIES)
    _ends_whole(place, undisturbed)


def test_killed_at_ten_random_moments(untouched: Place, undisturbed: str, tmp_path: Path) -> None:
    place, drawn = copied(untouched, tmp_path / "place"), random.Random(11)
    moments = [(drawn.choice(["before_rename", "after_rename"]), drawn.randint(1, 20)) for _ in range(5)]
    moments += [(drawn.choice(["before_rename", "after_rename"]), drawn.randint(1, 8)) for _ in range(5)]
    killed = [_kill(place, *moment) for moment in moments]
    assert killed == [-signal.SIGKILL] * len(moments)
    _ends_whole(place, undisturbed)


@pytest.mark.long
@pytest.mark.parametrize("batch", range(50))
def test_killed_at_five_hundred_random_moments(
    untouched: Place, undisturbed: str, tmp_path: Path, batch: int
) -> None:
    place, drawn = copied(untouched, tmp_path / "place"), random.Random(batch)
    for number in range(10):
        if number % 2:
            _kill(place, drawn.choice(["before_rename", "after_rename"]), drawn.randint(1, 40))
        else:
            _kill(place, "seconds", round(drawn.uniform(0.01, 4.0), 3))
    _ends_whole(place, undisturbed)


def test_a_page_left_half_written_is_gone_when_pages_are_written_anew(
    untouched: Place, tmp_path: Path
) -> None:
    place = copied(untouched, tmp_path / "place")
    torn = place.folder / "reports" / ".sources.html.7.tmp"
    torn.parent.mkdir(exist_ok=True)
    torn.write_text("<!doctype html>")
    place.run()
    assert unfinished(place) == []


class Failing:
    """Writes that fail from the n-th on, as on a full disk; `os.fsync` ends every durable write."""

    def __init__(self, number: int, code: int) -> None:
        self.left, self.code = number, code

    def __call__(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def failing(*args: Any, **more: Any) -> Any:
            self.left -= 1
            if self.left < 0:
                raise OSError(self.code, os.strerror(self.code))
            return call(*args, **more)

        return failing


@pytest.fixture
def fail(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int, int], None]]:
    def arm(number: int, code: int) -> None:
        monkeypatch.setattr("wholeplace.machine.os.fsync", Failing(number, code)(os.fsync))

    yield arm
    monkeypatch.undo()


def _error_of(place: Place) -> StoreError | None:
    try:
        place.run()
    except StoreError as error:
        return error
    return None


def test_a_full_disk_at_any_write_costs_nothing_stored(
    untouched: Place, undisturbed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten runs of one place, each failing at another of its writes."""
    place, failed = copied(untouched, tmp_path / "place"), 0
    for number in WRITES:
        with monkeypatch.context() as patched:
            patched.setattr("wholeplace.machine.os.fsync", Failing(number, errno.ENOSPC)(os.fsync))
            error = _error_of(place)
        assert is_whole(place)
        if error is None:
            continue
        failed += 1
        assert error.exit_code == 12
        assert "\n" not in error.line()
        assert error.cure
    assert failed >= 5
    _ends_whole(place, undisturbed)


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EIO])
@pytest.mark.parametrize("number", [0, 1, 5])
def test_a_write_that_fails_is_one_line_and_exit_code_12(
    untouched: Place, tmp_path: Path, fail: Callable[[int, int], None], capsys: pytest.CaptureFixture[str],
    code: int, number: int,
) -> None:  # fmt: skip
    place = copied(untouched, tmp_path / "place")
    fail(number, code)
    assert run_command(["run", str(place.folder), "--to", "read"]) == 12
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "Traceback" not in said
    assert is_whole(place)


@pytest.mark.parametrize("name", ["open", "mkdir", "unlink"])
def test_a_folder_that_refuses_is_one_line_and_exit_code_12(
    untouched: Place,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
) -> None:
    place = copied(untouched, tmp_path / "place")
    (place.folder / "store" / "place" / "event").mkdir(parents=True)
    (place.folder / "store" / "place" / "event" / "left.parquet").write_bytes(b"left by a killed run")
    own = getattr(Path, name)

    def refuses(path: Path, *args: Any, **more: Any) -> Any:
        writing = name != "open" or any(mode in str(args) + str(more) for mode in ("'w", "'a", "'rb+", "'x"))
        if writing and "store" in path.parts:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return own(path, *args, **more)

    monkeypatch.setattr(Path, name, refuses)
    assert run_command(["run", str(place.folder), "--to", "read"]) == 12
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert str(tmp_path) not in said


def test_an_unwritable_run_log_does_not_lose_what_was_stored(untouched: Place, tmp_path: Path) -> None:
    place = copied(untouched, tmp_path / "place")
    place.run(last="read")
    log = place.folder / "store" / "runs.jsonl"
    log.write_text(log.read_text() + '{"step": "link", "sec')
    assert "read" in last_runs(place.store)
    assert is_whole(place)
