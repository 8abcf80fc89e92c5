from __future__ import annotations

import polars as pl

from tests.support.link_places import table
from wholeplace.linkage.contracts import FACTS
from wholeplace.linkage.people.rekey import facts_by_person

TABLES = {
    "event": table("event", "record_id kind date\na visit 2024-01-01\nshop visit 2024-01-01"),
    "spell_reported": table(
        "spell_reported", "record_id track state from_date withheld\na t s - no_start_date"
    ),
    "exposure_reported": table("exposure_reported", "record_id factor holder\nb debt parent"),
    "money_reported": table(
        "money_reported", "record_id item amount_pence per\na rent 100 week\nb rent 200 week"
    ),
}
WHO = pl.DataFrame({"record_id": ["a", "b"], "person_id": ["p", "p"]})


def test_facts_keep_all_but_the_record_and_those_of_no_person_go() -> None:
    found = facts_by_person(TABLES, WHO)
    assert set(found) == {kind.name for kind in FACTS}
    for kind in FACTS:
        assert found[kind.name].columns == list(kind.columns)
        assert set(found[kind.name]["person_id"]) == {"p"}
    assert found["person_event"].height == 1
    assert found["person_spell"]["withheld"].to_list() == ["no_start_date"]
    assert found["person_exposure"]["holder"].to_list() == ["parent"]
    assert sorted(found["person_money"]["amount_pence"]) == [100, 200]
