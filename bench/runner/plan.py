# SPDX-License-Identifier: BSL-1.0
"""What is measured and what it is measured by: workloads, placements and goals, all as data."""

from dataclasses import dataclass
from typing import Iterable, List, Optional, Tuple

RAW_PQ = "raw libpq"
RAW_SQLITE = "raw sqlite3"
DBAPI = "dbapi"
PQXX = "libpqxx"
SOCI = "SOCI"

# The programs in the order in which they are shown.
PROGRAMS = {
    RAW_PQ: "bench_raw_libpq",
    RAW_SQLITE: "bench_raw_sqlite",
    DBAPI: "bench_dbapi",
    PQXX: "bench_libpqxx",
    SOCI: "bench_soci",
}

Route = Tuple[str, str]  # program and route; "*" is any route of the program, "=" the route of the same name


@dataclass(frozen=True)
class Workload:
    name: str
    title: str
    unit: str
    limit: Tuple[Route, ...]  # the fastest of these is 1.00
    placement: str


WORKLOADS = (
    Workload("W1", "Read many rows from PostgreSQL", "row", ((RAW_PQ, "single_bin"),), "apart"),
    Workload("W2", "Read single rows by key from PostgreSQL", "query", ((RAW_PQ, "prep_bin"),), "together"),
    Workload("W3", "Insert many rows into PostgreSQL", "row",
             ((RAW_PQ, "unnest1000"), (RAW_PQ, "values333_prep")), "apart"),
    Workload("W4", "Short transactions on PostgreSQL", "transaction", ((RAW_PQ, "seq"),), "together"),
    Workload("W5a", "Read many rows from SQLite", "row", ((RAW_SQLITE, "typed"),), "alone"),
    Workload("W5b", "Read single rows by key from SQLite", "query", ((RAW_SQLITE, "prepared"),), "alone"),
    Workload("W5c", "Insert many rows into SQLite", "row", ((RAW_SQLITE, "values333"),), "alone"),
    Workload("W6", "Short transactions by several threads on PostgreSQL", "transaction", ((RAW_PQ, "="),), "pairs"),
)
MICRO = "W7"

# Waking the other core costs several times what a round trip does, and left alone the scheduler changes its mind in
# the middle of a series. So what waits for each answer shares a core with the server, and what overlaps with it does
# not. "alone" has no server. In "pairs" the program itself puts each thread and its backend on a core of their own.
PLACEMENTS = {"apart": ("first", "second"), "together": ("second", "second"), "alone": ("second", None),
              "pairs": (None, None)}
PLACED_OTHERWISE = {
    ("W3", RAW_PQ, "prep_bin"): "together",
    ("W3", PQXX, "prepared"): "together",
    ("W3", SOCI, "bulk_all"): "together",
    ("W3", SOCI, "use_loop"): "together",
}


def placement(workload: Workload, program: str, route: str) -> str:
    return PLACED_OTHERWISE.get((workload.name, program, route), workload.placement)


@dataclass(frozen=True)
class Goal:
    """A route's figure compared with the smallest of some others: a ratio, or with `excess` the difference.

    `metric` is wall_ms, cpu_ms, growth_kb, allocations (for one unit) or throughput, of which more is better.
    """

    workload: str
    route: str
    metric: str
    bound: float
    references: Tuple[Route, ...]
    excess: bool = False

    @property
    def at_least(self) -> bool:
        return self.metric == "throughput"


def _raw(*routes: str) -> Tuple[Route, ...]:
    return tuple((RAW_PQ, route) for route in routes)


def _sqlite(*routes: str) -> Tuple[Route, ...]:
    return tuple((RAW_SQLITE, route) for route in routes)


GOALS = (
    Goal("W1", "stream_rows", "wall_ms", 1.07, _raw("single_bin")),
    Goal("W1", "stream_rows", "cpu_ms", 1.15, _raw("single_bin")),
    Goal("W1", "stream_rows", "wall_ms", 0.5, ((PQXX, "*"), (SOCI, "*"))),
    Goal("W1", "fetchall", "wall_ms", 0.75, _raw("text")),
    Goal("W1", "fetchall", "growth_kb", 0.6, _raw("text")),
    Goal("W2", "one", "wall_ms", 1.05, _raw("prep_bin")),
    Goal("W2", "one", "cpu_ms", 1.25, _raw("prep_bin")),
    # Not `one`, whose row owns its text. The first calls prepare the statement and make what later ones use again.
    Goal("W2", "cursor_rows", "allocations", 0.01, _raw("prep_bin"), excess=True),
    Goal("W3", "executemany", "wall_ms", 1.15, _raw("unnest1000", "values333_prep")),
    Goal("W3", "executemany", "wall_ms", 0.25, ((PQXX, "prepared"), (SOCI, "bulk_all"), (SOCI, "use_loop"))),
    Goal("W3", "copy_in", "wall_ms", 1.10, _raw("copy_bin")),
    Goal("W4", "execute_commit", "wall_ms", 0.90, _raw("seq")),
    Goal("W4", "run_transaction", "cpu_ms", 1.02, ((DBAPI, "execute_commit"),)),
    Goal("W4", "run_transaction", "allocations", 0.01, ((DBAPI, "execute_commit"),), excess=True),
    Goal("W4", "pipeline", "wall_ms", 1.10, _raw("pipe2")),
    Goal("W5a", "stream_rows", "wall_ms", 1.10, _sqlite("typed")),
    Goal("W5a", "fetchall", "wall_ms", 0.8, _sqlite("dynamic_rows")),
    Goal("W5a", "fetchall", "growth_kb", 0.5, _sqlite("dynamic_rows")),
    Goal("W5b", "one", "wall_ms", 1.15, _sqlite("prepared")),
    Goal("W5c", "executemany", "wall_ms", 1.15, _sqlite("values333")),
    *(Goal("W6", f"threads{n}", "throughput", 0.95, _raw(f"threads{n}")) for n in (1, 2, 4, 8)),
    *(Goal("W6", f"pool{n}", "throughput", 0.95, ((DBAPI, f"threads{n}"),)) for n in (1, 2, 4, 8)),
)

METRIC_NAMES = {"wall_ms": "wall time", "cpu_ms": "client CPU", "growth_kb": "memory growth",
                "allocations": "allocations", "throughput": "throughput"}


def find_workload(name: str) -> Optional[Workload]:
    return next((workload for workload in WORKLOADS if workload.name == name), None)


def unknown_references(routes: Iterable[Tuple[str, str, str]]) -> List[str]:
    """What goals and limits are compared with and no program has. `routes`: workload, program and route."""
    known = set(routes)
    wanted = {(goal.workload, *reference) for goal in GOALS for reference in goal.references}
    wanted |= {(workload.name, *reference) for workload in WORKLOADS for reference in workload.limit}
    return sorted(f"no program has the route {program} {route} for {workload}" for workload, program, route in wanted
                  if route not in ("*", "=") and (workload, program, route) not in known)
