"""Reasons in plain words: what raised or lowered a score the most against the other candidates, each a fact.

The score is a sum of one term a feature, so what a feature adds is exact. A credential is explained by how far its
terms lie from the mean of the candidates it competes with: those differences add up to the difference of the scores.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from recommender.rank.scoring import Ranked
from recommender.records import Closes, Credential, Preferences, Price

#: What one sentence speaks of, and the terms of the score behind it.
SUBJECTS: Final[dict[str, tuple[str, ...]]] = {
    "closes": ("closure", "demand", "marginal"),
    "about": ("similarity",),
    "ready": ("readiness", "level_fit"),
    "hours": ("hours", "closure_per_hour"),
    "price": ("price", "closure_per_price"),
    "rating": ("rating",),
    "award": ("recognition", "verifiability"),
    "stacks": ("stacking",),
    "offer": ("availability",),
    "order": ("order",),
    "popular": ("popularity",),
    "provider": ("provider", "spread"),
}
#: Sentences that one recommendation has at most.
MAX_SENTENCES: Final = 5
#: A subject is worth a sentence from this share of all that moved the score.
MIN_EFFECT_SHARE: Final = 0.03


def subjects(item: Ranked) -> dict[str, float]:
    """How much each subject moved this score against the candidates' mean, largest first, those too small left out."""
    moved = {name: sum(item.effects.get(term, 0.0) for term in terms) for name, terms in SUBJECTS.items()}
    whole = sum(abs(value) for value in moved.values())
    ordered = sorted(moved.items(), key=lambda entry: (-abs(entry[1]), entry[0]))
    return {
        name: value for name, value in ordered[:MAX_SENTENCES] if whole > 0 and abs(value) >= MIN_EFFECT_SHARE * whole
    }


def explain(
    item: Ranked,
    credential: Credential,
    closes: tuple[Closes, ...],
    known_already: tuple[str, ...],
    readiness: float | None,
    gap: float,
    preferences: Preferences,
    after: Sequence[str] = (),
) -> tuple[str, ...]:
    """Sentences on the subjects that moved the score most, what it closes first. ``gap``: the whole gap, > 0.

    ``after``: titles of taken credentials whose removal would lower this place.
    """
    share = sum(entry.amount for entry in closes) / gap
    named = ", ".join(entry.area for entry in closes[:3])
    more = f" and {len(closes) - 3} more" if len(closes) > 3 else ""
    ready, hours = _ready(credential, readiness), _hours(credential, preferences)
    price, rating = _price(credential.price, credential.audit_price), _rating(credential)
    up_down: Mapping[str, tuple[str | None, str | None]] = {
        "closes": (
            f"closes {share:.0%} of your gap: {named}{more}",
            f"closes only {share:.0%} of your gap: {named}{more}",
        ),
        "about": ("what it is about is near to your goal", "what it is about is further from your goal than others"),
        "ready": (ready, ready),
        "hours": (hours, hours),
        "price": (price, price),
        "rating": (rating, rating),
        "award": (_award(credential), None),
        "stacks": ("counts towards a larger programme" if credential.stacks_into else None, None),
        "offer": (None, "not confirmed to be on offer still" if credential.status == "unconfirmed" else None),
        "order": (f"often taken next after {', '.join(after)}" if after else None, None),
        "popular": ("taken more often than others where it is shown", "taken less often than others where it is shown"),
        "provider": (None, "its provider stands above already" if item.terms["spread"] < 0 else None),
    }
    moved = subjects(item)
    moved = {name: moved[name] for name in sorted(moved, key=lambda name: name != "closes")}
    said = [up_down[name][0 if value > 0 else 1] for name, value in moved.items()]
    if known_already and "closes" in moved:
        said.append("you know already: " + ", ".join(known_already[:3]))
    return tuple(sentence for sentence in said if sentence)


def _ready(credential: Credential, readiness: float | None) -> str | None:
    if credential.entry_level == "beginner" and not credential.requires_skills:
        return "open to beginners"
    return None if readiness is None else f"you hold {readiness:.0%} of what it asks for"


def _rating(credential: Credential) -> str | None:
    if credential.rating is None:
        return None
    count = f" by {credential.rating_count:,} learners" if credential.rating_count else ""
    return f"rated {credential.rating:g} of 5{count}"


def _award(credential: Credential) -> str | None:
    if credential.recognised_by:
        return "issued or regulated by " + ", ".join(credential.recognised_by[:2])
    return f"its award can be verified ({credential.award})" if credential.award else None


def _hours(credential: Credential, preferences: Preferences) -> str | None:
    low, high = credential.hours_low, credential.hours_high
    if low is None or high is None:
        return None
    text = f"{low:g} hours" if low == high else f"{low:g} to {high:g} hours"
    if preferences.hours_per_week:
        weeks = (low + high) / 2 / preferences.hours_per_week
        text += f", about {max(1, round(weeks))} weeks at {preferences.hours_per_week:g} hours a week"
    return text


def _price(price: Price | None, audit: Price | None) -> str | None:
    if price is None:
        return None
    text = "free" if price.amount == 0 else f"{price.amount:g} {price.currency}"
    if audit is not None and audit.amount == 0 and price.amount > 0:
        text += " for the certificate, free to attend"
    return text


def assumed(credential: Credential, closes: tuple[Closes, ...], preferences: Preferences) -> tuple[str, ...]:
    """What was assumed of a credential because nothing states it."""
    out = []
    if any(skill.assumed for skill in credential.skills):
        out.append("levels taught are assumed from the entry level or the qualification's level")
    if any(entry.inferred for entry in closes):
        out.append("some skills are inferred from narrower ones it teaches")
    if credential.hours_low is None:
        limited = preferences.weeks is not None
        out.append("hours are unknown, so the time limit could not be checked" if limited else "hours are not stated")
    if credential.price is None and preferences.budget is None:
        out.append("the price is not stated")
    elif preferences.budget is not None and (
        credential.price is None
        or (credential.price.amount > 0 and credential.price.currency != preferences.budget.currency)
    ):
        out.append("the price is unknown in your currency, so the budget could not be checked")
    if preferences.formats and credential.format is None:
        out.append("the format is not stated, so your wish about it could not be checked")
    if credential.status == "unconfirmed":
        as_of = credential.facts["status"].as_of if "status" in credential.facts else None
        out.append(f"not confirmed to be on offer still{f' (listed as of {as_of})' if as_of else ''}")
    return tuple(out)
