"""Logs that name nobody: whatever is passed, only constant text, listed fields and classes come out."""

from __future__ import annotations

import ast
import io
import logging
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

import wholeplace
from wholeplace.errors import ReadError
from wholeplace.privacy.logging import SafeFormatter, safe_message, set_up

CANARY = "Zebedee Quillfeather"


@pytest.fixture
def said() -> Iterator[io.StringIO]:
    """What the process's logging says, put back as it was afterwards."""
    root, ours = logging.getLogger(), logging.getLogger("wholeplace")
    before = (root.handlers[:], ours.level)
    stream = io.StringIO()
    handler = set_up(logging.INFO, stream)
    yield stream
    root.removeHandler(handler)
    logging.captureWarnings(False)
    ours.setLevel(before[1])
    # A command that ran earlier in this process may have left our own handler, which `set_up` puts itself in place of.
    assert root.handlers == [old for old in before[0] if type(old) is not type(handler)]


def test_listed_fields_are_kept_and_others_dropped(said: io.StringIO) -> None:
    extra = {"table": "event", "count": 12, "seconds": 0.25, "given_name": CANARY, "value": CANARY}
    logging.getLogger("wholeplace.sources").info("table stored", extra=extra)
    line = said.getvalue()
    assert line.rstrip().endswith("INFO wholeplace.sources table stored count=12 seconds=0.25 table=event")
    assert CANARY not in line


@pytest.mark.parametrize("value", [CANARY + "'", "a\nb", ["x"], None, {"a": 1}, "x" * 121, True])
def test_a_field_of_an_odd_form_is_dropped(said: io.StringIO, value: object) -> None:
    logging.getLogger("wholeplace").info("row refused", extra={"rule": value, "count": value})
    assert said.getvalue().rstrip().endswith("row refused")


@pytest.mark.parametrize(
    ("message", "arguments"), [("read %s", (CANARY,)), ("%s %s", (CANARY,)), ({CANARY: 1}, ())]
)
def test_arguments_of_a_message_are_dropped(message: object, arguments: tuple[str, ...]) -> None:
    record = logging.LogRecord("wholeplace", logging.INFO, "a.py", 1, message, arguments, None)
    assert CANARY not in SafeFormatter().format(record)


def test_an_exception_is_its_class_and_our_place(said: io.StringIO) -> None:
    try:
        SafeFormatter().format(CANARY)  # type: ignore[arg-type]
    except AttributeError:
        logging.getLogger("wholeplace").exception("step failed")
    line = said.getvalue()
    assert "internal error: AttributeError at wholeplace/privacy/logging.py:" in line
    assert CANARY not in line


def test_other_packages_and_warnings_are_not_repeated(said: io.StringIO) -> None:
    logging.getLogger("another.package").warning("comparing %s", CANARY)
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(f"could not parse {CANARY}", stacklevel=1)
    assert CANARY not in said.getvalue()
    assert said.getvalue().count("a message of another package, left out") == 2


def test_a_stream_that_fails_prints_nothing_else(
    said: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    said.close()
    logging.getLogger("wholeplace").info("table stored", extra={"table": CANARY})
    assert capsys.readouterr().err == ""


def test_setting_up_twice_says_things_once(said: io.StringIO) -> None:
    again = io.StringIO()
    handler = set_up(logging.INFO, again)
    logging.getLogger("wholeplace").info("done")
    logging.getLogger().removeHandler(handler)
    assert (said.getvalue(), again.getvalue().count("done")) == ("", 1)


def test_a_user_error_says_its_own_line() -> None:
    assert (
        safe_message(ReadError("no header", where="a.csv:1", cure="Add one")) == "a.csv:1: no header. Add one"
    )


def test_any_other_error_never_says_its_text() -> None:
    with pytest.raises(ValueError, match=CANARY) as found:
        int(CANARY)
    assert safe_message(found.value) == "internal error: ValueError"
    assert safe_message(KeyError(CANARY)) == "internal error: KeyError"
    assert safe_message(KeyboardInterrupt(CANARY)) == "internal error: KeyboardInterrupt"


def test_every_message_in_the_package_is_constant() -> None:
    """A message put together at run time could hold anything, so none may be."""
    names = {"debug", "info", "warning", "error", "exception", "critical"}
    odd = []
    for path in Path(wholeplace.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)) or not node.args:
                continue
            logger = ast.unparse(node.func.value)
            if (
                node.func.attr in names
                and "log" in logger.lower()
                and not isinstance(node.args[0], ast.Constant)
            ):
                odd.append(f"{path.name}:{node.lineno}")
    assert odd == []
