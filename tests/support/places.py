"""Places to run in tests: made once, run once, and copied."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import polars as pl

import wholeplace
from tests.support.small_world import small_world
from wholeplace.content import content_hash
from wholeplace.demo.place_file import place_file
from wholeplace.demo.records import spoil, write
from wholeplace.demo.services import SERVICES, Service
from wholeplace.demo.truth import write_truth
from wholeplace.place import Place

FEW = tuple(
    service
    for service in SERVICES
    if service.name in ("looked_after", "children_in_need", "gp", "council_tax", "police")
)
"""Services enough for every kind of row: to read all sixteen takes seconds, however few the people."""


def written_place(
    folder: Path, people: int, *, seed: int = 3, services: Sequence[Service] = SERVICES
) -> None:
    """What services of the demo borough would send of a small world, its place file, and what is true of it.

    The engine of lives is not run: lives here are plain draws, so that this takes a second or two.
    """
    world = small_world(people, seed)
    sheets = [sheet for service in services for sheet in service.sheets(world, seed)]
    spoiled, defects = zip(*(spoil(sheet, seed) for sheet in sheets), strict=True)
    write(spoiled, folder / "extracts")
    write_truth(folder, world, spoiled, pl.concat(defects), seed)
    (folder / "place.toml").write_text(place_file(world, services), encoding="utf-8")


def made_place(
    folder: Path,
    people: int,
    *,
    last: str | None = None,
    seed: int = 3,
    services: Sequence[Service] = SERVICES,
) -> Place:
    """A small world sent by services, run up to a step ("" for not run at all)."""
    written_place(folder, people, seed=seed, services=services)
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
