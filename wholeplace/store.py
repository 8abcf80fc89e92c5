"""The store: Parquet files that never change, and one small manifest that says which of them are current.

A table is one or more parts (one for each source where a step works source by source). A part's file is
named by the hash of its content, so the same content is never written twice and a file once named is whole.
A step becomes visible by one atomic replacement of `manifest.json`; the manifest it replaces is kept in
`versions/` until `prune`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import dataframely as dy
import polars as pl
from dataframely.exc import ValidationError

from wholeplace.content import content_hash, text_hash
from wholeplace.errors import StoreError
from wholeplace.machine import write_durably, write_text_durably

Zone = Literal["identity", "place"]
FORMAT = 1


@dataclass(frozen=True)
class Table:
    """A kind of table: its name, the zone it lives in, its contract, sort keys, and meaning in words.

    groups: columns of few values by which an export without rows counts rows and people.
    """

    name: str
    zone: Zone
    schema: type[dy.Schema]
    sort: tuple[str, ...]
    meaning: str
    groups: tuple[str, ...] = ()

    @property
    def columns(self) -> dict[str, pl.DataType]:
        """Column names and types in order."""
        return {name: column.dtype for name, column in self.schema.columns().items()}

    def empty(self) -> pl.DataFrame:
        """A frame of this table with no rows."""
        return pl.DataFrame(schema=self.columns)

    def shape(self, frame: pl.DataFrame) -> pl.DataFrame:
        """`frame` with this table's columns in order (absent ones null), cast, checked and sorted."""
        absent = [
            pl.lit(None, dtype=kind).alias(name)
            for name, kind in self.columns.items()
            if name not in frame.columns
        ]
        ordered = frame.with_columns(absent).select(
            pl.col(name).cast(kind) for name, kind in self.columns.items()
        )
        try:
            checked = self.schema.validate(ordered)
        except ValidationError as error:
            raise StoreError(
                f"table {self.name} breaks its contract: {_rules(error)}",
                cure="This is a fault of Wholeplace",
            ) from None
        return checked.sort(
            *self.sort, *(name for name in self.columns if name not in self.sort), nulls_last=True
        )


def _rules(error: ValidationError) -> str:
    return "; ".join(line.strip() for line in str(error).splitlines()[1:4])


@dataclass(frozen=True)
class Part:
    """One stored file of a table."""

    file: str
    rows: int
    hash: str


@dataclass(frozen=True)
class Manifest:
    """What is current: parts by table and part name, and the fingerprint each step last ran with."""

    tables: dict[str, dict[str, Part]] = field(default_factory=dict)
    steps: dict[str, dict[str, Any]] = field(default_factory=dict)

    def table_hash(self, table: str) -> str:
        """Content hash of a table: of its parts' names and hashes, in order."""
        parts = self.tables.get(table, {})
        return text_hash(json.dumps({name: parts[name].hash for name in sorted(parts)}))

    def content_hash(self) -> str:
        """Content hash of all tables."""
        return text_hash(json.dumps({name: self.table_hash(name) for name in sorted(self.tables)}))

    def to_json(self) -> str:
        """The manifest as stored."""
        tables = {
            table: {name: vars(part) for name, part in sorted(parts.items())}
            for table, parts in sorted(self.tables.items())
        }
        return json.dumps({"format": FORMAT, "tables": tables, "steps": self.steps}, indent=1, sort_keys=True)

    @staticmethod
    def from_json(text: str, where: str) -> Manifest:
        """Raises StoreError where the text is not a manifest of this format."""
        try:
            data = json.loads(text)
            tables = {
                table: {name: Part(**part) for name, part in parts.items()}
                for table, parts in data["tables"].items()
            }
            if data["format"] == FORMAT:
                return Manifest(tables, data["steps"])
        except (ValueError, KeyError, TypeError, AttributeError):
            pass
        raise StoreError(
            "not a manifest this version can read", where=where, cure="Delete the store folder and run again"
        )


class Store:
    """The stored tables of one place. `zones` maps a zone to its folder."""

    def __init__(self, root: Path, identity: Path | None = None) -> None:
        self.root = root
        self.zones: dict[str, Path] = {"place": root / "place", "identity": identity or root / "identity"}
        self._kinds: dict[str, Table] = {}

    @property
    def manifest_path(self) -> Path:
        """Where the manifest lies."""
        return self.root / "manifest.json"

    def know(self, tables: Iterable[Table]) -> None:
        """Tell the store the kinds of table that it may hold."""
        self._kinds.update({table.name: table for table in tables})

    def kinds(self) -> tuple[Table, ...]:
        """Every kind of table, in the order they were made known."""
        return tuple(self._kinds.values())

    def kind(self, name: str) -> Table:
        """The kind of that name. Raises StoreError naming those there are."""
        if name not in self._kinds:
            raise StoreError(f"no table named {name}", cure=f"Tables: {', '.join(self._kinds)}")
        return self._kinds[name]

    def manifest(self) -> Manifest:
        """The current manifest; an empty one before the first run."""
        if not self.manifest_path.exists():
            return Manifest()
        return Manifest.from_json(self.manifest_path.read_text(encoding="utf-8"), self.manifest_path.name)

    def path(self, table: str, part: Part) -> Path:
        """Where a part's file lies."""
        return self.zones[self.kind(table).zone] / table / part.file

    def paths(self, table: str, manifest: Manifest | None = None) -> list[Path]:
        """Files of a table in part order; raises StoreError where one is gone."""
        parts = (manifest or self.manifest()).tables.get(table, {})
        paths = [self.path(table, parts[name]) for name in sorted(parts)]
        for path in paths:
            if not path.exists():
                raise StoreError(
                    f"a stored file of table {table} is gone",
                    where=path.name,
                    cure="Run again with --from read",
                )
        return paths

    def read(self, table: str, manifest: Manifest | None = None) -> pl.DataFrame:
        """A whole table, in sort order; empty with the right columns where nothing is stored."""
        paths = self.paths(table, manifest)
        if not paths:
            return self.kind(table).empty()
        frame = pl.read_parquet(paths)
        return frame.sort(self.kind(table).sort, nulls_last=True) if len(paths) > 1 else frame

    def write(self, table: str, part: str, frame: pl.DataFrame) -> Part:
        """Check, sort and store one part; nothing is visible until `publish`."""
        kind = self.kind(table)
        shaped = kind.shape(frame)
        digest = content_hash(shaped)
        stored = Part(f"{part}-{digest[:16]}.parquet", shaped.height, digest)
        path = self.path(table, stored)
        if not path.exists():
            write_durably(path, lambda to: shaped.write_parquet(to), private=kind.zone == "identity")
        return stored

    def publish(self, step: str, tables: Mapping[str, Mapping[str, Part]], record: Mapping[str, Any]) -> None:
        """Make a step's tables current and note the fingerprint it ran with, in one atomic act."""
        old = self.manifest()
        new = Manifest(
            {**old.tables, **{name: dict(parts) for name, parts in tables.items()}}, dict(old.steps)
        )
        new.steps[step] = dict(record)
        if old.tables and old.tables != new.tables:
            self._keep_version(old)
        self._replace(self.manifest_path, new)

    def unfresh(self, steps: Iterable[str]) -> None:
        """Make these steps run again although nothing changed; their tables stand until then."""
        old, names = self.manifest(), set(steps)
        kept = {name: record for name, record in old.steps.items() if name not in names}
        if kept != old.steps:
            self._replace(self.manifest_path, Manifest(old.tables, kept))

    def _keep_version(self, old: Manifest) -> None:
        numbers = [int(path.stem) for path in self.version_paths()]
        self._replace(self.root / "versions" / f"{max(numbers, default=0) + 1:06}.json", old)

    def _replace(self, path: Path, manifest: Manifest) -> None:
        write_text_durably(path, manifest.to_json() + "\n")

    def version_paths(self) -> list[Path]:
        """Manifests of earlier versions, oldest first."""
        return sorted((self.root / "versions").glob("[0-9]*.json"))

    def all_manifests(self) -> dict[Path, Manifest]:
        """Every stored version by path, the current one last."""
        paths = [*self.version_paths(), *([self.manifest_path] if self.manifest_path.exists() else [])]
        return {path: Manifest.from_json(path.read_text(encoding="utf-8"), path.name) for path in paths}

    def rewrite(self, change: Callable[[str, pl.DataFrame], pl.DataFrame]) -> int:
        """Pass every part of every version through `change`; returns rows removed. Fingerprints are kept."""
        done: dict[tuple[str, str], Part] = {}
        removed = 0
        for path, manifest in self.all_manifests().items():
            for table, parts in manifest.tables.items():
                for name, part in parts.items():
                    if (table, part.file) not in done:
                        done[table, part.file] = self._rewrite_part(table, name, part, change)
                        removed += part.rows - done[table, part.file].rows
                    parts[name] = done[table, part.file]
            self._replace(path, manifest)
        self.sweep()
        return removed

    def _rewrite_part(
        self, table: str, name: str, part: Part, change: Callable[[str, pl.DataFrame], pl.DataFrame]
    ) -> Part:
        before = pl.read_parquet(self.path(table, part))
        after = change(table, before)
        return part if after.height == before.height else self.write(table, name, after)

    def forget_versions(self) -> int:
        """Drop every version but the current one; returns how many were dropped."""
        paths = self.version_paths()
        for path in paths:
            path.unlink()
        self.sweep()
        return len(paths)

    def sweep(self) -> list[Path]:
        """Delete files that no version names (left by a killed run, or pruned); returns what was deleted."""
        named = {
            self.path(table, part)
            for manifest in self.all_manifests().values()
            for table, parts in manifest.tables.items()
            if table in self._kinds
            for part in parts.values()
        }
        found = [path for zone in self.zones.values() for path in zone.glob("*/*.parquet")]
        torn = {path for folder in (self.root, *self.zones.values()) for path in folder.rglob(".*.tmp")}
        gone = sorted({*found, *torn} - named)
        for path in gone:
            path.unlink()
        return gone
