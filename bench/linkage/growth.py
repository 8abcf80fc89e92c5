"""How linkage grows from 100,000 to a million records: `python -m bench.linkage.growth [--again] [RESIDENTS ...]`.

Made places of these residents (about 4.4 records each) are read, then linked by us and by plain Splink, each in a
process of its own. Takes most of an hour on two processors. What a size came to is kept in bench/linkage/growth.json:
stopped anywhere, the next call goes on from there, and --again measures anew. Writes the table and the drawing of
docs/linkage.md. A number may be followed by `=FOLDER`: a place of that size which has been read.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

import altair as alt
import polars as pl
import vl_convert

from bench.linkage.beside import MODULE, Measured, in_a_process, measured
from bench.linkage.kept import written

SIZES = (23_000, 57_500, 115_000, 229_500)
"""About 100,000, 250,000, 500,000 and a million records."""
KEPT = Path(__file__).with_name("growth.json")
DRAWN = Path(__file__).parents[2] / "docs" / "linkage-growth.svg"
WAYS = {
    "people_seconds": "ours, pairs and people",
    "seconds": "ours, with homes and families",
    "pair_seconds": "plain Splink, pairs alone",
}
Sizes = dict[str, dict[str, Measured]]


def at(size: str) -> dict[str, Measured]:
    """What linking a place of `RESIDENTS` or `RESIDENTS=FOLDER` took."""
    residents, _, folder = size.partition("=")
    if folder:
        return measured(Path(folder))
    with tempfile.TemporaryDirectory() as temporary:
        made = Path(temporary) / "demo"
        in_a_process(MODULE, "--prepared", str(made), residents)
        return measured(made)


def table(sizes: list[dict[str, Measured]]) -> str:
    """The table of docs/linkage.md, a line a size."""
    told = ("processor s", "MB", "F1")
    head = ("records", "ours: people, s", "all, s", *told, "plain Splink: pairs, s", *told)
    return "\n".join([f"| {' | '.join(head)} |", "|" + " ---: |" * 10, *map(line, sizes)]) + "\n"


def line(found: dict[str, Measured]) -> str:
    """A row of the table."""
    mine, other = found["ours"], found.get("splink")
    cells = [f"{mine['records']:,}", f"{mine['people_seconds']:.1f}", *_took(mine, "seconds")]
    cells += _took(other, "pair_seconds") if other else ["-"] * 4
    return f"| {' | '.join(cells)} |"


def _took(found: Measured, seconds: str) -> list[str]:
    return [
        f"{found[seconds]:.1f}", f"{found['processor_seconds']:.1f}", f"{found['peak_mb']:,.0f}", f"{found['f1']:.3f}",
    ]  # fmt: skip


def drawn(sizes: list[dict[str, Measured]]) -> str:
    """Seconds by records, as SVG."""
    rows = [
        {"records": found["ours"]["records"], "seconds": found[who][name], "way": way}
        for found in sizes
        for name, way in WAYS.items()
        for who in (("splink",) if name == "pair_seconds" else ("ours",))
        if who in found
    ]
    chart = alt.Chart(pl.DataFrame(rows)).mark_line(point=True).encode(
        alt.X("records:Q", title="Records"), alt.Y("seconds:Q", title="Seconds"),
        alt.Color("way:N", title=None, legend=alt.Legend(orient="top", labelLimit=300, columns=1)),
    ).properties(width=560, height=260)  # fmt: skip
    return vl_convert.vegalite_to_svg(chart.to_json())


def main() -> None:
    given = argparse.ArgumentParser(prog="python -m bench.linkage.growth")
    given.add_argument("--again", action="store_true")
    given.add_argument("sizes", nargs="*", default=[str(size) for size in SIZES])
    told = given.parse_args()
    known: Sizes = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.is_file() else {}
    for size in told.sizes:
        residents = size.partition("=")[0]
        if told.again or residents not in known:
            print(f"{residents} residents ...", file=sys.stderr, flush=True)
            known[residents] = at(size)
            KEPT.write_text(json.dumps(known, indent=1) + "\n", encoding="utf-8")
    sizes = [
        known[residents] for residents in sorted((size.partition("=")[0] for size in told.sizes), key=int)
    ]
    written("growth", table(sizes))
    DRAWN.write_text(drawn(sizes) + "\n", encoding="utf-8")
    print(table(sizes), end="")


if __name__ == "__main__":
    main()
