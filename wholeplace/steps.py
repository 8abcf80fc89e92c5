"""How a step runs: only when its inputs or settings changed, seeing only what its use permits, published whole.

A step is a plain function from tables and settings to tables. This module gives it its tables, checks what
it returns against the contracts, stores it, and makes it current in one atomic act.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl
from filelock import FileLock, Timeout

from wholeplace.config import Config
from wholeplace.content import file_hash, text_hash
from wholeplace.errors import StoreError, WholeplaceError
from wholeplace.machine import now, peak_memory_mb, write_text_durably
from wholeplace.store import Manifest, Part, Store, Table

Progress = Callable[[str, float], None]
Output = pl.DataFrame | Mapping[str, pl.DataFrame]
REPORTS = "reports"
EXCLUSION = "exclusion"
"""The table of people kept out of one use: every step but the one that writes it obeys it."""


def silent(message: str, share: float) -> None:
    """A progress callback that says nothing. share: 0 to 1 of the step done."""


@dataclass(frozen=True)
class StepInput:
    """What a step may see: the place's settings and the tables it declared, filtered by its use.

    key: the place's secret for keyed ids. jobs: threads it may use. part: for a step that works source by
    source, the parts that are still good and need not be made again. anew: whether to learn anew what it remembers
    of how to work. shelf: a folder of the identity part for what saves it work the next time and no more; what lies
    there may be taken away at any time.
    """

    config: Config
    tables: Callable[[str], pl.DataFrame]
    key: Any
    jobs: int = 1
    progress: Progress = silent
    kept: frozenset[str] = frozenset()
    anew: bool = False
    shelf: Path | None = None


@dataclass(frozen=True)
class Step:
    """One step of the pipeline.

    reads: tables it is given, of which `remembers` (its own last output) do not make it stale.
    settings: what of the settings its result depends on. parts: for a step that works source by source, a
    function giving each part's fingerprint; parts whose fingerprint stands are kept as they are. pages: `run`
    returns {"pages": {file name: text}}, written to the place's `reports` folder.
    """

    name: str
    title: str
    use: str
    reads: tuple[str, ...]
    writes: tuple[Table, ...]
    run: Callable[[StepInput], Mapping[str, Any]]
    settings: Callable[[Config], Any]
    remembers: tuple[str, ...] = ()
    parts: Callable[[Config], dict[str, str]] | None = None
    version: str = "1"
    pages: bool = False


@dataclass(frozen=True)
class Outcome:
    """What became of one step in a run. seconds and peak_mb are of this run."""

    step: str
    ran: bool
    rows: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    peak_mb: float | None = None


@contextmanager
def one_at_a_time(store: Store) -> Iterator[None]:
    """Hold the place's lock: released by the system when the process ends, however it ends."""
    try:
        store.root.mkdir(parents=True, exist_ok=True)
        lock = FileLock(store.root / ".lock", timeout=0)
        lock.acquire()
    except Timeout:
        raise StoreError("another run is at work on this place", cure="Wait for it to end") from None
    except OSError as error:
        raise StoreError(
            f"the store cannot be written ({error.strerror})",
            where=store.root.name,
            cure="Check the folder's permissions",
        ) from None
    try:
        yield
    except OSError as error:
        raise _not_writable(store, error) from None
    finally:
        lock.release()


def _not_writable(store: Store, error: OSError) -> StoreError:
    """A full disk, a folder that refuses, or a disk that fails, told without a path."""
    return StoreError(
        f"the store cannot be read or written ({error.strerror})",
        where=store.root.name,
        cure="Free some disk space or check permissions, then run again: what was stored before still stands",
    )


def fingerprint(step: Step, config: Config, manifest: Manifest) -> str:
    """Hash of all that a step's result depends on: its inputs' content, its settings, its own version."""
    data = {
        "step": step.name,
        "version": step.version,
        "settings": step.settings(config),
        "sources": config.permitted(step.use),
        "inputs": {name: manifest.table_hash(name) for name in step.reads},
        "exclusion": manifest.table_hash(EXCLUSION) if EXCLUSION not in _written(step) else None,
        "parts": step.parts(config) if step.parts else None,
    }
    return text_hash(json.dumps(data, sort_keys=True, default=str))


def _written(step: Step) -> set[str]:
    return {table.name for table in step.writes}


def is_fresh(step: Step, config: Config, manifest: Manifest) -> bool:
    """Whether the stored result of a step still stands."""
    stored = manifest.steps.get(step.name, {})
    written = all(table.name in manifest.tables for table in step.writes)
    pages: dict[str, str] = stored.get("pages", {})
    written = written and all(_page_stands(config, name, mark) for name, mark in pages.items())
    return written and stored.get("fingerprint") == fingerprint(step, config, manifest)


def run_step(
    step: Step,
    store: Store,
    config: Config,
    key: Any,
    *,
    jobs: int = 1,
    progress: Progress = silent,
    anew: bool = False,
) -> Outcome:
    """Run one step if it must, and publish what it made. anew: it must, and is to forget what it learned."""
    manifest = store.manifest()
    if not anew and is_fresh(step, config, manifest):
        return Outcome(step.name, ran=False)
    started = time.perf_counter()
    parts = step.parts(config) if step.parts else {}
    kept = _kept_parts(step, parts, manifest)
    give = _permitted_tables(step, store, config, manifest)
    shelf = shelf_of(store, step.name)
    outputs = step.run(StepInput(config, give, key, jobs, progress, kept, anew, shelf))
    try:
        with ThreadPoolExecutor(jobs) as several:
            each = several.map(
                lambda table: _store(table, outputs[table.name], kept, store, manifest), step.writes
            )
            stored = {table.name: parts for table, parts in zip(step.writes, each, strict=True)}
        pages = _write_pages(config, outputs.get("pages", {}))
        record = {"fingerprint": fingerprint(step, config, manifest), "parts": parts, "pages": pages}
        store.publish(step.name, stored, record)
    except OSError as error:
        raise _not_writable(store, error) from None
    rows = {name: sum(part.rows for part in parts.values()) for name, parts in stored.items()}
    outcome = Outcome(step.name, True, rows, round(time.perf_counter() - started, 3), peak_memory_mb())
    _note_run(store, outcome)
    return outcome


def shelf_of(store: Store, step: str) -> Path:
    """Where a step may keep what saves it work; it may be gone at any time, and nothing is then lost."""
    return store.zones["identity"] / f"{step}_shelf"


def _page_stands(config: Config, name: str, mark: str) -> bool:
    path = config.folder / REPORTS / name
    return path.exists() and file_hash(path) == mark


def _write_pages(config: Config, pages: Mapping[str, Any]) -> dict[str, str]:
    """Write pages whole or not at all; returns their hashes by name. What a killed run left unfinished goes."""
    for left in (config.folder / REPORTS).glob(".*.tmp") if pages else ():
        left.unlink()
    for name, text in pages.items():
        write_text_durably(config.folder / REPORTS / name, text)
    return {name: file_hash(config.folder / REPORTS / name) for name in pages}


def _kept_parts(step: Step, parts: Mapping[str, str], manifest: Manifest) -> frozenset[str]:
    """Parts whose own fingerprint, and whose step's version and settings, are as they were stored."""
    stored = manifest.steps.get(step.name, {}).get("parts", {})
    whole = all(table.name in manifest.tables for table in step.writes)
    return frozenset(name for name, mark in parts.items() if whole and stored.get(name) == mark)


def _store(
    table: Table, output: Output, kept: frozenset[str], store: Store, manifest: Manifest
) -> dict[str, Part]:
    if isinstance(output, pl.DataFrame):
        return {table.name: store.write(table.name, table.name, output)}
    old = {name: part for name, part in manifest.tables.get(table.name, {}).items() if name in kept}
    return {**old, **{name: store.write(table.name, name, frame) for name, frame in output.items()}}


def _permitted_tables(
    step: Step, store: Store, config: Config, manifest: Manifest
) -> Callable[[str], pl.DataFrame]:
    """A reader of the declared tables that leaves out sources and people not to be used for this."""
    declared = {*step.reads, *step.remembers}
    permitted = config.permitted(step.use)

    def give(name: str) -> pl.DataFrame:
        if name not in declared:
            raise WholeplaceError(f"step {step.name} did not declare that it reads {name}")
        frame = store.read(name, manifest)
        if "source" in frame.columns and name not in step.remembers:
            frame = frame.filter(pl.col("source").is_in(permitted))
        return _without_excluded(frame, step, store, manifest) if name != EXCLUSION else frame

    return give


def _without_excluded(frame: pl.DataFrame, step: Step, store: Store, manifest: Manifest) -> pl.DataFrame:
    if "record_id" not in frame.columns or EXCLUSION not in manifest.tables:
        return frame
    excluded = store.read(EXCLUSION, manifest).filter(pl.col("use") == step.use)
    if excluded.is_empty():
        return frame
    return frame.join(
        excluded.select("record_id").unique(), on="record_id", how="anti", maintain_order="left"
    )


def _note_run(store: Store, outcome: Outcome) -> None:
    line = {"at": now().isoformat(timespec="seconds"), **vars(outcome)}
    with (store.root / "runs.jsonl").open("a", encoding="utf-8") as handle:
        handle.write(json.dumps(line) + "\n")


def last_runs(store: Store) -> dict[str, dict[str, Any]]:
    """The last noted run of each step: rows, seconds, peak memory."""
    path = store.root / "runs.jsonl"
    if not path.exists():
        return {}
    runs: dict[str, dict[str, Any]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            entry = json.loads(line)
            runs[entry["step"]] = entry
        except (ValueError, KeyError):
            continue
    return runs
