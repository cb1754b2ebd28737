"""Why a credential may not be taken: the names under which a pool, a conflict and the checker of a catalogue say so."""

from __future__ import annotations

from typing import Final

HELD: Final = "held already"
EXCLUDED: Final = "excluded"
LANGUAGE: Final = "language"
OFFER: Final = "provider or format"
OVER: Final = "no longer on offer"
WITHDRAWN: Final = "withdrawn"
NO_HOURS: Final = "hours not stated"
UNKNOWN_FIRST: Final = "unknown prerequisite"
#: Reasons that are nobody's wish.
FACTS: Final = frozenset({UNKNOWN_FIRST, OVER, WITHDRAWN})
#: Reasons that name a kind of thing, not a state.
KINDS: Final = frozenset({LANGUAGE, OFFER})
#: Of a reason for want of a figure; without it no plan can be made of the credential.
UNSTATED: Final = "not stated"
#: Flag of a candidate one of whose prerequisites no source states.
CONFIRMED: Final = "confirmed prerequisites"


def no_price(currency: str) -> str:
    """The reason that no price is known in a currency."""
    return f"price not stated in {currency}"
