"""What one record in a hundred more costs: `python -m bench.linkage.incremental [RESIDENTS | FOLDER]`.

Of a made place, or a copy of the place in FOLDER, every so many rows of the lists of people that some services send are
held back, read and linked without them, then put in as further files of the same sources and run once more. Beside it
the same extracts are run from nothing with the weights kept, as new weights would change who is who by themselves. Each
run is a process of its own, its start counted; by the clock, and by the processor where others are at work too. Told
too: whether the same records are together. Prints a line of JSON for each of read, link, and the whole.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import polars as pl

import wholeplace
from bench.linkage.beside import BOROUGH, SEED
from wholeplace.demo.make import make_demo
from wholeplace.machine import peak_memory_mb
from wholeplace.place import Place
from wholeplace.steps import last_runs

RESIDENTS = 20_000
EVERY = 66
"""One row in so many of these files is about a hundredth of all records of the made place."""
LISTS = (
    "gp/register.csv", "council_tax/ctliab_person.csv", "police/person.csv", "benefits/hbmember.csv",
    "rents/member.csv", "schools/2026_spring_pupilonroll.csv", "carers/clients.csv", "community/clients.csv",
)  # fmt: skip
PROCESSOR = "read and link by the processor"
Measured = dict[str, Any]


def held_back(extracts: Path, to: Path) -> int:
    """Move one row in EVERY of the lists into files of their own under `to`; returns how many."""
    rows = 0
    for name in LISTS:
        path = extracts / name
        if not path.exists():
            continue
        first, *rest = path.read_bytes().splitlines(keepends=True)
        kept = [line for number, line in enumerate(rest) if number % EVERY != EVERY // 2]
        later = rest[EVERY // 2 :: EVERY]
        path.write_bytes(b"".join([first, *kept]))
        added = to / path.parent.name / f"z-later-{path.name}"
        added.parent.mkdir(parents=True, exist_ok=True)
        added.write_bytes(b"".join([first, *later]))
        rows += len(later)
    return rows


def run(folder: Path) -> Measured:
    """Read and link in a process of its own: seconds of each, of all with the start of the process, and memory."""
    started = time.perf_counter()
    command = [sys.executable, "-m", "bench.linkage.incremental", "--run", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"bench: a run failed:\n{done.stderr}")
    told = json.loads(done.stdout.splitlines()[-1])
    return told | {"read and link": time.perf_counter() - started}


def ran(folder: Path) -> Measured:
    """Run in this process."""
    place = Place(folder)
    place.run(last="link")
    runs = last_runs(place.store)
    took = {step: runs[step]["seconds"] for step in ("read", "link")}
    return took | {PROCESSOR: time.process_time(), "peak_mb": peak_memory_mb()}


def from_nothing(place: Place, to: Path) -> Place:
    """The place's extracts elsewhere, with nothing known but its key and the weights it keeps."""
    shutil.copytree(place.folder, to, ignore=shutil.ignore_patterns("store", "reports"))
    fresh = Place(to)
    key = place.store.zones["identity"] / "key"
    fresh.store.zones["identity"].mkdir(parents=True)
    shutil.copy(key, fresh.store.zones["identity"] / "key")
    kept = {name: place.store.read(name) for name in KEPT}
    written = {name: {name: fresh.store.write(name, name, frame)} for name, frame in kept.items()}
    fresh.store.publish("link", written, {})
    return fresh


KEPT = ("link_model",)


def partition(place: Place) -> pl.Series:
    """For each record in order, the first record of its person."""
    people = place.store.read("record_person").sort("record_id")
    return people.select(pl.col("record_id").min().over("person_id")).to_series()


def compared(folder: Path) -> list[Measured]:
    """A run with a hundredth more beside one from nothing. folder: a place that may be changed."""
    later = folder.parent / "later"
    held_back(folder / "extracts", later)
    run(folder)
    before = Place(folder).store.read("record_person").height
    shutil.copytree(later, folder / "extracts", dirs_exist_ok=True)
    more = run(folder)
    place = wholeplace.open(folder)
    fresh = from_nothing(place, folder.parent / "whole")
    whole = run(fresh.folder)
    records = place.store.read("record_person").height
    same = partition(place).equals(partition(fresh))
    what = f"{records - before:,} records more of {records:,}"
    return [
        {
            "name": f"{step}, {what}, v all anew ({'the same' if same else 'NOT THE SAME'} people)",
            "ours": round(more[step], 2), "reference": round(whole[step], 2), "unit": "s",
            "ratio": round(more[step] / whole[step], 3), "rows": records, "peak_mb": more["peak_mb"],
        }
        for step in ("read", "link", "read and link", PROCESSOR)
    ]  # fmt: skip


def main() -> None:
    words = sys.argv[1:]
    if words[:1] == ["--run"]:
        print(json.dumps(ran(Path(words[1]))))
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "place"
        if words and not words[0].isdigit():
            shutil.copytree(words[0], folder, ignore=shutil.ignore_patterns("store", "reports"))
        else:
            make_demo(folder, authority=BOROUGH, residents=int(words[0]) if words else RESIDENTS, seed=SEED)
        for row in compared(folder):
            print(json.dumps(row), flush=True)


if __name__ == "__main__":
    main()
