# SPDX-License-Identifier: BSL-1.0
"""The command line: what to measure, and where the figures go."""

import argparse
import dataclasses
import json
import os
import sys
from pathlib import Path
from typing import Dict, List

from . import documentation
from .figures import Figures, verdicts, wrong_checksums
from .machine import Cores, busy_share, describe, postmaster_pid
from .measuring import ProgramFailed, Runner
from .plan import MICRO, WORKLOADS, find_workload, unknown_references
from .report import goal_table, micro_table, text_table, workload_table

ROOT = Path(__file__).resolve().parent.parent.parent
BUSY = 0.05  # more of the cores' time than this in other hands, and the figures are worth less


def chosen_workloads(names: List[str]) -> List[str]:
    """The names in full, in order; W5 is all of W5a, W5b, W5c, and no name is all."""
    known = [workload.name for workload in WORKLOADS] + [MICRO]
    chosen = set()
    for name in names:
        matching = [one for one in known if one.lower() == name.lower() or one.lower().rstrip("abc") == name.lower()]
        if not matching:
            raise ValueError(f"no workload {name}; there are {', '.join(known)}")
        chosen.update(matching)
    return [name for name in known if name in chosen or not names]


def parse(arguments: List[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dev bench", description="The limit, the peers and dbapi on the same work.")
    parser.add_argument("workloads", nargs="*", metavar="WORKLOAD", help="W1 to W7; all unless told otherwise")
    parser.add_argument("--runs", type=int, default=5, metavar="N", help="runs of each route (5); medians are shown")
    parser.add_argument("--quick", action="store_true", help="a tenth of the rows")
    parser.add_argument("--json", type=Path, metavar="FILE", help="all samples and verdicts")
    parser.add_argument("--write-docs", action="store_true", help="put the figures into docs/performance.md")
    parser.add_argument("--programs", type=Path, required=True, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.runs < 1:
        parser.error("--runs wants a positive number")
    if options.write_docs and options.workloads:
        parser.error("--write-docs replaces all figures, so it wants all workloads")
    try:
        options.workloads = chosen_workloads(options.workloads)
    except ValueError as error:
        parser.error(str(error))
    return options


def as_json(machine: dict, options: argparse.Namespace, by_workload: Dict[str, Figures], micro: dict) -> dict:
    return {
        "machine": machine,
        "runs": options.runs,
        "quick": options.quick,
        "routes": [dataclasses.asdict(series) for figures in by_workload.values() for series in figures.values()],
        "goals": [dict(dataclasses.asdict(verdict), outcome=verdict.outcome)
                  for name, figures in by_workload.items() for verdict in verdicts(figures, name)],
        "micro_ns": micro,
    }


def print_workload(name: str, figures: Figures, divisor: int) -> None:
    workload = find_workload(name)
    print(f"\n{name}: {workload.title}{'' if divisor == 1 else f', a {divisor}th of the rows'}")
    print(workload_table(figures, workload, text_table))
    print()
    print(goal_table(verdicts(figures, name), text_table), flush=True)


def run(options: argparse.Namespace) -> int:
    url = os.environ["DBAPI_TEST_POSTGRESQL_SOCKET_URL"]
    server = postmaster_pid(url)
    cores = Cores(server)
    busy = busy_share()
    notes = [cores.problem] if cores.problem else []
    if busy > BUSY:
        notes.append(f"the machine was busy with other work ({busy:.0%} of its cores' time), so take no figure for true")
    if options.quick:
        notes.append("a quick run: a tenth of the rows")
    for note in notes:
        print(f"note: {note}", file=sys.stderr)

    divisor = 10 if options.quick else 1
    runner = Runner(options.programs, url, cores, divisor)
    machine = describe(options.programs, server, busy)
    routes = runner.routes()
    runner.make_tables()

    by_workload: Dict[str, Figures] = {}
    micro: Dict[str, float] = {}
    problems = unknown_references(routes)
    for name in options.workloads:
        if name == MICRO:
            micro = runner.measure_micro(options.runs, options.quick)
            print(f"\n{MICRO}: single steps, without a server")
            print(micro_table(micro, text_table), flush=True)
            continue
        figures = runner.measure(find_workload(name), routes, options.runs)
        by_workload[name] = figures
        print_workload(name, figures, divisor)
        for series in figures.values():
            problems += series.failures + wrong_checksums(series)

    if options.json:
        options.json.write_text(json.dumps(as_json(machine, options, by_workload, micro), indent=1) + "\n")
    if options.write_docs and not problems:
        documentation.write(ROOT / "docs", machine, notes, by_workload, micro)
    for problem in problems:
        print(f"FAILED {problem}", file=sys.stderr)
    return 1 if problems else 0


def main(arguments: List[str]) -> int:
    options = parse(arguments)
    try:
        return run(options)
    except ProgramFailed as failure:
        print(failure, file=sys.stderr)
        return 1
