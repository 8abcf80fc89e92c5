"""What files came to when they were checked, kept so that beside a new file the old ones are not checked again.

Checking takes most of the time of reading, and depends on nothing but the file, its layout and the settings of its
source. What is kept lies in the identity part, as it tells what the files tell. It is of the files that the source has
now alone, and of no source from which anybody was left out: what may not be read may not be kept either.
"""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import polars as pl

from wholeplace.content import text_hash
from wholeplace.machine import write_durably
from wholeplace.sources.check import Checked

SMALLEST = 5_000
"""Bytes of a file below which it is checked sooner than it is looked up."""
INDEX = "index.json"
BROKEN = (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile, pl.exceptions.PolarsError)


@dataclass(frozen=True)
class Opened:
    """What one file holds: tables as checked, and issues of what was refused whole."""

    checked: list[Checked]
    refused: list[pl.DataFrame]


@dataclass(frozen=True)
class Shelf:
    """Of one source. mark: of all that checking depends on beside the file. used: names of what was put or found."""

    folder: Path
    mark: str
    used: set[str] = field(default_factory=set)

    def opened(self, path: Path, name: str, sha: str, check: Callable[[], Opened]) -> Opened:
        """What a file came to, as it was kept; else as it is checked now, and then kept."""
        if path.stat().st_size < SMALLEST:
            return check()
        kept = self.folder / f"{text_hash(json.dumps([self.mark, name, sha]))[:32]}.zip"
        self.used.add(kept.name)
        found = _taken(kept)
        if found is None:
            found = check()
            write_durably(kept, partial(_pack, found), private=True)
        return found

    def clear(self, *, everything: bool) -> None:
        """Take away what is of no file that the source has now, or everything."""
        if self.folder.is_dir():
            for path in self.folder.iterdir():
                if everything or path.name not in self.used:
                    path.unlink()


def keep_only(shelf: Path, sources: set[str]) -> None:
    """Take away what is of sources that the place no longer has."""
    for folder in shelf.iterdir() if shelf.is_dir() else ():
        if folder.name not in sources:
            shutil.rmtree(folder)


def _pack(opened: Opened, to: Path) -> None:
    tables = [[one.table, one.file, one.rows_in] for one in opened.checked]
    with zipfile.ZipFile(to, "w") as bundle:
        bundle.writestr(INDEX, json.dumps({"tables": tables, "refused": len(opened.refused)}))
        for place, one in enumerate(opened.checked):
            bundle.writestr(f"frame-{place}", _bytes(one.frame))
            bundle.writestr(f"issues-{place}", _bytes(one.issues))
        for place, frame in enumerate(opened.refused):
            bundle.writestr(f"refused-{place}", _bytes(frame))


def _bytes(frame: pl.DataFrame) -> bytes:
    out = io.BytesIO()
    frame.write_parquet(out, compression="lz4", statistics=False)
    return out.getvalue()


def _taken(path: Path) -> Opened | None:
    """What was kept; none where nothing was, or where it cannot be read, whatever the reason."""
    try:
        with zipfile.ZipFile(path) as bundle:
            index = json.loads(bundle.read(INDEX))
            checked = [
                Checked(
                    table, file, _frame(bundle, f"frame-{place}"), _frame(bundle, f"issues-{place}"), rows
                )
                for place, (table, file, rows) in enumerate(index["tables"])
            ]
            return Opened(checked, [_frame(bundle, f"refused-{place}") for place in range(index["refused"])])
    except BROKEN:
        return None


def _frame(bundle: zipfile.ZipFile, name: str) -> pl.DataFrame:
    return pl.read_parquet(io.BytesIO(bundle.read(name)))
