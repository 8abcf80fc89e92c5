"""Content hashes: of the values of a sorted frame, never of the bytes a file format happens to give them."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import polars as pl


def text_hash(text: str) -> str:
    """SHA-256 of a text, as hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def file_hash(path: Path) -> str:
    """SHA-256 of a file's bytes, as hex."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def content_hash(frame: pl.DataFrame) -> str:
    """SHA-256 over column names, types, nulls and values, in row order; the same for any chunking.

    A row's place counts, so sort first. Floats are compared by their bits after -0.0 becomes 0.0.
    """
    digest = hashlib.sha256(str(frame.height).encode())
    for column in frame.iter_columns():
        digest.update(f"|{column.name}:{column.dtype}|".encode())
        digest.update(np.packbits(column.is_null().to_numpy()).tobytes())
        _add_values(digest, column)
    return digest.hexdigest()


def _add_values(digest: hashlib._Hash, column: pl.Series) -> None:
    if column.dtype == pl.String:
        text = column.fill_null("")
        digest.update(text.str.len_bytes().to_numpy().tobytes())
        digest.update(_joined(text))
    elif column.dtype == pl.Boolean:
        digest.update(np.packbits(column.fill_null(False).to_numpy()).tobytes())
    elif column.dtype.is_float():
        digest.update((column.fill_null(0.0).cast(pl.Float64).to_numpy() + 0.0).tobytes())
    elif column.dtype.is_temporal() or column.dtype.is_integer():
        digest.update(column.to_physical().cast(pl.Int64).fill_null(0).to_numpy().tobytes())
    else:
        raise TypeError(f"column {column.name}: {column.dtype} cannot be hashed")


def _joined(text: pl.Series) -> bytes:
    array = text.rechunk().to_arrow(compat_level=pl.CompatLevel.oldest())
    if len(array) == 0:
        return b""
    _, offsets, data = array.buffers()
    if data is None:
        return b""
    bounds = np.frombuffer(offsets, dtype=np.int64)[array.offset : array.offset + len(array) + 1]
    return bytes(memoryview(data)[bounds[0] : bounds[-1]])
