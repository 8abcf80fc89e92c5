"""How far ours closes the gap at double mess: `python -m bench.linkage.double_mess [RESIDENTS[=FOLDER]]`.

A made place whose records go wrong twice as often (`wholeplace demo --mess 2`) is linked by plain Splink, by us, who
are told nothing, and by linkers that are given the true error rates: ours with weights counted by the truth and the cut
that the truth shows to be best (bench/linkage/told.py), and Splink with m and the share of matches counted by it. All
on the same records. Of Splink the best cut by the truth is told, of its pairs and of its groups. Prints a table for
docs/linkage.md. FOLDER: a place that has been read; without one it is made.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

import polars as pl

from bench.linkage.beside import MODULE, in_a_process, truth_of
from bench.linkage.plain import PAIRS
from bench.linkage.told import people_by, true_people, true_weights
from wholeplace.place import Place

RESIDENTS, MESS = 20_000, 2.0
WORTH = 0.6
"""The share of the gap that is aimed at."""
Measured = dict[str, Any]


def best_pairs(pairs: pl.DataFrame, true: pl.DataFrame) -> Measured:
    """Precision, recall and F1 of pairs at the cut at which F1 is highest.

    pairs: record_a, record_b, match_weight. true: record_id and true_person.
    """
    sizes = true["true_person"].value_counts()["count"].cast(pl.Int64)
    every = int((sizes * (sizes - 1)).sum()) // 2
    sides = [true.rename({"record_id": f"record_{end}", "true_person": end}) for end in "ab"]
    judged = pairs.join(sides[0], on="record_a", how="left").join(sides[1], on="record_b", how="left")
    right = (pl.col("a") == pl.col("b")).fill_null(False)
    by_weight = judged.group_by("match_weight").agg(right=right.sum(), said=pl.len())
    by_weight = by_weight.sort("match_weight", descending=True)
    sums = by_weight.with_columns(pl.col("right", "said").cum_sum()).with_columns(
        precision=pl.col("right") / pl.col("said"), recall=pl.col("right") / every,
        f1=2 * pl.col("right") / (pl.col("said") + every),
    )  # fmt: skip
    return sums.sort("f1", descending=True).row(0, named=True)


def splink(place: Place, out: Path, labels: Path | None = None) -> tuple[Measured, Measured]:
    """Plain Splink's pairs and groups, each at its best cut."""
    in_a_process("bench.linkage.plain", str(place.folder), str(out), *([str(labels)] if labels else []))
    pairs = pl.read_parquet(out / PAIRS / "pairs.parquet")
    tried = [truth_of(place, pl.read_parquet(path)) for path in sorted(out.glob("*.parquet"))]
    return best_pairs(pairs, true_people(place)), max(tried, key=lambda each: each["f1"])


def measured(folder: Path) -> dict[str, Measured]:
    """Agreement with the truth by who linked. folder: a place that has been read; it is linked here."""
    place = Place(folder)
    place.run(first="link", last="link")
    found = {"ours": truth_of(place, place.store.read("record_person"))}
    tried = [truth_of(place, people) for people in people_by(place, true_weights(place))]
    found["ours, told"] = max(tried, key=lambda each: each["f1"])
    with tempfile.TemporaryDirectory() as temporary:
        labels = Path(temporary) / "labels.parquet"
        true_people(place).rename({"record_id": "unique_id"}).write_parquet(labels)
        for name, known in (("Splink", None), ("Splink, told", labels)):
            out = Path(temporary) / name
            found[f"{name}: pairs"], found[f"{name}: groups"] = splink(place, out, known)
    return found


def closed(found: dict[str, Measured], plain: str, told: str) -> float:
    """The share of the gap in F1 between a plain linker and one that is told which ours closes."""
    low, high = found[plain]["f1"], found[told]["f1"]
    return (found["ours"]["f1"] - low) / (high - low)


LABELS = {
    "Splink: pairs": "plain Splink, pairs at their best cut",
    "Splink: groups": "plain Splink, groups at their best cut",
    "Splink, told: pairs": "Splink given the true error rates, pairs at their best cut",
    "Splink, told: groups": "Splink given the true error rates, groups at their best cut",
    "ours": "ours, told nothing",
    "ours, told": "ours given the true error rates and the best cut",
}


def lines(found: dict[str, Measured]) -> list[str]:
    """The table, and how much of the gap is closed."""
    rows = [
        f"| {label} | {found[name]['precision']:.4f} | {found[name]['recall']:.4f} | {found[name]['f1']:.4f} |"
        for name, label in LABELS.items()
    ]
    told = max((name for name in found if ", told" in name), key=lambda name: found[name]["f1"])
    shares = " and ".join(
        f"{closed(found, f'Splink: {what}', told):.3f} from Splink's {what}" for what in ("pairs", "groups")
    )
    head = ["| linker | precision | recall | F1 |", "| --- | ---: | ---: | ---: |"]
    return [*head, *rows, f"Of the gap to the best that is told, ours closes {shares} ({WORTH} is aimed at)."]


def main() -> None:
    words = sys.argv[1] if len(sys.argv) > 1 else str(RESIDENTS)
    residents, _, folder = words.partition("=")
    with tempfile.TemporaryDirectory() as temporary:
        made = Path(folder) if folder else Path(temporary) / "demo"
        if not folder:
            in_a_process(MODULE, "--prepared", str(made), residents, str(MESS))
        print("\n".join(lines(measured(made))))


if __name__ == "__main__":
    main()
