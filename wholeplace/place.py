"""A place: its folder, its steps in order, and what may be asked of it.

import wholeplace as wp
place = wp.open("my-place")
place.run()
people = place.table("person")
"""

from __future__ import annotations

import getpass
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from wholeplace import machine
from wholeplace.config import Config, Source, load_config
from wholeplace.engine import run_query
from wholeplace.errors import PrivacyError, UsageError
from wholeplace.linkage.safety.shown import cover_of, covered, parted
from wholeplace.linkage.step import LINK
from wholeplace.picture.step import PICTURE
from wholeplace.privacy import (
    PlaceKey,
    apply,
    check_select,
    load_or_make_key,
    plan_query,
    record_access,
    without_values,
)
from wholeplace.report.step import HEADLINES, REPORT
from wholeplace.sources.exclusions import NAME, check_sources_named, load_exclusions
from wholeplace.sources.step import READ
from wholeplace.steps import Outcome, Progress, Step, is_fresh, last_runs, one_at_a_time, run_step, silent
from wholeplace.store import Store, Table

STEPS: tuple[Step, ...] = (READ, LINK, PICTURE, REPORT)
STEP_NAMES = tuple(step.name for step in STEPS)


class Place:
    """One place folder. Every method reads settings and store afresh, so a place may be kept open."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        stated = load_config(folder / "place.toml")
        self.expired = tuple(s.name for s in stated.source if _is_past(s))
        kept = tuple(source for source in stated.source if source.name not in self.expired)
        self.config: Config = stated.model_copy(update={"source": kept})
        identity = self.folder / self.config.identity_folder if self.config.identity_folder else None
        self.store = Store(folder / "store", identity)
        self.store.know(table for step in STEPS for table in step.writes)

    def key(self) -> PlaceKey:
        """The place's secret, made at the first run."""
        return load_or_make_key(self.store.zones["identity"], synthetic=self.config.synthetic)

    def run(
        self,
        first: str | None = None,
        last: str | None = None,
        *,
        jobs: int | None = None,
        progress: Progress = silent,
        retrain: bool = False,
    ) -> list[Outcome]:
        """Run what needs running, in order. first: run from this step though it is fresh. last: stop after it.

        retrain: estimate the weights of linkage anew.
        """
        self._check_stated()
        self.check_exclusions()
        chosen = _between(first, last)
        if retrain and LINK not in chosen:
            raise UsageError("the weights of linkage are estimated by the step link", cure="Run it too")
        with one_at_a_time(self.store):
            self.store.sweep()
            if first:
                self.store.unfresh([step.name for step in chosen])
            key, threads = self.key(), jobs or machine.cores()
            return [self._run(step, key, threads, progress, anew=retrain and step is LINK) for step in chosen]

    def _run(self, step: Step, key: PlaceKey, jobs: int, progress: Progress, *, anew: bool) -> Outcome:
        progress(step.title, 0.0)
        return run_step(step, self.store, self.config, key, jobs=jobs, progress=progress, anew=anew)

    def check_exclusions(self) -> None:
        """Raises ReadError where `exclusions.csv` names a source that the place does not have."""
        known = (*(source.name for source in self.config.source), *self.expired)
        check_sources_named(load_exclusions(self.folder / NAME), known)

    def _check_stated(self) -> None:
        """A place whose sources have no lawful basis recorded may run for planning, for ninety days."""
        if self.config.unstated and machine.today() > self.config.unstated_until:
            raise PrivacyError(
                f"no lawful basis, agreement or permitted use is recorded for: {', '.join(self.config.unstated)}",
                where="place.toml",
                cure=f"The time to run without them ended on {self.config.unstated_until}. Record them for each source",
            )

    def status(self) -> list[dict[str, Any]]:
        """For each step: rows, seconds, peak memory, whether it is fresh, and the content hash of its tables."""
        manifest, runs = self.store.manifest(), last_runs(self.store)
        return [
            {
                "step": step.name,
                "fresh": is_fresh(step, self.config, manifest),
                "rows": {
                    table.name: sum(part.rows for part in manifest.tables.get(table.name, {}).values())
                    for table in step.writes
                },
                "seconds": runs.get(step.name, {}).get("seconds"),
                "peak_mb": runs.get(step.name, {}).get("peak_mb"),
                "hash": {
                    t.name: manifest.table_hash(t.name)[:16] for t in step.writes if t.name in manifest.tables
                },
            }
            for step in STEPS
        ]

    def headlines(self) -> list[dict[str, str]]:
        """The report's headline figures (value, label, detail) as they stand on its first page; none before it."""
        path = self.folder / "reports" / HEADLINES
        return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []

    def content_hash(self) -> str:
        """One hash of all stored content: equal where two runs came to the same."""
        return self.store.manifest().content_hash()

    def tables(self) -> tuple[Table, ...]:
        """Every kind of table that the place can hold."""
        return self.store.kinds()

    def table(self, name: str, *, purpose: str | None = None) -> pl.DataFrame:
        """A stored table. Tables of the identity part ask a purpose, and their reading is logged."""
        kind = self.store.kind(name)
        if kind.zone == "place":
            return self.store.read(name)
        frame = parted(self._covered([name])[name], cover_of(self.store.read))
        self.log_rows("table", purpose, [name], frame.height)
        return frame

    def summary(self, name: str) -> pl.DataFrame:
        """A table as counts of rows and people by its groups, after disclosure control."""
        kind = self.store.kind(name)
        if kind.zone == "identity":
            raise PrivacyError(f"table {name} is about persons row by row", cure="Add --rows --purpose TEXT")
        who = next((column for column in ("person_id", "record_id") if column in kind.columns), None)
        people = f", count(DISTINCT {who}) AS people" if who else ""
        groups = "".join(f"{column}, " for column in kind.groups)
        by = f" GROUP BY {groups.rstrip(', ')} ORDER BY ALL" if kind.groups else ""
        return self.query(f"SELECT {groups}count(*) AS rows{people} FROM {name}{by}")

    def rows(self, name: str, *, purpose: str | None) -> pl.DataFrame:
        """A table row by row: asks a purpose, logged before anything is shown."""
        frame = parted(self._covered([name])[name], cover_of(self.store.read))
        self.log_rows("export", purpose, [name], frame.height)
        return frame

    def query(self, sql: str, *, rows: bool = False, purpose: str | None = None) -> pl.DataFrame:
        """Answer a SELECT. Without `rows` only counts, sums and averages of enough people pass."""
        if rows:
            checked = check_select(sql, self._columns("place", "identity"))
            result = parted(run_query(checked.sql, self._covered(checked.tables)), cover_of(self.store.read))
            self.log_rows(
                f"query: {without_values(checked.sql)}", purpose, list(checked.tables), result.height
            )
            return result
        plan = plan_query(sql, self._columns("place"), threshold=self.config.disclosure.threshold)
        return apply(
            plan, run_query(plan.sql, self._frames(plan.tables)), base=self.config.disclosure.rounding
        )

    def _columns(self, *zones: str) -> dict[str, list[str]]:
        return {table.name: list(table.columns) for table in self.tables() if table.zone in zones}

    def _frames(self, names: Sequence[str]) -> dict[str, pl.DataFrame]:
        return {name: _mask_hidden(name, self.store.read(name)) for name in names}

    def _covered(self, names: Sequence[str]) -> dict[str, pl.DataFrame]:
        """Tables as their rows may be shown: without what would lead to somebody who hides."""
        cover = cover_of(self.store.read)
        return {name: covered(frame, cover) for name, frame in self._frames(names).items()}

    def log_rows(self, what: str, purpose: str | None, tables: list[str], rows: int) -> None:
        """Note who is about to see rows about people, and why; raises PrivacyError where nobody may."""
        if self.config.unstated:
            raise PrivacyError(
                "nothing about one person may leave this place: no lawful basis or agreement is recorded for "
                + ", ".join(self.config.unstated),
                where="place.toml",
                cure="Record lawful_basis, agreement and permitted_uses for each source",
            )
        if not purpose and not self.config.synthetic:
            raise PrivacyError("rows about people need a purpose", cure="Add --purpose TEXT")
        record_access(
            self.store.zones["identity"], self.key(), who=getpass.getuser(), purpose=purpose or "synthetic place",
            what=what, tables=tables, rows=rows, now=machine.now(),
        )  # fmt: skip

    def prune(self) -> dict[str, Any]:
        """Drop old versions, and sources past their retention date: the place is run again without them."""
        with one_at_a_time(self.store):
            if self.expired:
                self.store.rewrite(_without_sources(self.expired))
            dropped = self.store.forget_versions()
        if self.expired and self.store.manifest().tables:
            self.run()
            dropped += self.store.forget_versions()
        return {"versions": dropped, "sources_past_retention": list(self.expired)}


def _is_past(source: Source) -> bool:
    """Whether a source's retention date has gone by: it is then left out of everything."""
    return source.retention_until is not None and source.retention_until < machine.today()


def _without_sources(names: Sequence[str]) -> Callable[[str, pl.DataFrame], pl.DataFrame]:
    def change(table: str, frame: pl.DataFrame) -> pl.DataFrame:
        return frame.filter(~pl.col("source").is_in(names)) if "source" in frame.columns else frame

    return change


def _between(first: str | None, last: str | None) -> tuple[Step, ...]:
    for name in (first, last):
        if name and name not in STEP_NAMES:
            raise UsageError(f"no step named {name}", cure=f"Steps: {', '.join(STEP_NAMES)}")
    start = STEP_NAMES.index(first) if first else 0
    end = STEP_NAMES.index(last) + 1 if last else len(STEPS)
    if start >= end:
        raise UsageError(f"step {first} comes after {last}", cure="Give them in the order of the steps")
    return STEPS[start:end]


def _mask_hidden(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """An address that is hidden is shown to nobody, whatever the purpose."""
    if name != "address":
        return frame
    hidden = pl.col("hidden")
    return frame.with_columns(
        pl.when(~hidden).then(pl.col(column)).alias(column) for column in ("address_text", "postcode", "uprn")
    )
