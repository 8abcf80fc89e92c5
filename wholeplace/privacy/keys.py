"""The place key: the one secret that turns a source's own ids into ours.

It lies in the identity part of the store, apart from the tables it protects. With the key, ids can be worked
out again from a source's files; without it they say nothing, and if it is lost no id can be traced back.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from wholeplace.errors import PrivacyError
from wholeplace.machine import write_durably

KEY_FILE = "key"
KEY_BYTES = 32
DEMO_KEY = hashlib.sha256(b"wholeplace: the key of every synthetic place, known to all").digest()


@dataclass(frozen=True)
class PlaceKey:
    """The key of one place. Neither its text form nor an error ever shows the secret."""

    secret: bytes = field(repr=False)

    @property
    def is_demo(self) -> bool:
        """Whether this is the published key of synthetic places, which protects nobody."""
        return hmac.compare_digest(self.secret, DEMO_KEY)

    def derive(self, purpose: str) -> bytes:
        """A key for one purpose alone, so that what is shown of one use tells nothing of another."""
        return hmac.digest(self.secret, f"wholeplace {purpose}".encode(), "sha256")


def load_or_make_key(folder: Path, *, synthetic: bool) -> PlaceKey:
    """The key kept in `folder` (the identity part of the store), made and stored at first use.

    synthetic: whether every source of the place is synthetic; only then is the demo key written or accepted.
    Raises PrivacyError where the key is damaged, is the demo key beside real sources, or is gone while tables
    made with it are there: a new key would give every person a new id.
    """
    path = folder / KEY_FILE
    key = _read_key(path) if path.exists() else _make_key(path, synthetic=synthetic)
    if key.is_demo and not synthetic:
        raise PrivacyError(
            "the demo key is in use but not every source is synthetic",
            where=path.name,
            cure="Delete the store folder and run again, so that the place gets a key of its own",
        )
    return key


def _read_key(path: Path) -> PlaceKey:
    text = path.read_text(encoding="ascii", errors="replace").strip()
    if not re.fullmatch(f"[0-9a-f]{{{2 * KEY_BYTES}}}", text):
        raise PrivacyError(
            "the place key is damaged", where=path.name, cure="Put back the key file from a backup"
        )
    return PlaceKey(bytes.fromhex(text))


def _make_key(path: Path, *, synthetic: bool) -> PlaceKey:
    if any(path.parent.glob("*/*.parquet")):
        raise PrivacyError(
            "the place key is gone but tables made with it are here",
            where=path.name,
            cure="Put back the key file from a backup, or delete the whole store and run again",
        )
    key = PlaceKey(DEMO_KEY if synthetic else secrets.token_bytes(KEY_BYTES))
    write_durably(path, lambda to: _write_for_owner(to, key), private=True)
    return key


def _write_for_owner(path: Path, key: PlaceKey) -> None:
    # The mode is set as the file comes into being: changed afterwards, others could read it in between.
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(key.secret.hex() + "\n")
