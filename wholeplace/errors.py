"""The one error tree. A user error prints one line (what is wrong, where, the cure), never a traceback.

WholeplaceError
├── UsageError          2   the command was called wrongly
├── SettingsError      10   a TOML file has a key or value we cannot use
├── ReadError          11   an extract or reference file cannot be understood
├── StoreError         12   the store is missing, locked, damaged or not writable
├── StepError          13   a step cannot run with what it was given
├── PrivacyError       14   the request would show or keep what must not be shown or kept
└── QueryError         15   a query or table name cannot be answered

Messages never hold a value read from an extract: only names of files, tables, columns, rules and keys.
"""

from __future__ import annotations


class WholeplaceError(Exception):
    """Base of every error that a user can act on.

    what: one sentence on what is wrong. where: file, line, column or key. cure: what to do about it.
    """

    exit_code = 1

    def __init__(self, what: str, *, where: str = "", cure: str = "") -> None:
        self.what, self.where, self.cure = what, where, cure
        super().__init__(self.line())

    def line(self) -> str:
        """The whole error on one line, as the command line prints it."""
        text = f"{self.where}: {self.what}" if self.where else self.what
        return f"{text}. {self.cure}" if self.cure else text


class UsageError(WholeplaceError):
    """The command was called wrongly."""

    exit_code = 2


class SettingsError(WholeplaceError):
    """A TOML file has a key or value that cannot be used."""

    exit_code = 10


class ReadError(WholeplaceError):
    """An extract or reference file cannot be understood."""

    exit_code = 11


class StoreError(WholeplaceError):
    """The store is missing, locked, damaged or not writable."""

    exit_code = 12


class StepError(WholeplaceError):
    """A step cannot run with what it was given."""

    exit_code = 13


class PrivacyError(WholeplaceError):
    """The request would show or keep what must not be shown or kept."""

    exit_code = 14


class QueryError(WholeplaceError):
    """A query or table name cannot be answered."""

    exit_code = 15
