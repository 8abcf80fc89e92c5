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
FIELDS = ("n", "at", "who", "purpose", "what", "tables", "rows", "before")
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
    with FileLock(folder / LOCK, mode=0o600):
        last = _end(folder, key)
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
        entry["hash"] = _seal(entry, key)
        _append(folder / LOG, _line(entry))
        write_text_durably(folder / HEAD, _head(entry, key), private=True)


def verify(folder: Path, key: PlaceKey) -> Verification:
    """Check the whole log. A line after the head's is no fault: the head is written second."""
    good, before = 0, START
    lines, torn = _lines(folder / LOG)
    for number, text in enumerate(lines, start=1):
        entry = _read(text)
        if entry is None or not hmac.compare_digest(entry["hash"], _seal(entry, key)):
            return Verification(good, number, "this line was changed")
        if entry["n"] != number or entry["before"] != before:
            return Verification(good, number, "a line before this one is missing, or lines were moved")
        good, before = number, entry["hash"]
    head = _read_head(folder / HEAD, key)
    if head is None and (good > 1 or (folder / HEAD).exists()):
        return Verification(good, good, f"{HEAD} is missing or was changed")
    if head is not None and (head["n"] > good or (head["n"] and _hash_at(lines, head["n"]) != head["hash"])):
        return Verification(good, good + 1, f"the log was cut: {HEAD} knows of {head['n']} lines")
    return Verification(good)


def _seal(entry: dict[str, Any], key: PlaceKey) -> str:
    body = json.dumps([entry.get(name) for name in FIELDS], ensure_ascii=True)
    return hmac.digest(key.derive("access log"), body.encode(), "sha256").hex()


def _line(entry: dict[str, Any]) -> str:
    return json.dumps(entry, ensure_ascii=True) + "\n"


def _read(text: str) -> dict[str, Any] | None:
    """A line as an entry; None where it is not one."""
    try:
        entry = json.loads(text)
        whole = set(entry) == {*FIELDS, "hash"} and isinstance(entry["n"], int)
        return entry if whole and entry["hash"].isascii() else None
    except (ValueError, TypeError, AttributeError, KeyError):
        return None


def _lines(path: Path) -> tuple[list[str], str]:
    """Finished lines, and what follows the last of them: the rest of a line whose writing was killed."""
    text = path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
    *lines, torn = text.split("\n")
    return lines, torn


def _hash_at(lines: Sequence[str], number: int) -> str | None:
    entry = _read(lines[number - 1]) if number <= len(lines) else None
    return entry["hash"] if entry else None


def _head(entry: dict[str, Any], key: PlaceKey) -> str:
    head = {"n": entry["n"], "hash": entry["hash"]}
    return json.dumps({**head, "seal": _seal_head(head, key)}) + "\n"


def _seal_head(head: dict[str, Any], key: PlaceKey) -> str:
    return hmac.digest(key.derive("access head"), f"{head['n']} {head['hash']}".encode(), "sha256").hex()


def _read_head(path: Path, key: PlaceKey) -> dict[str, Any] | None:
    """The head, where it is there and its seal holds."""
    try:
        head = json.loads(path.read_text(encoding="utf-8"))
        return head if hmac.compare_digest(head["seal"], _seal_head(head, key)) else None
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _end(folder: Path, key: PlaceKey) -> dict[str, Any]:
    """The last entry, after the end of the log was found as it was left; an empty one before the first."""
    path = folder / LOG
    lines, torn = _lines(path)
    if torn:
        _drop_torn(path, torn)
    entry = _read(lines[-1]) if lines else {"n": 0, "hash": START}
    head = _read_head(folder / HEAD, key)
    known = head["n"] if head else 0
    sound = entry is not None and (not lines or hmac.compare_digest(entry["hash"], _seal(entry, key)))
    if entry is None or not sound or entry["n"] - known not in (0, 1) or (head is None and entry["n"] > 1):
        raise PrivacyError(
            "the access log does not end as it was left, so no rows are shown",
            where=LOG,
            cure="Have whoever answers for the data look into it; put the log back from a backup",
        )
    return entry


def _drop_torn(path: Path, torn: str) -> None:
    """Take away a line whose writing was killed: nothing was shown for it, since a shown line is whole."""
    with path.open("rb+") as file:
        file.truncate(path.stat().st_size - len(torn.encode()))


def _append(path: Path, line: str) -> None:
    fresh = not path.exists()
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(handle, "a", encoding="utf-8", newline="\n") as file:
        file.write(line)
        file.flush()
        os.fsync(file.fileno())
    if fresh:
        sync_folder(path.parent)
