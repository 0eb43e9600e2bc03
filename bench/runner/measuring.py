# SPDX-License-Identifier: BSL-1.0
"""Runs the programs: each measurement a process of its own, the routes of a workload in turn, again and again."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Dict, List, Set, Tuple

from .figures import Figures, Series
from .machine import Cores
from .plan import MICRO, PROGRAMS, Workload, placement

TIMEOUT_S = 900


class ProgramFailed(Exception):
    """A program ended with an error; its words."""


def progress(text: str) -> None:
    """One line that overwrites itself, and only for somebody who watches."""
    if sys.stderr.isatty():
        print(f"\r\033[K{text[:100]}", end="", file=sys.stderr, flush=True)


class Runner:
    def __init__(self, programs: Path, url: str, cores: Cores, divisor: int):
        self.programs = programs
        self.cores = cores
        self.divisor = divisor
        self.environment = dict(os.environ, DBAPI_BENCH_URL=url)

    def _run(self, cores: Set[int], program: str, *arguments: str) -> str:
        try:
            done = subprocess.run([str(self.programs / program), *arguments], env=self.environment, text=True,
                                  capture_output=True, timeout=TIMEOUT_S, stdin=subprocess.DEVNULL,
                                  preexec_fn=lambda: os.sched_setaffinity(0, cores))
        except (OSError, subprocess.TimeoutExpired) as error:
            raise ProgramFailed(f"{program} {' '.join(arguments)}: {error}") from error
        if done.returncode != 0:
            words = done.stderr.strip() or f"exit code {done.returncode}"
            raise ProgramFailed(f"{program} {' '.join(arguments)}: {words}")
        return done.stdout

    def routes(self) -> List[Tuple[str, str, str]]:
        """Workload, program and route of everything that the programs can do."""
        found = []
        for name, program in PROGRAMS.items():
            for line in self._run(self.cores.all, program, "--list").splitlines():
                workload, route = line.split("\t")
                found.append((workload, name, route))
        return found

    def make_tables(self) -> None:
        progress("making the tables")
        self._run(self.cores.place("pairs"), PROGRAMS["raw libpq"], "setup", "tables", str(self.divisor))

    def measure(self, workload: Workload, routes: List[Tuple[str, str, str]], runs: int) -> Figures:
        """A route that fails once is not tried again."""
        figures: Figures = {key: Series(*key, placement(workload, *key[1:]))
                            for key in routes if key[0] == workload.name}
        for run in range(runs):
            for series in figures.values():
                if series.failures:
                    continue
                progress(f"{workload.name} run {run + 1} of {runs}: {series.program} {series.route}")
                try:
                    line = self._run(self.cores.place(series.placement), PROGRAMS[series.program], workload.name,
                                     series.route, str(self.divisor))
                    series.samples.append(json.loads(line))
                except ProgramFailed as failure:
                    series.failures.append(str(failure))
        progress("")
        return figures

    def measure_micro(self, runs: int, quick: bool) -> Dict[str, float]:
        """Nanoseconds of CPU for each step, the median."""
        progress(f"{MICRO}: single steps")
        output = self._run(self.cores.place("alone"), "bench_micro", "--benchmark_format=json",
                           f"--benchmark_repetitions={max(2, runs)}",  # one alone has no median
                           f"--benchmark_min_time={0.01 if quick else 0.2}",
                           "--benchmark_enable_random_interleaving=true")
        medians = {entry["run_name"]: entry["cpu_time"] for entry in json.loads(output)["benchmarks"]
                   if entry.get("aggregate_name") == "median"}
        progress("")
        # As they stand in the program, not as they were drawn.
        return {name: medians[name] for name in self._run(self.cores.all, "bench_micro",
                                                          "--benchmark_list_tests").split()}
