"""Prices with the currency that stands beside them."""

from __future__ import annotations

import re
from typing import Final

import pycountry

from recommender.catalogue.cells.numbers import is_not_finite, number
from recommender.catalogue.cells.unreadable import Unreadable

MAX_CHARS: Final = 60
_FREE: Final = frozenset(
    "0;free;free!;for free;free of charge;free of cost;no cost;no charge;complimentary;gratis;kostenlos;kostenfrei;"
    "gratuit;gratuito;gratuita".split(";")
)
#: Signs of one currency.
_SIGNS: Final = {
    "€": "EUR", "£": "GBP", "₹": "INR", "₽": "RUB", "₩": "KRW", "₺": "TRY", "₪": "ILS", "₫": "VND", "฿": "THB",
    "₦": "NGN", "₱": "PHP", "₴": "UAH", "zł": "PLN", "kč": "CZK", "ft": "HUF", "fr": "CHF", "fr.": "CHF", "sfr.": "CHF",
    "us$": "USD", "$us": "USD", "a$": "AUD", "au$": "AUD", "c$": "CAD", "ca$": "CAD", "nz$": "NZD", "hk$": "HKD",
    "s$": "SGD", "sg$": "SGD", "r$": "BRL", "mx$": "MXN", "nt$": "TWD", "euro": "EUR", "euros": "EUR",
}  # fmt: skip
#: Signs of several; a currency column may say which.
_SHARED: Final = {
    "$": ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN", "ARS", "CLP", "COP", "TWD"),
    "dollars": ("USD", "CAD", "AUD", "NZD", "SGD", "HKD"),
    "¥": ("JPY", "CNY"),
    "kr": ("SEK", "NOK", "DKK", "ISK"),
    "kr.": ("SEK", "NOK", "DKK", "ISK"),
    "rs": ("INR", "PKR", "LKR", "NPR"),
    "rs.": ("INR", "PKR", "LKR", "NPR"),
}
_NAMES: Final = {"us dollar": "USD", "us dollars": "USD", "pound sterling": "GBP", "swiss franc": "CHF", "yen": "JPY"}
_PRICE: Final = re.compile(
    r"(?P<before>[^\d\s.,+-][^\d]*?)?\s*(?P<amount>[+-]?[.,]?\d[\d.,'\u2019 \u00a0\u2009\u202f]*?)"
    r"(?:[.,][-\u2013\u2014]+)?\s*"
    r"(?P<after>[^\d\s.,'\u2019][^\d]*)?"
)


def read_money(text: str, currency: str | None) -> tuple[float, str | None]:
    """An amount and its currency: that of its sign or code, else ``currency``, which a column of its own states.

    Free is 0, whatever the currency. Raises `Unreadable` for what is no single price, for a sign that several
    currencies share where no column says which, and where sign and column disagree.
    """
    written = text.strip()
    if re.sub(r"\s*(?:[*!]+|\([^()]*\))$", "", written.lower()) in _FREE:
        return 0.0, currency
    if is_not_finite(written):
        return number(written), currency
    found = _PRICE.fullmatch(written) if len(written) <= MAX_CHARS else None
    if found is None or (found["before"] and found["after"]):
        msg = "not a single price"
        raise Unreadable(msg)
    amount = number(found["amount"].strip())
    if amount == 0:
        return 0.0, currency
    return amount, _currency(found["before"] or found["after"], currency)


def code_of(written: str) -> str:
    """The ISO 4217 code of a currency by its code, its sign or its name in English; other texts in capitals."""
    return _SIGNS.get(written.lower()) or _NAMES.get(written.lower()) or written.upper()


def _currency(sign: str | None, column: str | None) -> str | None:
    if not sign or not sign.strip():
        return column
    written = sign.strip().lower()
    if written in _SHARED:
        if column in _SHARED[written]:
            return column
        msg = f"several currencies are written {sign.strip()}; name the one in the column currency"
        raise Unreadable(msg)
    # A code is written in capitals: "all 49" is not in the money of Albania.
    coded = len(written) == 3 and (sign.strip().isupper() or written in {"eur", "usd", "gbp", "chf"})
    code = _SIGNS.get(written) or (written.upper() if coded else "")
    if pycountry.currencies.get(alpha_3=code) is None:
        msg = "not a single price"
        raise Unreadable(msg)
    if column is not None and column != code:
        msg = f"the price is in {code}, the column currency says {column}"
        raise Unreadable(msg)
    return code
