"""The `read` step: every source's extract to canonical tables, source by source, only those that changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import polars as pl

from wholeplace.config import Config, Source
from wholeplace.content import file_hash, text_hash
from wholeplace.sources.check import Moment
from wholeplace.sources.contracts import TABLES
from wholeplace.sources.discover import files_of, names_of
from wholeplace.sources.exclusions import NAME, load_exclusions
from wholeplace.sources.read import Extract, read_extract
from wholeplace.sources.registry import layout_of, template_path
from wholeplace.sources.shelf import Shelf, keep_only
from wholeplace.steps import Step, StepInput
from wholeplace.version import VERSION as PROGRAM

VERSION = "4"


def extract_of(source: Source, config: Config) -> Extract:
    """One source's extract, ready to be read."""
    layout = layout_of(source, config)
    files = files_of(source, config)
    as_of = source.as_of or config.as_of
    year = as_of.year + (1 if as_of.month >= layout.year_start > 1 else 0)
    return Extract(source, layout, files, names_of(files), Moment(as_of, year))


def part_marks(config: Config) -> dict[str, str]:
    """For each source the fingerprint of all that its reading depends on."""
    exclusions = config.folder / NAME
    kept_out = file_hash(exclusions) if exclusions.exists() else ""
    return {source.name: _mark(source, config, kept_out) for source in config.source}


def _mark(source: Source, config: Config, exclusions: str) -> str:
    files = files_of(source, config)
    marks = [(name, file_hash(path)) for name, path in zip(names_of(files), files, strict=True)]
    return _hash({"settings": _settings_mark(source, config), "exclusions": exclusions, "files": marks})


def _settings_mark(source: Source, config: Config) -> str:
    """Of all that a file's checking depends on beside the file."""
    template = template_path(source, config)
    said = source.model_dump(
        mode="json", include={"name", "layout", "files", "service", "agency", "as_of", "template"}
    )
    return _hash(
        {
            "version": f"{PROGRAM} {VERSION}",
            "source": said,
            "as_of": str(source.as_of or config.as_of),
            "template": file_hash(template) if template else "",
        }
    )


def _hash(data: Mapping[str, Any]) -> str:
    return text_hash(json.dumps(data, sort_keys=True))


def _shelf(source: Source, given: StepInput) -> Shelf | None:
    """Where what the source's files came to is kept, where anything may be."""
    if given.shelf is None:
        return None
    return Shelf(given.shelf / source.name, _settings_mark(source, given.config))


def read(given: StepInput) -> dict[str, dict[str, pl.DataFrame]]:
    """Canonical tables by name and source, for every source whose extract or settings changed."""
    exclusions = load_exclusions(given.config.folder / NAME)
    todo = [source for source in given.config.source if source.name not in given.kept]
    done: dict[str, float] = {source.name: 0.0 for source in todo}

    def one(source: Source) -> dict[str, pl.DataFrame]:
        def told(share: float) -> None:
            done[source.name] = share
            given.progress(f"Reading {source.name}", sum(done.values()) / len(done))

        extract, shelf = extract_of(source, given.config), _shelf(source, given)
        return read_extract(extract, given.key, exclusions, told, shelf)

    with ThreadPoolExecutor(max(1, given.jobs)) as pool:
        results = list(pool.map(one, todo))
    if given.shelf:
        keep_only(given.shelf, {source.name for source in given.config.source})
    return {
        table.name: {source.name: tables[table.name] for source, tables in zip(todo, results, strict=True)}
        for table in TABLES
    }


READ = Step(
    name="read",
    title="Read what services sent",
    use="planning",
    reads=(),
    writes=TABLES,
    run=read,
    settings=lambda config: {"as_of": config.as_of, "sources": [source.name for source in config.source]},
    parts=part_marks,
    version=VERSION,
)
