"""Every service of a made place, in the order in which its place file lists them."""

from __future__ import annotations

from wholeplace.demo.services.adults import adult_care, homelessness, police, voluntary
from wholeplace.demo.services.adults.accounts import benefits, council_tax, rents
from wholeplace.demo.services.children import (
    children_in_need,
    early_help,
    gp,
    looked_after,
    school_transport,
    send,
)
from wholeplace.demo.services.children.schools import census
from wholeplace.demo.services.children.social_care import safeguarding
from wholeplace.demo.services.service import Service

__all__ = ["SERVICES", "Service"]

SERVICES: tuple[Service, ...] = (
    Service("safeguarding", "ssd", "", "council", safeguarding.sheets),
    Service("looked_after", "ssda903", "", "council", looked_after.sheets),
    Service("children_in_need", "cin", "", "council", children_in_need.sheets),
    Service("schools", "school_census", "", "schools", census.sheets),
    Service("send", "sen2", "", "council", send.sheets),
    Service("school_transport", "mapped", "school_transport", "council", school_transport.sheets),
    Service("early_help", "mapped", "early_help_local", "council", early_help.sheets),
    Service("gp", "mapped", "gp_register", "nhs", gp.sheets),
    Service("adult_care", "cld", "", "council", adult_care.sheets),
    Service("homelessness", "mapped", "hclic", "council", homelessness.sheets),
    Service("benefits", "benefits", "", "council", benefits.sheets),
    Service("council_tax", "council_tax", "", "council", council_tax.sheets),
    Service("rents", "rents", "", "council", rents.sheets),
    Service("police", "police", "", "police", police.sheets),
    Service("community", "mapped", "voluntary_support", "voluntary_sector", voluntary.community),
    Service("carers", "mapped", "voluntary_support", "voluntary_sector", voluntary.carers),
)
