"""What the map answers, and that nothing can change it."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

import wholeplace.system_map as area
from wholeplace.errors import SettingsError
from wholeplace.system_map import SystemMap, Track, load_system_map


@pytest.fixture(scope="module")
def system_map() -> SystemMap:
    return load_system_map()


def _track(system_map: SystemMap, name: str) -> Track:
    return next(track for track in system_map.tracks if track.id == name)


def test_the_public_names_are_these() -> None:
    assert set(area.__all__) == {
        "Factor", "Link", "Programme", "State", "SystemMap", "Track", "load_system_map",
    }  # fmt: skip
    assert all(hasattr(area, name) for name in area.__all__)


def test_factor_ids_come_by_kind(system_map: SystemMap) -> None:
    assert system_map.factor_ids("strength") == (
        "kin_support", "secure_tenancy", "work", "trusted_worker", "community_tie",
    )  # fmt: skip
    kinds = ("circumstance", "characteristic", "strength")
    assert sorted(system_map.factor_ids()) == sorted(i for kind in kinds for i in system_map.factor_ids(kind))


def test_an_unknown_kind_is_refused(system_map: SystemMap) -> None:
    with pytest.raises(SettingsError, match="Use one of circumstance, characteristic, strength"):
        system_map.factor_ids("vice")  # pyright: ignore[reportArgumentType]


def test_states_and_their_names(system_map: SystemMap) -> None:
    assert system_map.state_ids("debt") == ("arrears", "recovery", "enforcement")
    assert system_map.precedence("debt") == ("enforcement", "recovery", "arrears")
    assert system_map.state_name("homelessness", "relief") == "Help to find a home"


def test_an_unknown_track_or_state_is_refused(system_map: SystemMap) -> None:
    with pytest.raises(SettingsError, match=r"no track is called rest\. Use one of childrens_help, send"):
        system_map.state_ids("rest")
    with pytest.raises(
        SettingsError, match=r"the track debt has no state gone\. Use one of arrears, recovery"
    ):
        system_map.state_name("debt", "gone")


def test_a_group_stands_for_its_states(system_map: SystemMap) -> None:
    track = _track(system_map, "childrens_help")
    assert len(track.ends("looked_after")) == 11
    assert track.ends("none") == ("none",)
    assert track.ends("relief") == ()


def test_moves_spell_groups_out_and_leave_staying_out(system_map: SystemMap) -> None:
    moves = _track(system_map, "childrens_help").moves()
    assert ("child_in_need", "looked_after_fostering") in moves
    assert ("looked_after_fostering", "looked_after_childrens_home") in moves
    assert ("looked_after_fostering", "looked_after_fostering") not in moves
    assert ("care_leaver", "child_protection_plan") not in moves


def test_nothing_can_be_changed(system_map: SystemMap) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        system_map.factors[0].name = "Plenty"
