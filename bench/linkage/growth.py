"""How linkage grows from 100,000 to a million records: `python -m bench.linkage.growth [RESIDENTS ...]`.

Made places of these residents (about 4.4 records each) are read, then linked by us and by plain Splink, each in a
process of its own. Takes most of an hour on two processors. Prints a table for docs/linkage.md and draws it in
docs/linkage-growth.svg. A number may be followed by `=FOLDER`: a place of that size which has been read.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import altair as alt
import polars as pl
import vl_convert

from bench.linkage.beside import MODULE, Measured, in_a_process, measured

SIZES = (22_000, 55_000, 110_000, 219_000)
DRAWN = Path(__file__).parents[2] / "docs" / "linkage-growth.svg"
WAYS = {
    "people_seconds": "ours, pairs and people",
    "seconds": "ours, with homes and families",
    "pair_seconds": "plain Splink, pairs alone",
}


def at(size: str) -> dict[str, Measured]:
    """What linking a place of `RESIDENTS` or `RESIDENTS=FOLDER` took."""
    residents, _, folder = size.partition("=")
    if folder:
        return measured(Path(folder))
    with tempfile.TemporaryDirectory() as temporary:
        made = Path(temporary) / "demo"
        in_a_process(MODULE, "--prepared", str(made), residents)
        return measured(made)


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
        alt.Color("way:N", title=None, legend=alt.Legend(orient="top", labelLimit=300)),
    ).properties(width=560, height=260)  # fmt: skip
    return vl_convert.vegalite_to_svg(chart.to_json())


def main() -> None:
    sizes = []
    told = ("processor s", "MB", "F1")
    print(
        f"| {' | '.join(('records', 'ours: people, s', 'all, s', *told, 'plain Splink: pairs, s', *told))} |"
    )
    print("|" + " ---: |" * 10)
    for size in sys.argv[1:] or [str(each) for each in SIZES]:
        sizes.append(at(size))
        print(line(sizes[-1]), flush=True)
    DRAWN.write_text(drawn(sizes) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
