"""Plans as tables for people, and as Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from recommender.path import Replanned, Tradeoffs, Why
from recommender.path.cycles import Cycle
from recommender.path.plan import Path, Plan, Step, Verdict, Week
from recommender.suggested import Suggestion

CLOSES_SHOWN = 3
WEEKS_SHOWN = 30


def show_plan(plan: Path, out: Console) -> None:
    """Print the schedule, what it adds up to and what is proven; or why there is no plan."""
    if isinstance(plan, Plan):
        for warning in plan.warnings:
            out.print(f"[yellow]note:[/yellow] {escape(warning)}")
        for goal in plan.goals:
            named = " + ".join(f"{o.label} ({o.source.upper()})" for o in goal.occupations) or "the advert"
            sure = f", probability {goal.probability:.2f}" if goal.probability is not None else ""
            out.print(f"[bold]Goal:[/bold] {escape(named)}{sure}")
    if plan.conflict is not None:
        _conflict(plan, out)
    elif not plan.steps:
        out.print("Nothing in the pool brings you nearer to this goal within your limits.")
    else:
        _steps(plan.steps, out)
        _weeks(plan.weeks, out)
        out.print(escape(totals(plan)))
    out.print(escape(proof(plan)))
    for line in pool(plan):
        out.print(escape(line), style="dim", highlight=False)
    if isinstance(plan, Plan) and plan.uncovered:
        more = f" and {len(plan.uncovered) - 8} more" if len(plan.uncovered) > 8 else ""
        out.print(f"[bold]Not covered[/bold] by any of them: {escape('; '.join(plan.uncovered[:8]))}{more}")


def _conflict(plan: Path, out: Console) -> None:
    conflict = plan.conflict
    if conflict is None:
        return
    out.print(f"[bold]There is no such plan:[/bold] {escape(conflict.text)}.")
    if conflict.relaxations:
        out.print("Any one of these would make one possible:")
        for relaxation in conflict.relaxations:
            out.print(f"  - {escape(relaxation.text)}", highlight=False)
    else:
        out.print("No single wish that gives way makes one possible.")


def _steps(steps: Sequence[Step], out: Console) -> None:
    table = Table("", "credential", "weeks", "hours", "price", "of the gap", "closes most of", title="Your path")
    table.title_justify = "left"
    for step in steps:
        flags = {"hours": "*", "price": "*"}
        table.add_row(
            str(step.position),
            escape(step.title),
            span(step),
            f"{step.hours:g}" + flags.get(next((a for a in step.assumed if a == "hours"), ""), ""),
            ("?" if step.price is None else f"{step.price:g}")
            + flags.get(next((a for a in step.assumed if a == "price"), ""), ""),
            f"{step.share:.1%}",
            escape("; ".join(closing.label for closing in step.closes[:CLOSES_SHOWN])),
        )
    out.print(table)
    if any({"hours", "price"} & set(step.assumed) for step in steps):
        out.print("* assumed, not stated by any source", style="dim")


def _weeks(weeks: Sequence[Week], out: Console) -> None:
    table = Table("week", "begins", "what", title="Week by week", title_justify="left")
    for week in weeks[:WEEKS_SHOWN]:
        table.add_row(str(week.week), str(week.begins), escape(work(week)))
    out.print(table)
    if len(weeks) > WEEKS_SHOWN:
        out.print(f"  and {len(weeks) - WEEKS_SHOWN} weeks more", style="dim")


def work(week: Week) -> str:
    """What is done in a week: ``SQL 4 h; Statistics 2 h``."""
    return "; ".join(f"{stretch.title} {stretch.minutes / 60:g} h" for stretch in week.stretches)


def span(step: Step) -> str:
    """The weeks of a step."""
    one = step.first_week == step.last_week
    return str(step.first_week) if one else f"{step.first_week} to {step.last_week}"


def totals(plan: Path) -> str:
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


def proof(plan: Path) -> str:
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


def pool(plan: Path) -> list[str]:
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


def markdown(plan: Path) -> str:
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


def show_changes(found: Replanned, out: Console) -> None:
    """Print what became of each credential of the old plan, and what is new."""
    for change in found.changes:
        out.print(f"  {change.kind:8}{escape(change.title)}: {escape(change.reason)}", highlight=False)
    if found.given_up:
        out.print(f"Keeping what it can costs {found.given_up:.1%} of the best value.")


def show_tradeoffs(found: Tradeoffs, out: Console) -> None:
    """Print the front, and what one more of each limit gives."""
    table = Table("of the gap", "hours", "cost", "steps", title="Efficient plans", title_justify="left")
    for point in found.points:
        table.add_row(
            f"{point.share:.1%}", f"{point.hours:g}", f"{point.cost:g} {found.currency}", str(len(point.steps))
        )
    out.print(table)
    out.print(
        "Every efficient plan, proven." if found.complete else "Not all: the limit of points or of work came first."
    )
    for more in found.more:
        out.print(escape(f"{more.text[0].upper()}{more.text[1:]}."), highlight=False)


def show_why(found: Sequence[Why], out: Console) -> None:
    """Print what each credential is worth to the plan and what would turn the decision."""
    for one in found:
        out.print(
            f"[bold]{escape(one.title)}[/bold] {'is' if one.chosen else 'is not'} in the plan: {escape(one.text)}"
        )
        for turn in one.turns:
            out.print(f"  - {escape(turn.text)}", highlight=False)


def show_prerequisites(found: Sequence[Suggestion], out: Console) -> None:
    """Print stated and likely prerequisites."""
    table = Table("prerequisite", "probability", "identifier")
    for one in found:
        table.add_row(escape(one.title), "stated" if one.stated else f"{one.probability:.2f}", escape(one.id))
    out.print(table)
    out.print("What is not stated is a suggestion: --confirm makes it hold in a plan.", style="dim")


def show_cycles(found: Sequence[Cycle], out: Console) -> None:
    """Print circles of prerequisites and what would have to give way."""
    for cycle in found:
        out.print(f"round in a circle: {escape(', '.join(cycle.members))}", highlight=False)
        for before, after in cycle.drop:
            out.print(f"  drop: {escape(before)} before {escape(after)}", highlight=False)
    if not found:
        out.print("No stated prerequisites go round in a circle.")


def show_verdict(verdict: Verdict, out: Console) -> None:
    """Print what is wrong with a plan, or how far it was checked."""
    wrong = [finding for finding in verdict.findings if not finding.ok]
    for finding in wrong:
        out.print(f"[red]wrong[/red] {escape(finding.where)}: {escape(finding.what)}", highlight=False)
    if verdict.ok:
        out.print(f"accepted: {len(verdict.findings)} checks; the bound is {verdict.proof}", highlight=False)
    else:
        out.print(f"refused: {len(wrong)} of {len(verdict.findings)} checks failed", style="red", highlight=False)
