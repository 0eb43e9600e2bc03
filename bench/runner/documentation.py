# SPDX-License-Identifier: BSL-1.0
"""Puts the figures into docs/performance.md; the words around them are written by hand."""

from pathlib import Path
from typing import Dict

from .figures import Figures, verdicts
from .plan import MICRO, WORKLOADS
from .plots import bar_chart
from .report import goal_table, markdown_table, micro_table, workload_table

BEGIN = "<!-- figures: begin, written by ./dev bench --write-docs -->"
END = "<!-- figures: end -->"


def figures_page(machine: Dict[str, str], notes: list, by_workload: Dict[str, Figures], micro: Dict[str, float],
                 charts: str) -> str:
    parts = ["## Where", markdown_table(["", ""], [[name, value] for name, value in machine.items()])]
    parts += ["\n".join(f"- {note}" for note in notes)] if notes else []
    for workload in WORKLOADS:
        figures = by_workload.get(workload.name)
        if not figures:
            continue
        parts.append(f"## {workload.name}: {workload.title}")
        parts.append(f"![{workload.name}]({charts}/{workload.name.lower()}.svg)")
        parts.append(goal_table(verdicts(figures, workload.name), markdown_table))
        parts.append(workload_table(figures, workload, markdown_table))
    if micro:
        parts += [f"## {MICRO}: Single steps, without a server", micro_table(micro, markdown_table)]
    return "\n\n".join(parts)


def replace_figures(page: str, figures: str) -> str:
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the page lacks the lines {BEGIN} and {END}")
    return f"{before}{BEGIN}\n\n{figures}\n\n{END}{after}"


def write(docs: Path, machine: Dict[str, str], notes: list, by_workload: Dict[str, Figures],
          micro: Dict[str, float]) -> None:
    page = docs / "performance.md"
    charts = docs / "performance"
    charts.mkdir(exist_ok=True)
    for workload in WORKLOADS:
        figures = by_workload.get(workload.name)
        if figures:
            (charts / f"{workload.name.lower()}.svg").write_text(bar_chart(workload, figures))
    page.write_text(replace_figures(page.read_text(), figures_page(machine, notes, by_workload, micro, charts.name)))
