"""Plain Splink on the records of a place that has been read: `python -m bench.linkage.plain PLACE OUT [LABELS]`.

As its tutorial has it: its own comparisons of names, birth date and postcode and exact ones of whatever other details
the sources give, term frequencies, u by random sampling, m by expectation maximisation over two blocks, and people as
connected components. Nothing is tuned to a set. Writes who is who at each of CUTS to OUT, the pairs to
OUT/pairs, and prints what it took. LABELS: a Parquet file of unique_id and true_person, by which m and how many pairs
match are then counted and not estimated.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import polars as pl

from wholeplace.machine import peak_memory_mb
from wholeplace.place import Place

CUTS = (0.5, 0.9, 0.95, 0.99, 0.999)
SMALL = 20_000
"""Sets of fewer records are blocked by one thing at a time, larger ones by two together."""
BY_ONE = (("given_name",), ("family_name",), ("birth_date",), ("postcode",))
BY_TWO = (
    ("given_name", "family_name"),
    ("family_name", "birth_date"),
    ("given_name", "birth_date"),
    ("given_name", "postcode"),
)
SURE_BY_ONE = (
    "l.given_name = r.given_name AND levenshtein(l.birth_date, r.birth_date) <= 1",
    "l.family_name = r.family_name AND levenshtein(l.birth_date, r.birth_date) <= 1",
    "l.given_name = r.given_name AND levenshtein(l.family_name, r.family_name) <= 2",
)
SURE_BY_TWO = (
    "l.given_name = r.given_name AND l.family_name = r.family_name AND levenshtein(l.birth_date, r.birth_date) <= 1",
    "l.family_name = r.family_name AND l.birth_date = r.birth_date",
    "l.given_name = r.given_name AND l.birth_date = r.birth_date AND levenshtein(l.family_name, r.family_name) <= 2",
)
"""Rules by which most true pairs are found, as the tutorial has them, for the share of pairs that match."""
SAMPLED_PAIRS = 1e6
PAIRS = "pairs"
FEWEST_KNOWN = 0.02


def records(place: Place) -> pl.DataFrame:
    """One row a record of a person: unique_id, names, birth_date, the last postcode, and details that enough have."""
    record = place.store.read("record").filter(pl.col("name_kind") == "person")
    names = [pl.col(name).str.to_lowercase() for name in ("given_name", "family_name")]
    plain = record.select("record_id", *names, pl.col("birth_date").cast(pl.String))
    address = place.store.read("address").filter(~pl.col("hidden")).drop_nulls("postcode")
    last = address.sort("record_id", "from_date", "postcode", nulls_last=False).unique(
        "record_id", keep="last", maintain_order=True
    )
    told = place.store.read("detail").select("record_id", "kind", pl.col("value").str.to_lowercase())
    whole = plain.join(last.select("record_id", "postcode"), on="record_id", how="left")
    for kind in told["kind"].unique().sort():
        one = told.filter(pl.col("kind") == kind).unique("record_id", keep="first", maintain_order=True)
        if one.height >= FEWEST_KNOWN * plain.height:
            column = one.select("record_id", pl.col("value").alias(f"detail_{kind}"))
            whole = whole.join(column, on="record_id", how="left")
    return whole.rename({"record_id": "unique_id"}).sort("unique_id")


def settings(table: pl.DataFrame) -> Any:
    """Splink's settings for these columns; a column that is wholly empty is not compared."""
    import splink.comparison_library as library
    from splink import SettingsCreator, block_on

    known = [name for name in table.columns if table[name].null_count() < table.height]
    compared: dict[str, Any] = {
        "given_name": library.NameComparison("given_name").configure(term_frequency_adjustments=True),
        "family_name": library.NameComparison("family_name").configure(term_frequency_adjustments=True),
        "birth_date": library.DateOfBirthComparison("birth_date", input_is_string=True),
        "postcode": library.PostcodeComparison("postcode"),
    }
    details = [name for name in known if name.startswith("detail_")]
    exact = [library.ExactMatch(name).configure(term_frequency_adjustments=True) for name in details]
    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=[compared[name] for name in compared if name in known] + exact,
        blocking_rules_to_generate_predictions=[
            block_on(*rule) for rule in _blocks(table) if all(name in known for name in rule)
        ],
    )


def _blocks(table: pl.DataFrame) -> list[tuple[str, ...]]:
    details = [(name,) for name in table.columns if name.startswith("detail_email")]
    return [*BY_ONE, *details] if table.height < SMALL else list(BY_TWO)


def trained(table: pl.DataFrame) -> Any:
    """A linker that has estimated its weights on these records without labels."""
    from splink import DuckDBAPI, Linker, block_on

    linker = Linker(DuckDBAPI().register(table.to_arrow()), settings(table))
    sure = SURE_BY_ONE if table.height < SMALL else SURE_BY_TWO
    linker.training.estimate_probability_two_random_records_match(list(sure), recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=SAMPLED_PAIRS, seed=1)
    for rule in (("given_name", "family_name"), ("birth_date",)):
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(*rule))
    return linker


def told(table: pl.DataFrame, labels: pl.DataFrame) -> Any:
    """A linker that is told who is who, to count how often what differs in records of one person."""
    from splink import DuckDBAPI, Linker

    known = table.join(labels, on="unique_id", how="left").sort("unique_id")
    sizes = known.drop_nulls("true_person")["true_person"].value_counts()["count"].cast(pl.Float64)
    asked = settings(table)
    asked.probability_two_random_records_match = float((sizes * (sizes - 1)).sum()) / table.height**2
    linker = Linker(DuckDBAPI().register(known.to_arrow()), asked)
    linker.training.estimate_u_using_random_sampling(max_pairs=SAMPLED_PAIRS, seed=1)
    linker.training.estimate_m_from_label_column("true_person")
    return linker


def linked(table: pl.DataFrame, out: Path, labels: pl.DataFrame | None = None) -> dict[str, float]:
    """Trained, compared and grouped; seconds of the pairs alone, without the grouping."""
    started, busy = time.perf_counter(), time.process_time()
    linker = trained(table) if labels is None else told(table, labels)
    pairs = linker.inference.predict(threshold_match_probability=min(CUTS))
    took = {"pair_seconds": time.perf_counter() - started, "processor_seconds": time.process_time() - busy}
    for cut in CUTS:
        found = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, cut)
        people = _rows(found, "unique_id AS record_id", "cluster_id AS person_id")
        people.write_parquet(out / f"{cut}.parquet")
    (out / PAIRS).mkdir(exist_ok=True)
    sides = [f"unique_id_{side} AS record_{end}" for side, end in (("l", "a"), ("r", "b"))]
    _rows(pairs, *sides, "match_weight").write_parquet(out / PAIRS / "pairs.parquet")
    return took


def _rows(found: Any, *columns: str) -> pl.DataFrame:
    return pl.DataFrame(found.as_duckdbpyrelation().project(", ".join(columns)).to_arrow_table())


def main() -> None:
    out = Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    table = records(Place(Path(sys.argv[1])))
    took = linked(table, out, pl.read_parquet(sys.argv[3]) if len(sys.argv) > 3 else None)
    print(json.dumps({**took, "records": table.height, "peak_mb": peak_memory_mb()}))


if __name__ == "__main__":
    main()
