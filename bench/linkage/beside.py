"""Our linkage beside plain Splink on the same records: `python -m bench.linkage.beside [RESIDENTS [SET ...]]`.

The demo and the public sets are read as places. Ours and Splink's (bench/linkage/plain.py) each link in a process of
their own, and both are held against the truth. Splink's cut is the best of those tried, chosen by the truth: a place
has no truth to choose it by, and ours is told none. Of ours two times are told: until people are known, and the whole
step with homes and families, its tables checked and stored. Prints one result a line, as the other benches do.

Splink is an extra of this project, `bench`; where it is not installed, that is what is said.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import polars as pl

from bench.linkage.sets import DATA, SETS, place_of
from wholeplace.demo.make import make_demo
from wholeplace.machine import peak_memory_mb
from wholeplace.place import Place
from wholeplace.score.clusters import agreement
from wholeplace.score.codes import coded
from wholeplace.score.parts.people import registrations
from wholeplace.score.truth import load_truth

MODULE = "bench.linkage.beside"
RESIDENTS = 20_000
BOROUGH, SEED = "E09000002", 1
PUBLIC = (
    "fake_1000", "rldata10000", "febrl3", "febrl4", "febrl4_no_ssn", "pseudopeople", "census_survey", "figures",
    "figures_hard",
)  # fmt: skip
Measured = dict[str, Any]


def ours(folder: Path) -> Measured:
    """The step `link` on a place that has been read."""
    started, busy, marks = time.perf_counter(), time.process_time(), {}

    def note(what: str, _: float) -> None:
        marks[what] = time.perf_counter() - started

    [done] = Place(folder).run(first="link", last="link", progress=note)
    return {
        "people_seconds": marks["people"], "seconds": time.perf_counter() - started, "peak_mb": peak_memory_mb(),
        "records": done.rows["record_person"], "processor_seconds": time.process_time() - busy,
    }  # fmt: skip


def prepared(folder: Path, residents: int | None, mess: float = 1) -> Measured:
    """A place that has been read: of a made place, which is made first, or of a public set by the folder's name."""
    if residents:
        make_demo(folder, authority=BOROUGH, residents=residents, seed=SEED, mess=mess)
    else:
        place_of(SETS[folder.name](), folder)
    [done] = Place(folder).run(last="read")
    return {"records": done.rows["record"]}


def in_a_process(module: str, *words: str) -> Measured:
    """What a module prints last, as JSON."""
    done = subprocess.run([sys.executable, "-m", module, *words], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{module} failed:\n{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


def measured(folder: Path) -> dict[str, Measured]:
    """Ours and plain Splink's seconds, memory and agreement with the truth. folder: a place that has been read."""
    place = Place(folder)
    mine = in_a_process(MODULE, "--ours", str(folder))
    found = {"ours": mine | truth_of(place, place.store.read("record_person"))}
    if find_spec("splink") is not None:
        with tempfile.TemporaryDirectory() as out:
            other = in_a_process("bench.linkage.plain", str(folder), out)
            tried = [truth_of(place, pl.read_parquet(path)) for path in sorted(Path(out).glob("*.parquet"))]
        found["splink"] = other | max(tried, key=lambda each: each["f1"])
    return found


def truth_of(place: Place, people: pl.DataFrame) -> Measured:
    """Pairwise and B-cubed agreement of who is who with the truth, over all that was read."""
    truth = load_truth(place.folder).tables["record_person"]
    rows = registrations(truth, {"record": place.store.read("record"), "record_person": people})
    read = rows.filter(pl.col("record_id").is_not_null())
    true, found = coded(read["true_person"])[0], coded(read["person_id"])[0]
    return {
        name: share["value"]
        for name, share in agreement(read.with_columns(true=true, found=found, unit=true)).items()
    }


def results(name: str, found: dict[str, Measured]) -> list[Measured]:
    """One row a figure, ours beside Splink's."""
    mine, other = found["ours"], found.get("splink")
    told = [
        ("pairs and people", "people_seconds", "pair_seconds", "s"),
        ("link, all of it", "seconds", "pair_seconds", "s"),
        ("pairwise F1", "f1", "f1", "F1"),
        ("B-cubed F1", "bcubed_f1", "bcubed_f1", "F1"),
    ]  # fmt: skip
    rows = []
    for what, own, its, unit in told:
        against = "v plain Splink" + ("'s pairs alone" if unit == "s" else ", best cut")
        value = round(other[its], 4) if other else "not installed"
        ratio = round(mine[own] / other[its], 2) if other else "-"
        rows.append({
            "name": f"{what}, {name}, {against}", "ours": round(mine[own], 4), "reference": value, "unit": unit,
            "ratio": ratio, "rows": mine["records"], "peak_mb": mine["peak_mb"],
        })  # fmt: skip
    return rows


def main() -> None:
    words = sys.argv[1:]
    if words[:1] == ["--ours"]:
        print(json.dumps(ours(Path(words[1]))))
    elif words[:1] == ["--prepared"]:
        print(json.dumps(prepared(Path(words[1]), int(words[2]), *map(float, words[3:]))))
    else:
        side_by_side(
            int(words[0]) if words else RESIDENTS, words[1:] or list(PUBLIC if DATA.is_dir() else ())
        )


def side_by_side(residents: int, sets: list[str]) -> None:
    """Print the results. What is large has a process of its own: a child's peak is never under its parent's."""
    sizes = {"demo": residents, **dict.fromkeys(sets, 0)}
    with tempfile.TemporaryDirectory() as temporary:
        for name, people in sizes.items():
            folder = Path(temporary) / name
            in_a_process(MODULE, "--prepared", str(folder), str(people))
            for row in results(f"demo of {people:,}" if people else name, measured(folder)):
                print(json.dumps(row), flush=True)


if __name__ == "__main__":
    main()
