"""A plan in words: one line each for totals, proof and pool, and the whole as Markdown."""

from __future__ import annotations

from recommender.path.plan import LearningPath, Step, Week


def work(week: Week) -> str:
    """What is done in a week: ``SQL 4 h; Statistics 2 h``."""
    return "; ".join(f"{stretch.title} {stretch.minutes / 60:g} h" for stretch in week.stretches)


def span(step: Step) -> str:
    """The weeks of a step."""
    one = step.first_week == step.last_week
    return str(step.first_week) if one else f"{step.first_week} to {step.last_week}"


def totals(plan: LearningPath) -> str:
    """What the plan adds up to, in one line."""
    found = plan.totals
    unpriced = f" and {found.unpriced} without a known price" if found.unpriced else ""
    ends = f", done on {found.ends}" if found.ends else ""
    text = (
        f"{found.steps} steps, {found.hours:g} hours over {found.weeks} weeks{ends}; "
        f"{found.cost:g} {found.currency}{unpriced}; closes {found.shares[0]:.1%} of the gap."
    )
    if plan.certificate.objective.kind == "goals":
        text += f" Goals reached: {found.reached} ({found.reached_before} before)."
    if found.assumed_hours or found.assumed_cost:
        text += f" {found.assumed_hours:.0%} of the hours and {found.assumed_cost:.0%} of the cost are assumed."
    return text


def proof(plan: LearningPath) -> str:
    """What is proven, in one line."""
    certificate = plan.certificate
    solver = f"{certificate.solver.name} {certificate.solver.version}"
    if certificate.status == "infeasible":
        return f"Proven: no plan of the pool keeps all limits ({solver})."
    if certificate.status == "optimal":
        said = f"Proven optimal for {certificate.objective.kind} over {certificate.pool.candidates} credentials"
    else:
        kind, reached, bound = certificate.objective.kind, certificate.objective.value or 0, certificate.bound or 0
        if certificate.instance.minimised:
            beyond = f"{(reached - bound) / bound:.1%}" if bound else f"{reached} {certificate.objective.unit}"
            said = f"At most {beyond} above the optimum for {kind}"
        else:
            said = f"At most {(bound - reached) / max(1, bound):.1%} below the optimum for {kind}"
    cut = "" if certificate.reproducible else "; cut by the clock, so another run may differ"
    value, greedy = certificate.objective.value, certificate.greedy
    beside = ""
    if value and greedy is not None and greedy != value:
        worse = abs(value - greedy) / abs(value)
        beside = f"; choosing greedily is {worse:.1%} worse"
    return f"{said} ({solver}{cut}{beside})."


def pool(plan: LearningPath) -> list[str]:
    """Which credentials the proof speaks of."""
    found = plan.certificate.pool
    left = "; ".join(f"{count} {reason}" for reason, count in found.left_out.items())
    out = [
        f"Of {found.considered} credentials {found.candidates} are in the pool"
        + (f"; left out: {left}" if left else "")
    ]
    unstated = sum(count for reason, count in found.left_out.items() if "not stated" in reason)
    if unstated:
        out.append(
            f"{unstated} more would help but state no hours or no price; --assume-hours and --assume-price "
            "include them, flagged"
        )
    return out


def to_markdown(plan: LearningPath) -> str:
    """The plan as a Markdown document."""
    title = plan.certificate.instance.goals[0].label
    lines = [f"# Path to {title}", ""]
    if plan.conflict is not None:
        lines += [f"There is no such plan: {plan.conflict.text}.", ""]
        lines += [f"- {relaxation.text}" for relaxation in plan.conflict.relaxations]
    elif plan.steps:
        lines += ["| | credential | weeks | hours | price | of the gap | closes |", "|---|---|---|---|---|---|---|"]
        for step in plan.steps:
            price = "?" if step.price is None else f"{step.price:g} {plan.totals.currency}"
            closes = "; ".join(closing.label for closing in step.closes)
            cells = [str(step.position), step.title, span(step), f"{step.hours:g}", price, f"{step.share:.1%}", closes]
            lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
        lines += ["", "| week | begins | what |", "|---|---|---|"]
        lines += [f"| {w.week} | {w.begins} | {work(w).replace('|', chr(92) + '|')} |" for w in plan.weeks]
        lines += ["", totals(plan)]
    lines += ["", proof(plan), "", *pool(plan)]
    return "\n".join(lines) + "\n"
