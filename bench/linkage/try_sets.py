"""Every labelled set through a place, scored: `python -m bench.linkage.try_sets [NAME ...]`.

Where the set knows who lives with whom, pairs who share a home on the place's date as well (docs/score.md).
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import polars as pl

from bench.linkage.sets import SETS, Labelled, place_of
from wholeplace.place import Place
from wholeplace.score.clusters import agreement
from wholeplace.score.codes import coded
from wholeplace.score.parts.homes import score_households
from wholeplace.score.parts.people import registrations
from wholeplace.score.truth import load_truth

HOME_MEASURES = ("precision", "recall", "f1", "recall_recorded", "f1_recorded")


def linked(labelled: Labelled, folder: Path) -> dict[str, float]:
    """Read, linked and scored: pairwise and B-cubed measures, seconds of the linkage."""
    place = Place(place_of(labelled, folder))
    place.run(last="read")
    started = time.perf_counter()
    place.run(first="link", last="link")
    seconds = time.perf_counter() - started
    rows = things(place, folder)
    found = agreement(rows)
    return {name: share["value"] for name, share in found.items()} | {
        "seconds": seconds,
        "cut": place.store.read("link_model").filter(pl.col("name") == "cut")["figure"].item(),
        **homes(place, folder, rows, labelled.as_of),
    }


def homes(place: Place, folder: Path, rows: pl.DataFrame, as_of: str) -> dict[str, float]:
    """Of pairs who share a home on the day: precision, and recall and F1 of all and of those on record."""
    lived = load_truth(folder).get("residence")
    if lived is None:
        return {}
    day = date.fromisoformat(as_of)
    stored = {name: place.store.read(name) for name in ("address", "record")}
    found = score_households(rows, place.store.read("residence"), lived, day, day, **stored)
    now = found["together"][as_of]
    named = {f"home_{name}": now[name]["value"] for name in HOME_MEASURES}
    return named | {"home_bcubed_f1": found["known"]["bcubed_f1"]["value"]}


def things(place: Place, folder: Path) -> pl.DataFrame:
    truth = load_truth(folder).tables["record_person"]
    rows = registrations(truth, {name: place.store.read(name) for name in ("record", "record_person")})
    true, found = coded(rows["true_person"])[0], coded(rows["person_id"])[0]
    return rows.with_columns(true=true, found=found, unit=true)


def main() -> None:
    for name in sys.argv[1:] or SETS:
        with tempfile.TemporaryDirectory() as temporary:
            found = linked(SETS[name](), Path(temporary) / name)
        print(
            f"{name:16} P {found['precision']:.4f} R {found['recall']:.4f} F1 {found['f1']:.4f} "
            f"B3 {found['bcubed_f1']:.4f}  {found['seconds']:.1f} s cut {found['cut']}", flush=True,
        )  # fmt: skip
        measures = [f"{name} {value:.4f}" for name, value in found.items() if name.startswith("home_")]
        if measures:
            print(" " * 16, *measures, flush=True)


if __name__ == "__main__":
    main()
