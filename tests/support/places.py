"""Places to run in tests: made once, run once, and copied."""

from __future__ import annotations

import shutil
from pathlib import Path

import polars as pl

import wholeplace
from wholeplace.content import content_hash
from wholeplace.demo.make import make_demo
from wholeplace.place import Place


def made_place(folder: Path, residents: int, *, last: str | None = None, seed: int = 3) -> Place:
    """A synthetic place, run up to a step ("" for not run at all)."""
    make_demo(folder, residents=residents, seed=seed)
    place = wholeplace.open(folder)
    if last != "":
        place.run(last=last)
    return place


def copied(place: Place, to: Path) -> Place:
    """The place in another folder, files as they were."""
    shutil.copytree(place.folder, to)
    return wholeplace.open(to)


def is_whole(place: Place) -> bool:
    """Whether the manifest on disk can be read, and every file that any version names is whole."""
    checked = set()
    for manifest in place.store.all_manifests().values():
        for table, parts in manifest.tables.items():
            for part in parts.values():
                path = place.store.path(table, part)
                if path in checked:
                    continue
                frame = pl.read_parquet(path)
                if frame.height != part.rows or content_hash(frame) != part.hash:
                    return False
                checked.add(path)
    return True


def unfinished(place: Place) -> list[Path]:
    """Temporary files left anywhere in the place."""
    return sorted(path for path in place.folder.rglob("*.tmp"))


def stamps(place: Place) -> dict[str, tuple[int, int]]:
    """Size and time of every file of the store and the reports, so that any write shows."""
    folders = [place.folder / "store", place.folder / "reports"]
    found = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return {
        str(path): (path.stat().st_size, path.stat().st_mtime_ns) for path in found if path.name != ".lock"
    }
