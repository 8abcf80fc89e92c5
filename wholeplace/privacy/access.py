"""The access log: who saw rows about people, when, why, from which tables and how many.

One line of JSON for each access in `access.jsonl`, beside the place key. Each line carries a keyed hash of
itself and of the line before, so an edit, a deletion or a swap is found at its line. `access.head` holds the
number and hash of the last line, so a cut tail is found too. Whoever can write to both files and read the key
can rewrite all of it: where that matters, copy the log as it grows to a system they cannot write to.
The line is on disk before anything is shown. It holds no personal values; a person's id may stand in `what`.
"""

from __future__ import annotations

import hmac
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock

from wholeplace.errors import PrivacyError
from wholeplace.machine import sync_folder, write_text_durably
from wholeplace.privacy.keys import PlaceKey
from wholeplace.privacy.purposes import check_purpose

LOG, HEAD, LOCK = "access.jsonl", "access.head", "access.lock"
START = "0" * 64
LONGEST_WHAT = 2000


@dataclass(frozen=True)
class Verification:
    """What came of checking the log: how many lines hold, and the first that does not (from 1), with why."""

    entries: int
    line: int | None = None
    fault: str | None = None

    @property
    def ok(self) -> bool:
        """Whether every line holds and none is missing at the end."""
        return self.fault is None


def record_access(
    folder: Path,
    key: PlaceKey,
    *,
    who: str,
    purpose: str | None,
    what: str,
    tables: Sequence[str],
    rows: int,
    now: datetime,
) -> None:
    """Write one access to the log in `folder` (the identity part), on disk when this returns.

    what: the command, or a query without its values. rows: how many are about to be shown. now: with its zone.
    Raises PrivacyError where the purpose says nothing, or the end of the log is not as it was left: rows are
    then not to be shown.
    """
    reason = check_purpose(purpose)
    folder.mkdir(parents=True, exist_ok=True)
    secret = key.derive("access log")
    with FileLock(folder / LOCK, mode=0o600):
        last = _end(folder, secret)
        entry = {
            "n": last["n"] + 1,
            "at": now.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
            "who": who,
            "purpose": reason,
            "what": what[:LONGEST_WHAT],
            "tables": list(tables),
            "rows": rows,
            "before": last["hash"],
        }
        entry = _sealed(entry, secret)
        _append(folder / LOG, json.dumps(entry).encode() + b"\n")
        write_text_durably(folder / HEAD, _head(entry, secret), private=True)


def verify(folder: Path, key: PlaceKey) -> Verification:
    """Check the whole log. A line after the head's is no fault: the head is written second."""
    secret, good, before = key.derive("access log"), 0, START
    lines, _ = _split(folder / LOG)
    for number, line in enumerate(lines, start=1):
        entry = _read(line, secret)
        if entry is None:
            return Verification(good, number, "this line was changed")
        if entry.get("n") != number or entry["before"] != before:
            return Verification(good, number, "a line before this one is missing, or lines were moved")
        good, before = number, entry["hash"]
    return _against_head(folder / HEAD, lines, secret)


def _against_head(path: Path, lines: Sequence[bytes], secret: bytes) -> Verification:
    good, head = len(lines), _read_head(path, secret)
    if head is None:
        lost = good > 1 or path.exists()
        return Verification(good, good, f"{HEAD} is missing or was changed") if lost else Verification(good)
    known, seal = head
    last = _read(lines[known - 1], secret) if known <= good else None
    if last is None or last["hash"] != seal:
        return Verification(good, good + 1, f"the log was cut: {HEAD} knows of {known} lines")
    return Verification(good)


def _seal(body: bytes, secret: bytes) -> str:
    return hmac.digest(secret, body, "sha256").hex()


def _sealed(entry: dict[str, Any], secret: bytes) -> dict[str, Any]:
    """The entry with its own hash, which covers its text up to there."""
    return {**entry, "hash": _seal(json.dumps(entry)[:-1].encode(), secret)}


def _read(line: bytes, secret: bytes) -> dict[str, Any] | None:
    """A line as an entry; None where it is not as it was written."""
    body, _, seal = line.rpartition(b', "hash": ')
    if not hmac.compare_digest(seal, f'"{_seal(body, secret)}"}}'.encode()):
        return None
    return json.loads(line)


def _split(path: Path) -> tuple[list[bytes], bytes]:
    """Finished lines, and what follows the last of them: the rest of a line whose writing was killed."""
    *lines, torn = (path.read_bytes() if path.exists() else b"").split(b"\n")
    return lines, torn


def _head(entry: dict[str, Any], secret: bytes) -> str:
    return json.dumps(_sealed({"head": entry["n"], "of": entry["hash"]}, secret)) + "\n"


def _read_head(path: Path, secret: bytes) -> tuple[int, str] | None:
    """Number and hash of the last line that the head knows of, where it is there and its seal holds."""
    head = _read(path.read_bytes().rstrip(b"\n"), secret) if path.exists() else None
    return (head["head"], head["of"]) if head is not None and "head" in head else None


def _end(folder: Path, secret: bytes) -> dict[str, Any]:
    """The last entry, after the end of the log was found as it was left; an empty one before the first."""
    path = folder / LOG
    lines, torn = _split(path)
    if torn:
        _drop_torn(path, len(torn))
    entry = _read(lines[-1], secret) if lines else {"n": 0, "hash": START}
    head = _read_head(folder / HEAD, secret)
    known = head[0] if head else 0
    if entry is None or entry.get("n") != len(lines) or entry["n"] - known not in (0, 1):
        raise PrivacyError(
            "the access log does not end as it was left, so no rows are shown",
            where=LOG,
            cure="Have whoever answers for the data look into it; put the log back from a backup",
        )
    return entry


def _drop_torn(path: Path, size: int) -> None:
    """Take away a line whose writing was killed: nothing was shown for it, since a shown line is whole."""
    with path.open("rb+") as file:
        file.truncate(path.stat().st_size - size)


def _append(path: Path, line: bytes) -> None:
    fresh = not path.exists()
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "ab") as file:
        file.write(line)
        file.flush()
        os.fsync(file.fileno())
    if fresh:
        sync_folder(path.parent)
