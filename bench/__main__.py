"""Speed and memory beside named references, in one run: `python -m bench [ROWS]`.

Rows are made beforehand in a temporary folder. Each reading has a process of its own, so that the most memory
held is of that reading alone, and comes three times, turn about with the others; the median is told. Files
are in the system's cache. What is compared, and what not, is said in bench/readers.py.
"""

from __future__ import annotations

import json
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.progress import track
from rich.table import Table

TIMES = 3
OTHERS = ("bench.engine", "bench.picture", "bench.demo", "bench.linkage.beside", "bench.linkage.incremental")
"""What is measured by a module of its own, in a process of its own: each prints its results as JSON, a line each."""
RESULTS = Path(__file__).with_name("results.json")
REFERENCES = {"polars": "polars", "duckdb": "DuckDB"}
UNITS = {"seconds": "s", "processor_seconds": "s of processor"}
TOLD = {"seconds": "", "processor_seconds": ", processor time"}
COLUMNS = ("name", "ours", "reference", "unit", "ratio", "rows", "peak_mb")
Measured = dict[str, float]
Result = dict[str, str | float | int]


def measure(way: str, folder: Path) -> Measured:
    """One reading, or one run, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.readers", way, str(folder)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"bench: {way} failed:\n{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


def middle(runs: list[Measured]) -> Measured:
    """The median of each figure."""
    return {name: median(run[name] for run in runs) for name in runs[0]}


def reading(folder: Path, rows: int) -> list[Result]:
    """Our reading beside each reference's, by the clock and by the processor."""
    runs: dict[str, list[Measured]] = {way: [] for way in ("ours", *REFERENCES)}
    turns = [way for _ in range(TIMES) for way in runs]
    for way in track(turns, "Reading", console=Console(stderr=True), transient=True):
        runs[way].append(measure(way, folder))
    done = {way: middle(measured) for way, measured in runs.items()}
    return [
        _result(f"read {rows:,} rows v {title}{TOLD[figure]}", done["ours"], done[way], figure)
        for figure in UNITS
        for way, title in REFERENCES.items()
    ]


def _result(name: str, ours: Measured, reference: Measured, figure: str) -> Result:
    return {
        "name": name, "ours": round(ours[figure], 3), "reference": round(reference[figure], 3), "unit": UNITS[figure],
        "ratio": round(ours[figure] / reference[figure], 2), "rows": int(ours["rows"]), "peak_mb": ours["peak_mb"],
    }  # fmt: skip


def whole_run(folder: Path) -> Result:
    """All steps on a small synthetic place, beside the reading in the same run."""
    done = middle([measure("run", folder / f"place_{turn}") for turn in range(TIMES)])
    name = f"run, read to report, {int(done['rows']):,} rows v its own reading"
    return _result(name, done, {**done, "seconds": done["read_seconds"]}, "seconds")


def told_by(module: str) -> list[Result]:
    """What another bench tells, in a process of its own; what else it tells goes to the screen."""
    done = subprocess.run([sys.executable, "-m", module], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"bench: {module} failed:\n{done.stderr}")
    print(done.stdout, end="")
    told = [json.loads(line) for line in done.stdout.splitlines()]
    return [{name: each[name] for name in COLUMNS} for each in told]


def show(results: list[Result]) -> None:
    """The table on screen."""
    table = Table(title="Wholeplace beside its references (median of three)", title_justify="left", box=None)
    for column in ("name", "ours", "reference", "unit", "ratio", "rows", "peak MB"):
        table.add_column(column, justify="left" if column in ("name", "unit") else "right")
    for result in results:
        values = list(result.values())
        table.add_row(*(value if isinstance(value, str) else f"{value:,}" for value in values))
    console = Console(width=None if sys.stdout.isatty() else 120)
    console.print(table)
    console.print(f"{platform.machine()}, Python {platform.python_version()}; written to bench/results.json")


def main() -> None:
    """Make the rows, measure, show and write."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        # In a process of its own: a child's peak memory is never less than its parent's was.
        subprocess.run([sys.executable, "-m", "bench.rows", str(folder / "million"), str(rows)], check=True)
        results = [*reading(folder / "million", rows), whole_run(folder)]
    for module in OTHERS:
        results += told_by(module)
    show(results)
    RESULTS.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
