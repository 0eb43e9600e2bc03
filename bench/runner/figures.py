# SPDX-License-Identifier: BSL-1.0
"""From samples to figures: medians, ratios to the limit, goals."""

import statistics
from dataclasses import dataclass, field
from typing import Dict, List, Optional, Tuple

from .plan import GOALS, DBAPI, Goal, Route, Workload

PER_UNIT = ("allocations", "round_trips", "socket_calls")


@dataclass
class Series:
    """All samples of one route."""

    workload: str
    program: str
    route: str
    placement: str
    samples: List[dict] = field(default_factory=list)
    failures: List[str] = field(default_factory=list)

    def values(self, metric: str) -> List[float]:
        if metric == "throughput":
            return [sample["units"] / sample["wall_ms"] for sample in self.samples]
        if metric in PER_UNIT:
            return [sample[metric] / sample["units"] for sample in self.samples]
        return [sample[metric] for sample in self.samples]

    def median(self, metric: str) -> Optional[float]:
        values = self.values(metric)
        return statistics.median(values) if values else None


Figures = Dict[Tuple[str, str, str], Series]  # by workload, program, route


def ratio(a: Optional[float], b: Optional[float]) -> Optional[float]:
    return a / b if a is not None and b else None


def referred(figures: Figures, workload: str, references: Tuple[Route, ...], own_route: str) -> List[Series]:
    """The measured routes that the references mean."""
    found = []
    for series in figures.values():
        for program, route in references:
            name = own_route if route == "=" else route
            if series.workload == workload and series.program == program and name in ("*", series.route) \
                    and series.samples:
                found.append(series)
    return found


def limit(figures: Figures, workload: Workload, route: str, metric: str) -> Optional[float]:
    """The metric of that one of the limit's routes that needs the least wall time."""
    candidates = referred(figures, workload.name, workload.limit, route)
    if not candidates:
        return None
    return min(candidates, key=lambda series: series.median("wall_ms")).median(metric)


@dataclass(frozen=True)
class Verdict:
    goal: Goal
    measured: Optional[float]  # ratio or difference
    reference: Optional[Route]

    @property
    def outcome(self) -> str:
        if self.measured is None:
            return "not measured"
        # What rounds to the bound keeps it: the figures are shown with two places.
        shown = round(self.measured, 2)
        met = shown >= self.goal.bound if self.goal.at_least else shown <= self.goal.bound
        return "met" if met else "missed"


def judge(figures: Figures, goal: Goal) -> Verdict:
    own = figures.get((goal.workload, DBAPI, goal.route))
    others = referred(figures, goal.workload, goal.references, goal.route)
    if own is None or not own.samples or not others:
        return Verdict(goal, None, None)
    choose = max if goal.at_least else min
    best = choose(others, key=lambda series: series.median(goal.metric))
    mine, theirs = own.median(goal.metric), best.median(goal.metric)
    measured = mine - theirs if goal.excess else ratio(mine, theirs)
    return Verdict(goal, measured, (best.program, best.route))


def verdicts(figures: Figures, workload: str) -> List[Verdict]:
    return [judge(figures, goal) for goal in GOALS if goal.workload == workload]


def wrong_checksums(series: Series) -> List[str]:
    """What is wrong with the sums of a route, once for each sum."""
    return sorted({f"{series.program} {series.workload} {series.route}: checksum {sample['checksum']}, "
                   f"expected {sample['expected']}"
                   for sample in series.samples if sample["checksum"] != sample["expected"]})
