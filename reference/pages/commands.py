"""Writes `docs/commands.md`, every command and option: `python -m reference.pages.commands`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer

from reference.pages.form import DOCS, table
from wholeplace.cli import app

PAGE = DOCS / "commands.md"
ARGUMENTS = {"who": "A `person_id` or `record_id`, as the tables hold it."}
INTRODUCTION = """\
# Commands

Written from the command line itself by `python -m reference.pages.commands`; change it there.

`wholeplace COMMAND DIR`, or `python -m wholeplace COMMAND DIR`. Each command reports in words, or as JSON with
`--json`. Progress is drawn on standard error where something takes more than two seconds and a terminal is there.
Exit codes: 0 done, 1 a fault of Wholeplace, 2 wrong use, 10 to 19 by kind of error ([errors.md](errors.md)).
"""


def page() -> str:
    """The whole page as Markdown."""
    return "\n".join([INTRODUCTION, *(part for name in commands() for part in _command(name))])


def commands() -> dict[str, Any]:
    """The commands by name, in the order in which help lists them; those of a group with its name in front."""
    every = dict(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
    return {whole: command for name, one in every.items() for whole, command in _of(name, one)}


def _of(name: str, command: Any) -> list[tuple[str, Any]]:
    inner = getattr(command, "commands", None)
    return [(name, command)] if inner is None else [(f"{name} {one}", inner[one]) for one in inner]


def _command(name: str) -> Iterator[str]:
    command = commands()[name]
    arguments = [one for one in command.params if one.param_type_name == "argument"]
    options = [one for one in command.params if one.param_type_name == "option"]
    usage = " ".join([name, *(metavar(one) for one in arguments), *(f"[{_usage(one)}]" for one in options)])
    yield f"## {name}\n\n{command.help}\n\n```\nwholeplace {usage}\n```\n"
    rows = [(f"`{metavar(one)}`", _help(one), "needed") for one in arguments]
    rows += [(f"`{_usage(one)}`", _help(one), _default(one)) for one in options]
    yield table(("argument or option", "meaning", "default"), rows)


def metavar(one: Any) -> str:
    """What stands for the value in usage."""
    return one.metavar or one.name.upper()


def _usage(option: Any) -> str:
    value = "" if option.is_flag else f" {option.metavar or 'N'}"
    return option.opts[0] + value


def _help(one: Any) -> str:
    return getattr(one, "help", None) or ARGUMENTS[one.name]


def _default(option: Any) -> str:
    default = option.default
    if option.is_flag or default is None:
        return ""
    return default if isinstance(default, str) else f"{default:,}"


def main() -> None:
    """Writes the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
