"""The access log: written before rows are shown, and every edit, deletion, swap and cut found."""

from __future__ import annotations

import json
import os
import random
import stat
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from wholeplace.errors import PrivacyError
from wholeplace.privacy.access import HEAD, LOG, Verification, record_access, verify
from wholeplace.privacy.keys import PlaceKey

KEY = PlaceKey(bytes(range(32)))
NOW = datetime(2026, 3, 31, 13, 5, 9, tzinfo=timezone(timedelta(hours=1)))


def access(folder: Path, what: str = "query", key: PlaceKey = KEY) -> None:
    record_access(
        folder, key, who="analyst", purpose="quality check", what=what, tables=["event"], rows=3, now=NOW
    )


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A log of six accesses."""
    for number in range(6):
        access(tmp_path, f"export {number}")
    return tmp_path


def lines_of(folder: Path) -> list[bytes]:
    return (folder / LOG).read_bytes().splitlines(keepends=True)


def put(folder: Path, lines: list[bytes]) -> Verification:
    (folder / LOG).write_bytes(b"".join(lines))
    return verify(folder, KEY)


def test_a_line_says_who_when_why_what_and_how_much(log: Path) -> None:
    entry = json.loads(lines_of(log)[0])
    assert {k: v for k, v in entry.items() if k not in ("hash", "before")} == {
        "n": 1, "at": "2026-03-31T12:05:09Z", "who": "analyst", "purpose": "quality check",
        "what": "export 0", "tables": ["event"], "rows": 3,
    }  # fmt: skip


def test_an_untouched_log_holds(log: Path, tmp_path: Path) -> None:
    assert verify(log, KEY) == Verification(6)
    assert verify(log, KEY).ok
    assert verify(tmp_path / "none yet", KEY) == Verification(0)


@pytest.mark.skipif(os.name != "posix", reason="this system has no file modes")
def test_only_the_owner_may_read_it(log: Path) -> None:
    assert {stat.S_IMODE((log / name).stat().st_mode) for name in (LOG, HEAD)} == {0o600}


def test_every_edit_is_found_at_its_line(log: Path) -> None:
    whole, chance = lines_of(log), random.Random(5)
    for _ in range(300):
        number = chance.randrange(6)
        at = chance.randrange(len(whole[number]) - 1)
        edited = bytearray(whole[number])
        edited[at] = chance.choice([b for b in range(32, 127) if b != edited[at]])
        found = put(log, [*whole[:number], bytes(edited), *whole[number + 1 :]])
        assert (found.line, found.entries) == (number + 1, number)


def test_every_deletion_and_swap_is_found_at_its_line(log: Path) -> None:
    whole = lines_of(log)
    for i in range(5):
        assert put(log, whole[:i] + whole[i + 1 :]).line == i + 1
        for j in range(i + 1, 6):
            swapped = whole.copy()
            swapped[i], swapped[j] = swapped[j], swapped[i]
            assert put(log, swapped).line == i + 1


@pytest.mark.parametrize("left", range(6))
def test_a_cut_tail_is_found_and_stops_further_rows(log: Path, left: int) -> None:
    found = put(log, lines_of(log)[:left])
    assert found.line == left + 1
    assert "cut" in str(found.fault)
    with pytest.raises(PrivacyError, match="does not end as it was left"):
        access(log)


def test_a_repeated_line_and_one_under_another_key_are_found(log: Path, tmp_path: Path) -> None:
    whole = lines_of(log)
    assert put(log, [*whole, whole[-1]]).line == 7
    access(tmp_path / "other", key=PlaceKey(b"o" * 32))
    assert put(log, [*lines_of(tmp_path / "other"), *whole[1:]]).line == 1


def test_a_lost_or_forged_head_is_found(log: Path) -> None:
    head = (log / HEAD).read_bytes()
    (log / HEAD).unlink()
    assert HEAD in str(verify(log, KEY).fault)
    (log / HEAD).write_bytes(head.replace(b'"head": 6', b'"head": 5'))
    assert HEAD in str(verify(log, KEY).fault)
    with pytest.raises(PrivacyError, match="does not end"):
        access(log)


def test_a_line_in_the_heads_place_is_no_head(log: Path) -> None:
    (log / HEAD).write_bytes(lines_of(log)[-1])
    assert not verify(log, KEY).ok


def test_killed_between_line_and_head_it_goes_on(log: Path) -> None:
    head = (log / HEAD).read_bytes()
    access(log, "export 6")
    (log / HEAD).write_bytes(head)
    assert verify(log, KEY) == Verification(7)
    access(log, "export 7")
    assert verify(log, KEY) == Verification(8)


@pytest.mark.parametrize("kept", [1, 40, -1])
def test_killed_within_a_line_it_drops_the_torn_end(log: Path, kept: int) -> None:
    head, whole = (log / HEAD).read_bytes(), (log / LOG).read_bytes()
    access(log, "never shown")
    torn = (log / LOG).read_bytes()[len(whole) :][:kept]
    (log / LOG).write_bytes(whole + torn)
    (log / HEAD).write_bytes(head)
    access(log, "shown")
    assert verify(log, KEY) == Verification(7)
    assert b"never shown" not in (log / LOG).read_bytes()


def test_without_a_purpose_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(PrivacyError, match="purpose"):
        record_access(tmp_path, KEY, who="a", purpose=" ", what="q", tables=[], rows=1, now=datetime.now(UTC))
    assert not (tmp_path / LOG).exists()
