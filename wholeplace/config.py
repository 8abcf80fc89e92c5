"""`place.toml`: what the place is, what each source may be used for, and every setting of a step.

All settings live here, each with its meaning, so that one file says how a figure came about.
"""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from wholeplace.errors import SettingsError

NOT_STATED = "not stated"
UNSTATED_DAYS = 90
Use = Literal["planning", "direct_support", "evaluation"]
M = TypeVar("M", bound=BaseModel)
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


def as_list(value: Any) -> Any:
    """A text alone as a list of one; anything else as it is."""
    return [value] if isinstance(value, str) else value


class Part(BaseModel):
    """A section of a settings file: unknown keys are errors, values never change after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(Part):
    """One service's system: where its extracts lie, what form they have, and what they may be used for."""

    name: Name
    layout: str
    files: Annotated[tuple[str, ...], BeforeValidator(as_list)]
    service: str = ""
    agency: str = NOT_STATED
    controller: str = NOT_STATED
    lawful_basis: str = NOT_STATED
    gateway: str = NOT_STATED
    agreement: str = NOT_STATED
    permitted_uses: tuple[Use, ...] = ()
    retention_until: date | None = None
    as_of: date | None = None
    synthetic: bool = False
    template: str | None = None

    @property
    def stated(self) -> bool:
        """Whether lawful basis, agreement and permitted uses are all recorded (not needed if synthetic)."""
        said = NOT_STATED not in (self.lawful_basis, self.agreement) and bool(self.permitted_uses)
        return self.synthetic or said

    def permits(self, use: str) -> bool:
        """Whether a step of this use may see the source. Unstated sources serve planning alone."""
        if self.permitted_uses:
            return use in self.permitted_uses
        return self.synthetic or use == "planning"


class Disclosure(Part):
    """What may leave the place as a number."""

    threshold: int = Field(default=10, ge=3, le=100)
    rounding: int = Field(default=5, ge=1, le=100)


class LinkSettings(Part):
    """How records become people, households and families."""

    match_probability: float | None = Field(default=None, gt=0.5, lt=1)
    household_gap_days: int = Field(default=92, ge=0, le=3660)
    communal_size: int = Field(default=11, ge=5, le=500)
    adult_age: int = Field(default=18, ge=16, le=25)


class PictureSettings(Part):
    """How facts become periods of support, contacts, overlap and families."""

    contact_gap_days: int = Field(default=28, ge=0, le=366)
    overlap_months: int = Field(default=12, ge=1, le=120)
    factor_months: int = Field(default=24, ge=1, le=1200)
    known_parent_share: float = Field(default=0.5, ge=0, le=1)


class ReportSettings(Part):
    """What the report pages show."""

    years: int = Field(default=5, ge=1, le=30)
    outlines: str | None = Field(default=None, min_length=1)


class SafetyRule(Part):
    """One rule that protects somebody, over dates: who is protected, from whom, why, and on whose word."""

    kind: Literal["hide_address", "never_link", "never_show_together", "new_identity"]
    who: Annotated[tuple[str, ...], BeforeValidator(as_list), Field(min_length=1)]
    other: Annotated[tuple[str, ...], BeforeValidator(as_list)] = ()
    from_date: date | None = Field(default=None, alias="from")
    until: date | None = None
    reason: str = Field(min_length=3)
    by: str = Field(min_length=2)

    @model_validator(mode="after")
    def _names_both(self) -> SafetyRule:
        if (self.kind == "hide_address") != (not self.other):
            raise ValueError(
                "`other` is needed to keep two apart, and means nothing where an address is hidden"
            )
        if self.from_date and self.until and self.until < self.from_date:
            raise ValueError("`until` is before `from`")
        return self


class Safeguarding(Part):
    """Who must stay apart and whose address is hidden: by rule here, and by default (see safety.md)."""

    hide_address_kinds: tuple[str, ...] = ("placement", "refuge")
    protect_by_default: bool = True
    rule: tuple[SafetyRule, ...] = ()


class Config(Part):
    """The whole of `place.toml`. folder: where it lies (never written in the file)."""

    name: str
    as_of: date
    authority: str = NOT_STATED
    created: date
    synthetic: bool = False
    identity_folder: str | None = None
    disclosure: Disclosure = Disclosure()
    safeguarding: Safeguarding = Safeguarding()
    link: LinkSettings = LinkSettings()
    picture: PictureSettings = PictureSettings()
    report: ReportSettings = ReportSettings()
    source: tuple[Source, ...] = ()
    folder: Path = Path()

    @property
    def unstated(self) -> tuple[str, ...]:
        """Names of sources with no lawful basis, agreement or permitted use recorded."""
        return tuple(source.name for source in self.source if not source.stated)

    @property
    def unstated_until(self) -> date:
        """The last day on which a place with unstated sources may run."""
        return self.created + timedelta(days=UNSTATED_DAYS)

    def permitted(self, use: str) -> tuple[str, ...]:
        """Names of the sources that a step of this use may see."""
        return tuple(source.name for source in self.source if source.permits(use))


def load_config(path: Path) -> Config:
    """Read and check a `place.toml`. Raises SettingsError naming file, key and cure."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise SettingsError(
            "no place.toml here",
            where=str(path.parent),
            cure="Make one with: wholeplace init DIR --from EXTRACTS_DIR",
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"not valid TOML ({error})", where=path.name, cure="Mend that line") from None
    if "folder" in data:
        raise SettingsError("no such key", where=f"{path.name}: folder", cure="Remove it")
    config = parse_settings(Config, {**data, "folder": path.parent}, where=path.name)
    _check_sources(config, path.name)
    return config


def parse_settings(model: type[M], data: dict[str, Any], *, where: str) -> M:
    """`data` as `model`; every problem on its own line with file, key and cure."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        lines = [_problem_line(problem, where) for problem in error.errors()]
        raise SettingsError("\n".join(lines)) from None


def _problem_line(problem: Any, where: str) -> str:
    key = ".".join(str(part + 1) if isinstance(part, int) else part for part in problem["loc"])
    kind = problem["type"]
    if kind == "extra_forbidden":
        return f"{where}: {key}: no such key. Remove it or check its spelling"
    if kind == "missing":
        return f"{where}: {key}: missing. Add this key"
    return f"{where}: {key}: {problem['msg']}. Change its value"


def _check_sources(config: Config, where: str) -> None:
    names = [source.name for source in config.source]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise SettingsError(
            f"more than one source is named {', '.join(twice)}",
            where=f"{where}: source.name",
            cure="Rename one",
        )
    if not (config.safeguarding.protect_by_default or config.synthetic):
        raise SettingsError(
            "only a made place, marked synthetic, may do without protection by default",
            where=f"{where}: safeguarding.protect_by_default",
            cure="Remove it; where one person need not be protected, a named person lifts it by a decision",
        )
    mixed = [source.name for source in config.source if config.synthetic and not source.synthetic]
    if mixed:
        raise SettingsError(
            f"the place is marked synthetic but these sources are not: {', '.join(mixed)}",
            where=f"{where}: source.synthetic",
            cure="Mark each source synthetic, or take the mark off the place",
        )
