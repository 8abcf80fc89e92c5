"""Several seeds and authorities: `python -m bench.linkage.seeds [--residents N] [--again] [AUTHORITY:SEED ...]`.

One place at a time is made, read, linked and scored, each in a process of its own, its figures are kept in
bench/linkage/seeds.json, and the place is removed: stopped anywhere, the next call goes on from there. Whole
authorities unless residents are given; --again measures those once more that are kept already. The table in
docs/linkage.md is written anew after each place from all that is kept at that size.

The second authority stands against the first: a metropolitan borough in the north, larger, older, fewer of its
people born abroad, more of them owners.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.linkage import beside
from bench.linkage.beside import in_a_process
from bench.linkage.kept import written
from wholeplace.demo.make import make_demo
from wholeplace.place import Place
from wholeplace.score import score_place

MODULE = "bench.linkage.seeds"
AUTHORITIES = ("Barking and Dagenham", "Stockport")
SEEDS = (1, 2, 3)
KEPT = Path(__file__).with_name("seeds.json")
Measured = dict[str, Any]


def made(folder: Path, authority: str, seed: int, residents: int) -> Measured:
    """A place made and read. residents: 0 for all of the authority's."""
    make_demo(folder, authority=authority, residents=residents or None, seed=seed)
    [done] = Place(folder).run(last="read")
    return {"read_seconds": done.seconds}


def scored(folder: Path) -> Measured:
    """What is told of a linked place: who is who, homes and ties against the truth, and what is thought of itself."""
    place = Place(folder)
    parts = score_place(folder, place.store.read, place.config.as_of).parts
    people, homes, tied, thought = (parts[name] or {} for name in ("people", "households", "ties", "thought"))
    last = str(place.config.as_of)
    return {
        **_of_people(people),
        **_worst(thought),
        "households": homes["together"][last]["f1_recorded"]["value"],
        "ties": tied["recorded"]["all"]["f1"]["value"],
        **{f"thought_{measure}": _range(each) for measure, each in thought["all"]["all"].items()},
    }


def _of_people(people: Measured) -> Measured:
    read, home, apart = people["read"], people["false_in_one_household"], people["forbidden_joins"]
    return {
        **{name: read[name]["value"] for name in ("precision", "recall", "f1", "bcubed_f1")},
        "false_pairs": home["of"], "false_at_home": round((home["value"] or 0.0) * home["of"]),
        "forbidden": apart["of"], "forbidden_joined": apart["joined"],
    }  # fmt: skip


def _worst(thought: Measured) -> Measured:
    """The group of names (`audit_group`) whose recall is furthest below the whole's, in truth and as is thought."""
    whole = thought["all"]["all"]["recall"]
    behind = {
        name: (whole["true"] - each["recall"]["true"], whole["estimated"] - each["recall"]["estimated"])
        for name, each in thought["audit_group"].items()
        if each["recall"]["inside"] is not None
    }
    worst = max(behind, key=lambda name: behind[name])
    return {"worst_group": worst, "worst_gap": behind[worst][0], "worst_gap_thought": behind[worst][1]}


def _range(each: Measured) -> list[float]:
    return [each[name] for name in ("estimated", "low", "high")]


def measured(authority: str, seed: int, residents: int) -> Measured:
    """One place from making to removal."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "place"
        found = in_a_process(MODULE, "--made", str(folder), authority, str(seed), str(residents))
        found |= in_a_process(beside.MODULE, "--ours", str(folder))
        found |= in_a_process(MODULE, "--scored", str(folder))
        shutil.rmtree(folder)
    return {"authority": authority, "seed": seed, "residents": residents, **found}


def kept() -> list[Measured]:
    """What was measured before."""
    return json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.is_file() else []


def _key(row: Measured) -> tuple[str, int, int]:
    return row["authority"], row["seed"], row["residents"]


def keep(row: Measured) -> list[Measured]:
    """All that is kept, with this place in stead of what was known of it."""
    rows = sorted([row, *(each for each in kept() if _key(each) != _key(row))], key=_key)
    KEPT.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    return rows


def page(rows: list[Measured]) -> str:
    """Two tables of places of one size: against the truth, and what linkage thinks of itself with what it takes."""
    against = [
        "| place | seed | records | precision | recall | F1 | B-cubed F1 | false pairs; in one home | forbidden joined "
        "| worst name origin, recall below the whole's (as thought) | homes, last day: F1 | ties: F1 |",
        "| --- |" + " ---: |" * 11,
        *(_against(row) for row in rows),
    ]
    itself = [
        "| place | seed | precision thought | true | inside | recall thought | true | inside | link, s | MB |",
        "| --- |" + " ---: |" * 9,
        *(_itself(row) for row in rows),
    ]
    size = rows[0]["residents"]
    of = f"Of {size:,} residents each." if size else "Whole authorities."
    return "\n".join([of, "", *against, "", *itself]) + "\n"


def _against(row: Measured) -> str:
    of, home = row["false_pairs"], row["false_at_home"]
    cells = [
        row["authority"], row["seed"], f"{row['records']:,}",
        *(f"{row[name]:.4f}" for name in ("precision", "recall", "f1", "bcubed_f1")),
        f"{of:,}; {home:,} ({home / max(of, 1):.0%})", f"{row['forbidden_joined']} of {row['forbidden']:,}",
        f"{row['worst_group']}, {row['worst_gap']:.4f} ({row['worst_gap_thought']:.4f})",
        f"{row['households']:.3f}", f"{row['ties']:.3f}",
    ]  # fmt: skip
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def _itself(row: Measured) -> str:
    cells = [row["authority"], row["seed"]]
    for name in ("precision", "recall"):
        estimate, low, high = row[f"thought_{name}"]
        inside = "yes" if low <= row[name] <= high else "**no**"
        cells += [f"{estimate:.4f} ({low:.4f} to {high:.4f})", f"{row[name]:.4f}", inside]
    cells += [f"{row['seconds']:.0f}", f"{row['peak_mb']:,.0f}"]
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def main() -> None:
    words = sys.argv[1:]
    if words[:1] == ["--made"]:
        print(json.dumps(made(Path(words[1]), words[2], int(words[3]), int(words[4]))))
        return
    if words[:1] == ["--scored"]:
        print(json.dumps(scored(Path(words[1]))))
        return
    given = argparse.ArgumentParser(prog=f"python -m {MODULE}")
    given.add_argument("--residents", type=int, default=0)
    given.add_argument("--again", action="store_true")
    given.add_argument(
        "places", nargs="*", default=[f"{name}:{seed}" for name in AUTHORITIES for seed in SEEDS]
    )
    told = given.parse_args()
    every(told.places, told.residents, again=told.again)


def every(places: list[str], residents: int, *, again: bool) -> None:
    """Measure what is not kept yet, and tell each as it is done."""
    for place in places:
        authority, _, seed = place.rpartition(":")
        known = {_key(row) for row in kept()}
        if again or (authority, int(seed), residents) not in known:
            print(f"{place} ...", file=sys.stderr, flush=True)
            keep(measured(authority, int(seed), residents))
        rows = [row for row in kept() if row["residents"] == residents]
        written("seeds", page(rows))
    print(page([row for row in kept() if row["residents"] == residents]), end="")


if __name__ == "__main__":
    main()
