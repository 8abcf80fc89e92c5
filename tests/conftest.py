"""What tests of the whole share: one small synthetic place, run once, and copies of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from tests.support.places import FEW, copied, made_place
from wholeplace.place import Place

# A busy machine is no reason to fail, and the same cases are tried everywhere.
settings.register_profile("wholeplace", deadline=None, derandomize=True)
settings.load_profile("wholeplace")


@pytest.fixture(scope="session")
def run_place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A small world of 300 people sent by every service, run once. Tests must not write to it: take a `place`."""
    return made_place(tmp_path_factory.mktemp("shared") / "demo", 300)


@pytest.fixture
def place(run_place: Place, tmp_path: Path) -> Place:
    """A copy of the place that was run, to do anything with."""
    return copied(run_place, tmp_path / "demo")


@pytest.fixture(scope="session")
def run_few(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """As `run_place`, sent by a few services, where a test runs steps again and has no need of all."""
    return made_place(tmp_path_factory.mktemp("few") / "demo", 300, services=FEW)


@pytest.fixture
def few(run_few: Place, tmp_path: Path) -> Place:
    """A copy of the place of few services, to do anything with."""
    return copied(run_few, tmp_path / "demo")


@pytest.fixture
def wholeplace(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """A command of the command line in this process: exit code, standard output, standard error."""
    from wholeplace.cli import run_command

    def command(*arguments: object) -> tuple[int, str, str]:
        code = run_command([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return command
