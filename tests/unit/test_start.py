"""`init`: how a place file is dated from what lies in the extracts."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.support.sources import written
from wholeplace import machine
from wholeplace.errors import StoreError
from wholeplace.start import start

HEADER = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\nK1,1,05/06/2010,WBRI,,,\n"
EPISODES = (
    "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n"
    "K1,07/08/2018,S,C2,N1,U1,PR1,,,,,,\n"
)
PROPERTIES = "property_ref,uprn,addr1,addr2,addr3,addr4,postcode\nP1,,1 Example Row,,,,\n"
OCCUPATIONS = "account_ref,property_ref,occupation_date,vacation_date,live_ind\nA1,P1,2015-04-01,,1\n"
ACCOUNTS = 'account_ref,account_cd,lead_liab_name\nA1,3,"ORCHARD, MS TAMSIN"\n'


def _begun(place: Path, sent: Path) -> dict[str, Any]:
    start(place, sent, lambda name, share: None)
    return tomllib.loads((place / "place.toml").read_text(encoding="utf-8"))


def _days(begun: dict[str, Any]) -> dict[str, str]:
    return {source["layout"]: str(source["as_of"]) for source in begun["source"]}


def test_a_place_that_is_not_there_yet_is_dated_by_its_extracts(tmp_path: Path) -> None:
    written(tmp_path / "sent", {"header.csv": HEADER, "episodes.csv": EPISODES})
    begun = _begun(tmp_path / "new", tmp_path / "sent")
    assert str(begun["as_of"]) == "2018-08-07"
    assert _days(begun) == {"ssda903": "2018-08-07"}


def test_dates_of_homes_and_ties_count_where_nothing_else_is_dated(tmp_path: Path) -> None:
    written(tmp_path / "sent", {"a.csv": ACCOUNTS, "o.csv": OCCUPATIONS, "p.csv": PROPERTIES})
    assert _days(_begun(tmp_path / "new", tmp_path / "sent")) == {"council_tax": "2015-04-01"}


def test_a_source_without_any_date_is_as_of_the_others(tmp_path: Path) -> None:
    written(tmp_path / "sent" / "care", {"header.csv": HEADER, "episodes.csv": EPISODES})
    written(tmp_path / "sent" / "tax", {"a.csv": ACCOUNTS, "p.csv": PROPERTIES})
    begun = _begun(tmp_path / "new", tmp_path / "sent")
    assert str(begun["as_of"]) == "2018-08-07"
    assert _days(begun) == {"council_tax": "2018-08-07", "ssda903": "2018-08-07"}


def test_without_extracts_the_place_is_as_of_today(tmp_path: Path) -> None:
    start(tmp_path / "new", None, lambda name, share: None)
    begun = tomllib.loads((tmp_path / "new" / "place.toml").read_text(encoding="utf-8"))
    assert begun["as_of"] == machine.today()


@pytest.mark.parametrize("name", ["taken", "taken/below"])
def test_where_no_folder_can_be_the_cure_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    with pytest.raises(StoreError, match="Choose another folder"):
        start(tmp_path / name, None, lambda name, share: None)
