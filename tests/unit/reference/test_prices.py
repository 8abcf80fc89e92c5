"""The compiled prices: what is packaged is what the compiler makes, and the page tells all of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from reference.areas import PUBLIC
from reference.pages.prices import PAGE, page
from reference.prices import OUT, compile_prices
from reference.tables import TableFault
from wholeplace.prices import load_prices


@pytest.mark.samples
@pytest.mark.skipif(not PUBLIC.is_dir(), reason="the public files are not beside the project")
def test_what_is_packaged_is_what_the_compiler_makes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compile_prices(PUBLIC, tmp_path)
    for name in ("prices.csv", "prices_index.csv"):
        assert (tmp_path / name).read_bytes() == (OUT / name).read_bytes()
    chosen = tmp_path / "chosen.csv"
    header = (
        Path(OUT.parents[1] / "reference" / "prices_chosen.csv").read_text(encoding="utf-8").splitlines()[0]
    )
    chosen.write_text(f"{header}\nx,X,week,council,,fiscal,GMCA XX9.9,,,,,,,,,\n", encoding="utf-8")
    monkeypatch.setattr("reference.prices.CHOSEN", chosen)
    with pytest.raises(TableFault, match=r"GMCA XX9\.9"):
        compile_prices(PUBLIC, tmp_path)


def test_the_page_is_as_written_and_tells_every_price() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()
    assert all(f"`{name}`" in page() for name in load_prices()["price_id"])
