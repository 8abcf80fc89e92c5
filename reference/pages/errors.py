"""Writes `docs/errors.md`, every error and every rule of reading: `python -m reference.pages.errors`."""

from __future__ import annotations

from collections.abc import Iterator

from reference.pages.form import DOCS, prose, table
from reference.pages.rules import Said, told_of_files, told_of_layouts
from wholeplace import errors

PAGE = DOCS / "errors.md"
LEVELS = {
    "file": (
        "Files refused",
        "Nothing of the file, archive member or sheet is kept; what stands beside it is read.",
    ),
    "row": ("Rows refused", "The row is not kept. Rows in = accepted + refused, always."),
    "warning": ("Warnings", "The field becomes null or unknown, or what the rule says; the row goes on."),
}
CAUSES = {
    "UsageError": (
        "An unknown command, option or step; a folder that is there already or is not.",
        "See `wholeplace --help` and [commands.md](commands.md).",
    ),
    "SettingsError": (
        "`place.toml` or a template has a key or value that cannot be used, or there is no `place.toml`.",
        "Each line names file, key and cure; [settings.md](settings.md) lists every key.",
    ),
    "ReadError": (
        "An extract or `exclusions.csv` cannot be opened or understood at all. (A single bad file in a source does not "
        "stop a run: it is refused and counted.)",
        "Check that the file is there, may be read, and is of the form stated.",
    ),
    "StoreError": (
        "Another run is at work; the disk is full or the folder read-only; a stored file is gone or damaged.",
        "Wait, free space, mend permissions, or run again with `--from read`. What was stored before still stands.",
    ),
    "StepError": ("A step was given what it cannot work with.", "Do what the line says, then run again."),
    "PrivacyError": (
        "Rows about people without a purpose; sources with no lawful basis, agreement or permitted use after 90 days; "
        "a key that is damaged, gone, or the demo's in a real place.",
        "Record what is asked in `place.toml`, or give `--purpose TEXT`. There is no way round it.",
    ),
    "QueryError": (
        "SQL that is not one SELECT, names an unknown table, or asks for more than counts and sums without `--rows`.",
        "`wholeplace tables DIR` lists tables and columns; [tables.md](tables.md) says what they mean.",
    ),
}
INTRODUCTION = """\
# Errors and rules

Written from `wholeplace/errors.py`, `wholeplace/data/rules.csv` and the reading code by
`python -m reference.pages.errors`; change it there.

A command that cannot go on prints one line, what is wrong, where, and the cure, and ends with an exit code. No error,
warning or log holds a value read from an extract. Exit code 0 is done, 130 is stopped by you, and 1 is a fault of
Wholeplace itself: please report it, with the line as printed.
"""


def page() -> str:
    """The whole page as Markdown."""
    header = ("error", "exit code", "meaning", "causes", "cure")
    rows = [
        (f"`{kind.__name__}`", str(kind.exit_code), prose(kind.__doc__), *CAUSES[kind.__name__])
        for kind in kinds()
    ]
    return "\n".join([INTRODUCTION, table(header, rows), *_rules()])


def kinds() -> list[type[errors.WholeplaceError]]:
    """Every kind of error, by exit code."""
    return sorted(errors.WholeplaceError.__subclasses__(), key=lambda kind: kind.exit_code)


def _rules() -> Iterator[str]:
    rules = {"while a file is opened": told_of_files(), "of layouts": told_of_layouts()}
    for level, (title, meaning) in LEVELS.items():
        yield f"## {title}\n\n{meaning}\n"
        for when, told in rules.items():
            yield f"### {title}: rules {when}\n\n{_table([said for said in told if said.level == level])}"


def _table(told: list[Said]) -> str:
    return table(("rule", "why", "cure"), [(f"`{said.rule}`", said.why, said.cure) for said in told])


def main() -> None:
    """Writes the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
