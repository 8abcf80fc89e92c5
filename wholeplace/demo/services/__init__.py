"""Every service of a made place, in the order in which its place file lists them."""

from __future__ import annotations

from wholeplace.demo.services.adults import adult_care, homelessness, police, voluntary
from wholeplace.demo.services.adults.accounts import benefits, council_tax, rents
from wholeplace.demo.services.service import Service

__all__ = ["SERVICES", "Service"]

SERVICES: tuple[Service, ...] = (
    Service("adult_care", "cld", "", "council", adult_care.sheets),
    Service("homelessness", "mapped", "hclic", "council", homelessness.sheets),
    Service("benefits", "benefits", "", "council", benefits.sheets),
    Service("council_tax", "council_tax", "", "council", council_tax.sheets),
    Service("rents", "rents", "", "council", rents.sheets),
    Service("police", "police", "", "police", police.sheets),
    Service("community", "mapped", "voluntary_support", "voluntary_sector", voluntary.community),
    Service("carers", "mapped", "voluntary_support", "voluntary_sector", voluntary.carers),
)
