"""Pages as texts that open from disk: style, scripts and figures inside, nothing fetched, all text escaped.

The page's own security policy lets only its own scripts run, each named by its hash, and forbids every request.
"""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from importlib.resources import files
from typing import Any

import vl_convert
from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from wholeplace.privacy import MARK
from wholeplace.report import charts
from wholeplace.report.downloads import csv_link, workbook_link
from wholeplace.report.figures.gate import Gate
from wholeplace.report.view import Page


def render(page: Page, gate: Gate) -> str:
    """The page as one HTML text."""
    scripts = [_inline(vega_script()), _inline(_template("charts.js"))] if page.charts() else []
    return (
        _environment()
        .get_template("page.html")
        .render(
            page=page,
            policy=_policy(scripts),
            style=Markup(_template("style.css")),  # noqa: S704
            scripts=[Markup(script) for script in scripts],  # noqa: S704
            drawings=_json(_drawings(page)),
            mark=MARK,
            few=gate.few,
            stamp=_stamp(page),
            csv=lambda table: csv_link(table, page, gate.few),
            workbook=lambda table: workbook_link(table, page, gate.few),
        )
    )


@cache
def vega_script() -> str:
    """Vega, Vega-Lite and vega-embed in one script that needs no network."""
    return vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")


def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(_template), autoescape=True, undefined=StrictUndefined, trim_blocks=False
    )
    environment.filters["opening"] = lambda text: text[:1].upper() + text[1:]
    return environment


def _template(name: str) -> str:
    return (files("wholeplace.report") / "templates" / name).read_text(encoding="utf-8")


def _inline(script: str) -> str:
    """A script that cannot end its own element early."""
    return script.replace("</script", "<\\/script").replace("<!--", "<\\!--")


def _policy(scripts: list[str]) -> str:
    marks = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
    allowed = " ".join(f"'sha256-{mark}'" for mark in marks) or "'none'"
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _drawings(page: Page) -> dict[str, Any]:
    drawings = {
        f"{chart.id}-{number}": panel.spec
        for chart in page.charts()
        for number, panel in enumerate(chart.panels, start=1)
    }
    return {"config": charts.config(), "drawings": drawings}


def _json(data: Any) -> Markup:
    """JSON that can stand inside a script element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S704


def _stamp(page: Page) -> str:
    return page.as_of.lower().replace(" ", "-")
