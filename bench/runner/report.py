# SPDX-License-Identifier: BSL-1.0
"""Tables, as plain text for the terminal and as Markdown for the documentation."""

from typing import Callable, List, Optional, Sequence

from .figures import Figures, Series, Verdict, limit, ratio
from .plan import METRIC_NAMES, Workload

# Columns of words stand left, those of numbers right.
WORDS = ("", "program", "route", "placement", "dbapi's route", "figure", "goal", "outcome", "step")

Table = Callable[[Sequence[str], List[List[str]]], str]


def _is_word(head: str) -> bool:
    return head in WORDS


def text_table(head: Sequence[str], rows: List[List[str]]) -> str:
    widths = [max(len(line[column]) for line in [list(head), *rows]) for column in range(len(head))]
    lines = []
    for line in [list(head), *rows]:
        cells = [cell.ljust(width) if _is_word(name) else cell.rjust(width)
                 for name, cell, width in zip(head, line, widths)]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def markdown_table(head: Sequence[str], rows: List[List[str]]) -> str:
    rule = ["---" if _is_word(name) else "---:" for name in head]
    return "\n".join("| " + " | ".join(line) + " |" for line in [list(head), rule, *rows])


def number(value: Optional[float], places: int) -> str:
    return "-" if value is None else f"{value:,.{places}f}"


def _line(figures: Figures, workload: Workload, series: Series) -> List[str]:
    if not series.samples:
        return [series.program, series.route, "failed"] + ["-"] * 9
    walls = series.values("wall_ms")
    wall, cpu = series.median("wall_ms"), series.median("cpu_ms")
    per_unit = [number(series.median(metric), places) for metric, places in
                (("allocations", 2), ("round_trips", 4))]
    return [series.program, series.route, number(wall, 1), f"{min(walls):,.1f}..{max(walls):,.1f}",
            number(ratio(wall, limit(figures, workload, series.route, "wall_ms")), 2), number(cpu, 1),
            number(ratio(cpu, limit(figures, workload, series.route, "cpu_ms")), 2),
            number(series.median("peak_kb") / 1024, 1), number(series.median("growth_kb") / 1024, 1), *per_unit,
            series.placement]


def workload_table(figures: Figures, workload: Workload, table: Table) -> str:
    head = ["program", "route", "wall ms", "min..max", "x limit", "CPU ms", "x limit", "peak MB", "growth MB",
            f"allocations/{workload.unit}", f"round trips/{workload.unit}", "placement"]
    # Stable, so the programs stay in order.
    order = sorted(figures.values(), key=lambda series: series.median("wall_ms") or float("inf"))
    return table(head, [_line(figures, workload, series) for series in order])


def goal_table(verdicts: List[Verdict], table: Table) -> str:
    lines = []
    for verdict in verdicts:
        goal = verdict.goal
        sign = "≥" if goal.at_least else "≤"
        names = " or ".join(program if route == "*" else f"{program} {route}" for program, route in goal.references)
        best = "best of " if len(goal.references) > 1 or goal.references[0][1] == "*" else ""
        bound = f"{sign} {goal.bound:g} {'more than' if goal.excess else 'x'} {best}{names}"
        if goal.excess and goal.bound == 0:
            bound = f"no more than {best}{names}"
        lines.append([goal.route, METRIC_NAMES[goal.metric], bound, number(verdict.measured, 2), verdict.outcome])
    return table(["dbapi's route", "figure", "goal", "measured", "outcome"], lines)


def micro_table(micro: dict, table: Table) -> str:
    return table(["step", "ns"], [[name, number(nanoseconds, 1)] for name, nanoseconds in micro.items()])
