"""Reading the packaged map and a place's additions; all problems at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from wholeplace.errors import SettingsError
from wholeplace.system_map import SystemMap, load_system_map
from wholeplace.system_map.load import PACKAGED

POVERTY = """
[factor.poverty]
name = "Going short"
kind = "circumstance"
definition = "Money does not last the month."
source = "A made-up survey, 2024"
"""

NOISE = POVERTY.replace("poverty", "noise").replace("Going short", "Noise")


def test_the_packaged_map_replaces_nothing() -> None:
    assert load_system_map().replaced == ()


def test_the_packaged_map_lies_where_its_errors_say() -> None:
    root = Path(__file__).parents[3]
    assert (root / PACKAGED).is_file()


def test_a_place_adds_a_factor(load: Callable[[str], SystemMap]) -> None:
    system_map = load(NOISE)
    assert system_map.replaced == ()
    assert system_map.factor_ids() == (*load_system_map().factor_ids(), "noise")


def test_a_place_replaces_a_factor_and_it_is_listed(load: Callable[[str], SystemMap]) -> None:
    system_map = load(POVERTY)
    assert system_map.replaced == ("factor.poverty",)
    assert system_map.factor_ids() == load_system_map().factor_ids()
    assert system_map.factor_frame().filter(factor="poverty")["name"].item() == "Going short"


def test_a_place_cannot_change_a_factors_kind(faults: Callable[[str], list[str]]) -> None:
    text = POVERTY.replace("factor.poverty", "factor.age")
    assert faults(text) == [
        "factor.age.kind: the packaged age is a characteristic, and an ID never changes meaning. "
        "Use a new ID."
    ]


def test_all_problems_are_told_together_each_with_file_key_and_cure(
    load: Callable[[str], SystemMap], tmp_path: Path
) -> None:
    text = (
        "[factor.Noise]\nname = ' '\nkind = 'bother'\ndefinition = 'x'\nsource = 'y'\ncolour = 1\n"
        + "[factor.din]\nid = 'din'\nname = 'Din'\nkind = 'strength'\ndefinition = 'x'\n"
        + "[[link]]\ncause = 'hush'\n[[programme]]\nid = 'p'\n[extra]\n"
    )
    with pytest.raises(SettingsError) as caught:
        load(text)
    file = str(tmp_path / "system_map.toml")
    lines = str(caught.value).splitlines()
    assert all(line.startswith(f"{file}: ") and line.endswith(".") for line in lines)
    told = [line.removeprefix(f"{file}: ") for line in lines]
    kinds = "'circumstance', 'characteristic' or 'strength'"
    assert told[:6] == [
        "factor.Noise.id: not snake_case. Use lower-case letters, digits and single underscores.",
        "factor.Noise.name: nothing is written here. Write something.",
        f"factor.Noise.kind: input should be {kinds}. Correct the value.",
        "factor.Noise.colour: no such key. Remove it or correct its spelling.",
        "factor.din.id: the ID stands in the heading. Remove the key.",
        "factor.din.source: the key is missing. Add it.",
    ]
    assert "link[1].effect: the key is missing. Add it." in told
    assert "programme[1].from: the key is missing. Add it." in told
    assert told[-1] == (
        "extra: not an entry of a system map. Use [factor.ID], [track.ID], [[link]] or [[programme]]."
    )


def test_an_unreadable_entry_is_not_called_unknown_as_well(faults: Callable[[str], list[str]]) -> None:
    link = (
        "[[link]]\ncause = 'noise'\nholder = 'self'\neffect = 'quiet:a>b'\n"
        + "rate_ratio = 1\nlow = 0.5\nhigh = 2\ngrade = 'assumed'\nyear = 2026\nreason = 'none published'\n"
    )
    text = NOISE.replace('kind = "circumstance"', "") + "[track.quiet]\nname = 'Quiet'\n" + link
    told = faults(text)
    assert all(line.startswith(("factor.noise.kind: the key is missing", "track.quiet.")) for line in told)


@pytest.mark.parametrize("text", ["factor = 3", "factor = { poverty = 3 }", "link = 3", "link = [3]"])
def test_an_entry_of_the_wrong_shape_is_refused(faults: Callable[[str], list[str]], text: str) -> None:
    (line,) = faults(text)
    assert ": not an entry of a system map. " in line


def test_a_nested_fault_names_the_state(faults: Callable[[str], list[str]]) -> None:
    told = faults("[track.quiet]\n[[track.quiet.states]]\nid = 'a'\nname = 'A'\n")
    assert "track.quiet.states[1].open_ended: the key is missing. Add it." in told


@pytest.mark.parametrize("text", [b"[factor", b"\xff\xfe"])
def test_a_file_that_is_not_toml_is_refused(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "system_map.toml"
    path.write_bytes(text)
    with pytest.raises(SettingsError, match="not TOML: ") as caught:
        load_system_map(path)
    assert caught.value.where == str(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="the file cannot be read"):
        load_system_map(tmp_path / "nowhere.toml")


def test_a_byte_order_mark_is_allowed(load: Callable[[str], SystemMap]) -> None:
    assert load("\ufeff" + NOISE).factor_ids("circumstance")[-1] == "noise"


def test_a_track_needs_a_state(faults: Callable[[str], list[str]]) -> None:
    assert "track.quiet.states: nothing is listed here. List at least one." in faults(
        "[track.quiet]\nstates = []\n"
    )
