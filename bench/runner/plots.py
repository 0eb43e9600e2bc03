# SPDX-License-Identifier: BSL-1.0
"""Bar charts as SVG, written by hand so that nothing needs to be installed."""

from html import escape
from typing import List

from .figures import Figures, Series
from .plan import DBAPI, Workload

LABEL, BARS, VALUE, ROW, HEAD = 220, 460, 90, 24, 44

# A page may be light or dark, and an image does not know.
STYLE = """
text { font: 13px system-ui, sans-serif; fill: #24292f; }
.title { font-size: 15px; font-weight: 600; }
.limit { fill: #8c959f; } .dbapi { fill: #0969da; } .peer { fill: #d4a72c; }
.span { stroke: #24292f; stroke-width: 1.5; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3; } .span { stroke: #e6edf3; }
}"""


def _kind(series: Series) -> str:
    if series.program == DBAPI:
        return "dbapi"
    return "limit" if series.program.startswith("raw ") else "peer"


def bar_chart(workload: Workload, figures: Figures) -> str:
    """Wall times as bars, the shortest first, with a line from the fastest to the slowest run."""
    measured: List[Series] = [series for series in figures.values() if series.samples]
    measured.sort(key=lambda series: series.median("wall_ms"))
    longest = max((max(series.values("wall_ms")) for series in measured), default=1.0)
    height = HEAD + ROW * len(measured) + 10
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{LABEL + BARS + VALUE}" height="{height}" role="img">',
             f"<title>{escape(workload.name)}: {escape(workload.title)}, wall time</title>",
             f"<style>{STYLE}</style>",
             f'<text class="title" x="8" y="24">{escape(workload.name)}: {escape(workload.title)}, ms</text>']
    for index, series in enumerate(measured):
        top = HEAD + ROW * index
        middle = top + ROW / 2
        scale = BARS / longest
        walls = series.values("wall_ms")
        median = series.median("wall_ms")
        parts += [
            f'<text x="{LABEL - 8}" y="{middle + 4:.1f}" text-anchor="end">'
            f"{escape(series.program)} {escape(series.route)}</text>",
            f'<rect class="{_kind(series)}" x="{LABEL}" y="{top + 4}" width="{median * scale:.1f}" '
            f'height="{ROW - 8}" rx="2"/>',
            f'<line class="span" x1="{LABEL + min(walls) * scale:.1f}" x2="{LABEL + max(walls) * scale:.1f}" '
            f'y1="{middle:.1f}" y2="{middle:.1f}"/>',
            f'<text x="{LABEL + max(walls) * scale + 8:.1f}" y="{middle + 4:.1f}">{median:,.1f}</text>',
        ]
    return "\n".join([*parts, "</svg>", ""])
