"""Reasons in plain words, each a fact of the answer and none of them a guess."""

from __future__ import annotations

from recommender.records import Closes, Credential, Preferences, Price


def explain(
    credential: Credential,
    closes: tuple[Closes, ...],
    known_already: tuple[str, ...],
    readiness: float | None,
    gap: float,
    preferences: Preferences,
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(reasons, what was assumed) of one recommendation. ``gap`` is the learner's whole gap, > 0."""
    share = sum(item.amount for item in closes) / gap
    named = ", ".join(item.skill for item in closes[:3])
    more = f" and {len(closes) - 3} more" if len(closes) > 3 else ""
    reasons = [f"closes {share:.0%} of your gap: {named}{more}"]
    if known_already:
        reasons.append("you know already: " + ", ".join(known_already[:3]))
    if credential.entry_level == "beginner" and not credential.requires_skills:
        reasons.append("open to beginners")
    elif readiness is not None:
        reasons.append(f"you hold {readiness:.0%} of what it asks for")
    reasons.append(_hours(credential, preferences))
    reasons.append(_price(credential.price, credential.audit_price))
    if credential.stacks_into:
        reasons.append("counts towards a larger programme")
    if credential.recognised_by:
        reasons.append("issued or regulated by " + ", ".join(credential.recognised_by[:2]))
    return tuple(reasons), _assumed(credential, closes, preferences)


def _hours(credential: Credential, preferences: Preferences) -> str:
    low, high = credential.hours_low, credential.hours_high
    if low is None or high is None:
        return "hours not stated"
    text = f"{low:g} hours" if low == high else f"{low:g} to {high:g} hours"
    if preferences.hours_per_week:
        weeks = (low + high) / 2 / preferences.hours_per_week
        text += f", about {max(1, round(weeks))} weeks at {preferences.hours_per_week:g} hours a week"
    return text


def _price(price: Price | None, audit: Price | None) -> str:
    if price is None:
        return "price not stated"
    text = "free" if price.amount == 0 else f"{price.amount:g} {price.currency}"
    if audit is not None and audit.amount == 0 and price.amount > 0:
        text += " for the certificate, free to attend"
    return text


def _assumed(credential: Credential, closes: tuple[Closes, ...], preferences: Preferences) -> tuple[str, ...]:
    out = []
    if any(skill.assumed for skill in credential.skills):
        out.append("levels taught are assumed from the entry level or the qualification's level")
    if any(item.inferred for item in closes):
        out.append("some skills are inferred from narrower ones it teaches")
    if credential.hours_low is None and preferences.weeks is not None:
        out.append("hours are unknown, so the time limit could not be checked")
    if preferences.budget is not None and (
        credential.price is None or credential.price.currency != preferences.budget.currency
    ):
        out.append("the price is unknown in your currency, so the budget could not be checked")
    if preferences.formats and credential.format is None:
        out.append("the format is not stated, so your wish about it could not be checked")
    if credential.status == "unconfirmed":
        as_of = credential.facts["status"].as_of if "status" in credential.facts else None
        out.append(f"not confirmed to be on offer still{f' (listed as of {as_of})' if as_of else ''}")
    return tuple(out)
