# SPDX-License-Identifier: BSL-1.0
"""The machine: its cores and who runs on them, and what it is."""

import json
import os
import platform
import re
import subprocess
import time
import urllib.parse
from pathlib import Path
from typing import Dict, Optional, Set

from .plan import PLACEMENTS


def postmaster_pid(url: str) -> Optional[int]:
    """The server's first process, from the lock file beside its socket; None when it is not on this machine."""
    options = urllib.parse.parse_qs(urllib.parse.urlsplit(url).query)
    try:
        lock = Path(options["host"][0]) / f".s.PGSQL.{options['port'][0]}.lock"
        return int(lock.read_text().split()[0])
    except (KeyError, OSError, ValueError, IndexError):
        return None


class Cores:
    """Puts server and client where a placement wants them.

    A backend inherits the cores of the postmaster that forks it, so the postmaster is moved before each measured
    process; the programs need not know.
    """

    def __init__(self, server: Optional[int]):
        self.all: Set[int] = os.sched_getaffinity(0)
        self.server = server
        ordered = sorted(self.all)
        self._named = {"first": {ordered[0]}, "second": {ordered[1]}} if len(ordered) > 1 else {}
        self.problem = None
        if not self._named:
            self.problem = "there is only one core, so client and server share it"
        elif server is None:
            self.problem = "the server's process is unknown, so it was not pinned"
        else:
            try:
                os.sched_setaffinity(server, self.all)
            except OSError as error:
                self.problem = f"the server could not be pinned: {error.strerror}"
                self.server = None

    def place(self, placement: str) -> Set[int]:
        """Moves the server; returns the client's cores."""
        client, server = PLACEMENTS[placement]
        if self.server is not None:
            os.sched_setaffinity(self.server, self._named.get(server, self.all))
        return self._named.get(client, self.all)


def busy_share(seconds: float = 1.0) -> float:
    """The share of all cores' time that others use or the host takes away, watched for a moment."""
    def read():
        numbers = [int(number) for number in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
        return sum(numbers), numbers[3] + numbers[4]  # all; idle and iowait
    total, idle = read()
    time.sleep(seconds)
    total_after, idle_after = read()
    return 1 - (idle_after - idle) / max(1, total_after - total)


def _first(pattern: str, path: str) -> str:
    try:
        found = re.search(pattern, Path(path).read_text(), re.MULTILINE)
    except OSError:
        found = None
    return found[1].strip() if found else "unknown"


def _output(*command: str) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True, timeout=30).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return "unknown"


def describe(programs: Path, server: Optional[int], busy: float) -> Dict[str, str]:
    """The machine and the versions, as words."""
    processor = _first(r"^model name.*: (.*)$", "/proc/cpuinfo")
    system = _first(r'^PRETTY_NAME="?([^"\n]*)', "/etc/os-release")
    memory = _first(r"^MemTotal:\s+(\d+) kB", "/proc/meminfo")
    facts = {
        "processor": f"{processor}, {len(os.sched_getaffinity(0))} cores",
        "memory": f"{int(memory) // 1024} MB" if memory.isdigit() else memory,
        "system": f"{system}, Linux {platform.release()}",
        "PostgreSQL": _output(f"/proc/{server}/exe", "--version") if server else "unknown",
    }
    try:
        facts.update(json.loads((programs / "bench_versions.json").read_text()))
    except (OSError, ValueError):
        pass
    facts["commit"] = _output("git", "-C", os.path.dirname(__file__), "describe", "--always", "--dirty")
    facts["date"] = time.strftime("%Y-%m-%d")
    facts["others' load before the first run"] = f"{busy:.0%} of the cores' time"
    return facts
