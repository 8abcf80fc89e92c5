"""The picture drawn beside the same queries written by hand in polars: `python -m bench.picture [RESIDENTS]`.

On a made place that was read and linked. The queries are those of which plain polars can say the same in a few lines:
contacts once each, periods of circumstances joined where they touch, and how many services know each person in each
month. Both give as many rows, or the bench fails. The whole picture, and the report drawn from it, are told beside.
Each in a process of its own; by the clock, since people wait by the clock.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

import polars as pl

from wholeplace import open as open_place
from wholeplace.demo.make import make_demo
from wholeplace.engine import run_models
from wholeplace.machine import peak_memory_mb
from wholeplace.picture.models import needed
from wholeplace.picture.step import settings_of, source_stated
from wholeplace.place import Place
from wholeplace.system_map import load_system_map

RESIDENTS = 20_000
SAME = ("contact", "exposure", "overlap")
Result = dict[str, str | float | None]


def sql(place: Place) -> int:
    """The three tables by our models; their rows."""
    names = ("person_event", "person_spell", "person_exposure", "person", "coverage")
    tables = {name: place.store.read(name) for name in names}
    tables["source_stated"] = source_stated(place.config)
    tables["system_factor"] = load_system_map().factor_frame()
    tables["school"] = pl.DataFrame(schema={"urn": pl.String, "kind": pl.String})
    models = needed(SAME, given=("coverage", "known_parent"))
    drawn = run_models(
        {name: text for name, text in models.items() if name not in tables},
        tables,
        asdict(settings_of(place.config)),
        jobs=2,
    )
    return sum(drawn[name].height for name in SAME)


def by_hand(place: Place) -> int:
    """The same in polars."""
    read, as_of = place.store.read, pl.lit(place.config.as_of)
    event, settings = read("person_event").filter(pl.col("date") <= as_of), settings_of(place.config)
    keys = ["person_id", "service", "agency", "kind", "date"]
    contact = event.group_by(keys).agg(
        pl.col("end_date").filter(pl.col("end_date") >= pl.col("date")).max(),
        pl.col("source").unique().sort().str.join(", "),
    )  # fmt: skip
    exposure = _joined(read("person_exposure"), ["person_id", "factor", "holder"], as_of)
    stated = source_stated(place.config).select("source", "service", "agency")
    known = event.select(
        *("person_id", "service", "agency"), first="date",
        last=pl.max_horizontal("date", "end_date").dt.offset_by(f"{settings.contact_gap_days}d"),
    )  # fmt: skip
    spell = read("person_spell").filter(pl.col("withheld").is_null(), pl.col("from_date") <= as_of)
    spell = spell.filter((pl.col("to_date") >= pl.col("from_date")).fill_null(True)).join(stated, on="source")
    looked = read("coverage").select("source", looked="as_of")
    until = pl.when(pl.col("to_date") <= as_of).then(
        pl.max_horizontal(pl.col("to_date"), pl.col("from_date").dt.offset_by("1d"))
    ).otherwise(pl.min_horizontal("to_date", pl.max_horizontal("looked", "from_date").dt.offset_by("1d")))  # fmt: skip
    spans = spell.join(looked, on="source").select(
        *("person_id", "service", "agency"), first="from_date", last=until.dt.offset_by("-1d")
    )
    return contact.height + exposure + _overlap(pl.concat([known, spans]), read("person"), settings)


def _joined(rows: pl.DataFrame, keys: list[str], as_of: pl.Expr) -> int:
    """Periods that touch run together; those without dates are one each."""
    rows = rows.with_columns(
        pl.when((pl.col("to_date") >= pl.col("from_date")).fill_null(True))
        .then("from_date")
        .alias("from_date")
    )
    end = (
        pl.when(pl.col("to_date") == pl.col("from_date"))
        .then(pl.col("to_date").dt.offset_by("1d"))
        .otherwise("to_date")
    )
    dated = rows.filter(pl.col("from_date") <= as_of).with_columns(until=end.fill_null(pl.date(9999, 12, 31)))
    dated = dated.sort(*keys, "from_date", "until")
    new = (pl.col("from_date") > pl.col("until").cum_max().shift(1).over(keys)).fill_null(True)
    runs = dated.with_columns(run=new.cum_sum().over(keys))
    periods = runs.group_by(*keys, "run").agg(
        pl.col("from_date").min(), pl.col("until").max(), pl.col("source").unique().sort().str.join(", ")
    )
    return periods.height + rows.filter(pl.col("from_date").is_null()).select(keys).n_unique()


def _overlap(known: pl.DataFrame, person: pl.DataFrame, settings) -> int:
    """Every month of every service, one after another, and those looked back on."""
    newest = settings.as_of.replace(day=1)
    back, years = settings.overlap_months - 1, settings.years
    oldest = pl.lit(newest).dt.offset_by(f"-{12 * years - 1}mo")
    dead = person.select("person_id", "death_month")
    months = known.join(dead, on="person_id", how="left").with_columns(
        first=pl.max_horizontal(pl.col("first").dt.truncate("1mo"), oldest.dt.offset_by(f"-{back}mo")),
        last=pl.min_horizontal(pl.col("last"), pl.lit(settings.as_of), "death_month").dt.truncate("1mo"),
    )
    months = (
        months.filter(pl.col("first") <= pl.col("last"))
        .select("person_id", "service", "agency", "first", "last")
        .unique()
    )
    spread = months.with_columns(month=pl.date_ranges("first", "last", "1mo")).explode("month")
    now = spread.select("person_id", "service", "agency", "month").unique()
    later = now.join(pl.DataFrame({"by": range(back + 1)}), how="cross").with_columns(
        month=pl.col("month").dt.offset_by(pl.format("{}mo", "by")), at=pl.col("by") == 0
    )
    told = later.filter(pl.col("month") >= oldest, pl.col("month") <= newest).group_by("person_id", "month").agg(
        services=pl.col("service").n_unique(),
        agencies=pl.col("agency").n_unique(),
        service_list=pl.col("service").unique().sort().str.join(", "),
        services_in_month=pl.col("service").filter("at").n_unique(),
        agencies_in_month=pl.col("agency").filter("at").n_unique(),
    )  # fmt: skip
    return told.filter((pl.col("services_in_month") > 0) | (pl.col("month") == newest)).height


def _step(name: str):
    def run(place: Place) -> int:
        return sum(sum(outcome.rows.values()) for outcome in place.run(name, name, jobs=2))

    return run


WAYS = {"sql": sql, "by_hand": by_hand, "picture": _step("picture"), "report": _step("report")}


def _apart(way: str, folder: Path) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.picture", way, str(folder)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"bench: picture {way} failed:\n{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


def measure(folder: Path) -> list[Result]:
    """Ours beside polars by hand, then the whole picture and the report beside the same queries by hand."""
    done = {way: _apart(way, folder) for way in WAYS}
    if done["sql"]["rows"] != done["by_hand"]["rows"]:
        sys.exit(f"bench: {done['sql']['rows']} rows by SQL, {done['by_hand']['rows']} by hand")
    names = {
        "sql": "contacts, circumstances, overlap v polars",
        "picture": "whole picture v the three in polars",
        "report": "report v the three in polars",
    }
    hand = done["by_hand"]["seconds"]
    return [
        {
            "name": name, "ours": round(done[way]["seconds"], 2), "reference": round(hand, 2), "unit": "s",
            "ratio": round(done[way]["seconds"] / hand, 2), "rows": int(done[way]["rows"]),
            "peak_mb": done[way]["peak_mb"],
        }
        for way, name in names.items()
    ]  # fmt: skip


def main() -> None:
    """One way, for a process of its own; or the whole, as JSON, a line each. A folder is taken for a place."""
    given = sys.argv[1:]
    if given and given[0] in WAYS:
        place = open_place(Path(given[1]))
        began = time.perf_counter()
        rows = WAYS[given[0]](place)
        print(json.dumps({"seconds": time.perf_counter() - began, "rows": rows, "peak_mb": peak_memory_mb()}))
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(given[0]) if given and Path(given[0]).is_dir() else Path(temporary) / "place"
        if not folder.is_dir():
            make_demo(folder, authority="E09000002", residents=int(given[0]) if given else RESIDENTS)
            open_place(folder).run()
        for result in measure(folder):
            print(json.dumps(result))


if __name__ == "__main__":
    main()
