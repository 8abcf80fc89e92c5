"""What things cost: published unit costs by payer and year, a place's own prices, uprating, and change explained."""

from wholeplace.prices.decompose import decompose
from wholeplace.prices.own import OWN_PRICES
from wholeplace.prices.schedule import schedule
from wholeplace.prices.tables import load_prices, price_index, prices_for, prices_reported
from wholeplace.prices.uprate import financial_year, uprate

__all__ = [
    "OWN_PRICES",
    "decompose",
    "financial_year",
    "load_prices",
    "price_index",
    "prices_for",
    "prices_reported",
    "schedule",
    "uprate",
]
