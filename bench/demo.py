"""A demo borough made and run, beside polars alone: `python -m bench.demo [RESIDENTS]`.

Making is held against polars reading every CSV extract that was made, as text, and writing it again: the least
that anything which makes these files could take. Running, from reading to the report, is held against polars
reading the same files. Each in a process of its own; by the clock, since people wait by the clock.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import polars as pl

from wholeplace import open as open_place
from wholeplace.demo.make import make_demo
from wholeplace.machine import peak_memory_mb

SEED = 1
BOROUGH = "E09000002"
Measured = dict[str, float]
Result = dict[str, str | float | None]


def made(folder: Path, residents: int | None) -> int:
    """A place made; rows written."""
    return sum(make_demo(folder, authority=BOROUGH, residents=residents, seed=SEED).rows.values())


def ran(folder: Path, _: int | None) -> int:
    """Every step; records stored."""
    return open_place(folder).run()[0].rows["record"]


def read(folder: Path, _: int | None) -> int:
    """Every extract read as text."""
    return sum(_frame(path).height for path in _extracts(folder))


def copied(folder: Path, _: int | None) -> int:
    """Every extract read as text and written again."""
    rows = 0
    for path in _extracts(folder):
        frame = _frame(path)
        frame.write_csv(path.with_suffix(".copy"))
        path.with_suffix(".copy").unlink()
        rows += frame.height
    return rows


WAYS = {"made": made, "ran": ran, "read": read, "copied": copied}


def _extracts(folder: Path) -> list[Path]:
    return sorted((folder / "extracts").rglob("*.csv"))


def _frame(path: Path) -> pl.DataFrame:
    # Quotes are taken as they come: some rows are malformed on purpose, and polars would refuse the whole file.
    return pl.read_csv(
        path, infer_schema=False, encoding="utf8-lossy", truncate_ragged_lines=True, quote_char=None
    )


def _apart(way: str, folder: Path, residents: int | None) -> Measured:
    given = [sys.executable, "-m", "bench.demo", way, str(folder), *([str(residents)] if residents else [])]
    done = subprocess.run(given, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"bench: demo {way} failed:\n{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


def measure(residents: int | None) -> list[Result]:
    """Making and running, each beside its reference."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "place"
        done = {way: _apart(way, folder, residents) for way in ("made", "copied", "ran", "read")}
    names = (("made", "copied", "demo, five years, made v polars copying its CSV"),
             ("ran", "read", "demo, run from reading to report v polars reading its CSV"))  # fmt: skip
    return [
        {
            "name": name, "ours": round(done[ours]["seconds"], 1), "reference": round(done[theirs]["seconds"], 2),
            "unit": "s", "ratio": round(done[ours]["seconds"] / done[theirs]["seconds"], 1),
            "rows": int(done["made"]["rows"]), "peak_mb": done[ours]["peak_mb"],
        }
        for ours, theirs, name in names
    ]  # fmt: skip


def main() -> None:
    """One way, for a process of its own; or the whole, as JSON, a line each."""
    given = sys.argv[1:]
    if given and given[0] in WAYS:
        began = time.perf_counter()
        rows = WAYS[given[0]](Path(given[1]), int(given[2]) if len(given) > 2 else None)
        seconds = time.perf_counter() - began
        print(json.dumps({"seconds": seconds, "rows": rows, "peak_mb": peak_memory_mb()}))
        return
    for result in measure(int(given[0]) if given else None):
        print(json.dumps(result))


if __name__ == "__main__":
    main()
