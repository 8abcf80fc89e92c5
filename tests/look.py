"""Opens every page of a place in Chromium from disk with the network off, and looks at it as a reader would.

    python -m tests.look PLACE OUT

Each page is opened wide and narrow, light and dark; pictures of each and a print as PDF go to OUT. It fails on
any request but the page's own, any console error, any accessibility rule broken (axe, WCAG 2.2 AA), a chart
that was not drawn, a page wider than its window, or a page of 15 MB or more.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, sync_playwright

WIDTHS = {"wide": (1280, 900), "narrow": (390, 844)}
SCHEMES = ("light", "dark")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LARGEST_MB = 15
BAD = ("error", "warning")
UNDRAWN = """
    [...document.querySelectorAll('[data-drawing]')]
      .filter(place => !place.querySelector('svg path, svg text'))
      .map(place => place.dataset.drawing)
"""
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
OPEN = "opened => document.querySelectorAll('details').forEach(part => { part.open = opened; })"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run", "--no-default-browser-check",
]  # fmt: skip


@dataclass
class Look:
    """What was wrong with one page in one form; nothing where all is well."""

    page: Path
    form: str
    faults: list[str] = field(default_factory=list)


def main(arguments: list[str]) -> int:
    """0 where every page is well; 1 where one is not; 2 where there is nothing to look at."""
    if len(arguments) != 2:
        print("Usage: python -m tests.look PLACE OUT")
        return 2
    place, out = Path(arguments[0]), Path(arguments[1])
    pages = sorted((place / "reports").rglob("*.html"))
    if not pages:
        print(f"No page in {place / 'reports'}. Run the place first.")
        return 2
    out.mkdir(parents=True, exist_ok=True)
    looks = look_at(pages, out)
    for look in looks:
        print(f"{look.page.name}, {look.form}: {'well' if not look.faults else ''}")
        for fault in look.faults:
            print(f"  {fault}")
    print(
        f"{len(looks)} looks at {len(pages)} pages, {sum(bool(look.faults) for look in looks)} with faults. {out}"
    )
    return int(any(look.faults for look in looks))


def look_at(pages: list[Path], out: Path) -> list[Look]:
    """Every page in every form, and printed."""
    with sync_playwright() as playwright:
        chromium = os.environ.get("WHOLEPLACE_CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        looks = [look for path in pages for look in _forms(browser, path, out)]
        browser.close()
    return looks


def _forms(browser: Browser, path: Path, out: Path) -> Iterator[Look]:
    for width in WIDTHS:
        for scheme in SCHEMES:
            yield _look(browser, path, width, scheme, out)


def _look(browser: Browser, path: Path, width: str, scheme: str, out: Path) -> Look:
    look = Look(path, f"{width} {scheme}")
    across, down = WIDTHS[width]
    context = browser.new_context(
        viewport={"width": across, "height": down},
        color_scheme="dark" if scheme == "dark" else "light",
        offline=True,
    )
    page = context.new_page()
    _watch(page, path, look)
    page.goto(path.resolve().as_uri(), wait_until="load")
    _check(page, path, look)
    page.screenshot(path=out / f"{path.stem}-{width}-{scheme}.png", full_page=True)
    if (width, scheme) == ("wide", "light"):
        page.pdf(path=out / f"{path.stem}.pdf", format="A4", prefer_css_page_size=True, print_background=True)
    context.close()
    return look


def _watch(page: Page, path: Path, look: Look) -> None:
    """Let the page itself through and nothing else; note every request and every error."""
    own = path.resolve().as_uri()

    def route(asked: Route) -> None:
        if asked.request.url == own:
            asked.continue_()
        else:
            look.faults.append(f"request: {asked.request.url[:200]}")
            asked.abort()

    page.route(lambda url: not url.startswith("data:"), route)
    page.on("pageerror", lambda error: look.faults.append(f"script error: {error.message}"))
    page.on(
        "console",
        lambda said: (
            look.faults.append(f"console: {said.text}") if said.type in ("error", "warning") else None
        ),
    )


def _check(page: Page, path: Path, look: Look) -> None:
    size = path.stat().st_size / 1e6
    if size >= LARGEST_MB:
        look.faults.append(f"{size:.1f} MB")
    page.wait_for_timeout(300)
    look.faults += [f"not drawn: {name}" for name in page.evaluate(UNDRAWN)]
    # Room for the pixel by which browsers round.
    if (over := page.evaluate(TOO_WIDE)) > 1:
        look.faults.append(f"{over} pixels wider than the window")
    page.evaluate(OPEN, True)
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    page.evaluate(OPEN, False)
    look.faults += [_broken(rule) for rule in found]


def _broken(rule: dict[str, Any]) -> str:
    nodes = rule["nodes"]
    return (
        f"axe {rule['id']} ({rule['impact']}): {rule['help']}, {len(nodes)} times, first {nodes[0]['target']}"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
