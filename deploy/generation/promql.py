"""The PromQL that is right for the gateway's counters.

The counters of calls (`ai_*_total`) go on where they stopped when the gateway restarts, but a pair of labels that was
never seen before is often scraped first with a value that is not 0. `increase()` loses that value, and it extrapolates.
`grown` does neither. docs/grafana.md says in words what it does.
"""

from __future__ import annotations

import re

# How far back a counter's value may lie that counts as its value at the beginning of a window.
LOOKBACK = "1h"
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}


def seconds(duration: str) -> int:
    """`1h` as 3600; only one number and unit."""
    number, unit = re.fullmatch(r"(\d+)([smhdw])", duration).groups()
    return int(number) * _UNITS[unit]


def selector(metric: str, *matchers: str) -> str:
    """`metric{matchers}`, without empty ones."""
    inside = ",".join(matcher for matcher in matchers if matcher)
    return f"{metric}{{{inside}}}" if inside else metric


class Window:
    """A span of time that a query looks at: `length` long, ending now, `offset` ago, or at `end`."""

    def __init__(self, length: str, offset: str = "", end: str = "") -> None:
        self.length = length
        self._offset = offset
        self._at = f" @ {end}" if end else ""

    def over(self, series: str) -> str:
        """The samples of `series` within the window."""
        offset = f" offset {self._offset}" if self._offset else ""
        return f"{series}[{self.length}]{offset}{self._at}"

    def before(self, series: str) -> str:
        """The samples of `series` right before the window."""
        offset = f"{seconds(self.length) + seconds(self._offset)}s" if self._offset else self.length
        return f"{series}[{LOOKBACK}] offset {offset}{self._at}"


def born(series: str, window: Window, up: str) -> str:
    """The series that began within the window while their gateway was being scraped.

    Such a one has fewer samples than its gateway had successful scrapes; one that was there when scraping began has as
    many, and its first value was spent before.
    """
    return (
        f"count_over_time({window.over(series)})"
        f" < on (job, instance) group_left () min by (job, instance) (sum_over_time({window.over(up)}))"
    )


def grown(metric: str, matchers: str, window: Window, up: str = "up") -> str:
    """By how much each counter has grown in the window: exact, nothing extrapolated, newborn series counted from 0.

    The difference of the last value in the window and the last one before it. Where there is none before, a newborn
    series counts from 0 and any other from its first value. Only a counter that was reset (a lost ledger) falls back
    to `increase`.
    """
    series = selector(metric, matchers)
    here = window.over(series)
    return f"""(
  (
    max_over_time({here})
      - (
        last_over_time({window.before(series)})
          or (min_over_time({here}) unless ({born(series, window, up)}))
          or max_over_time({here}) * 0
      )
    unless resets({here}) > 0
  ) >= 0
  or increase({here})
)"""


def total(by: str, metric: str, matchers: str, window: Window, up: str = "up") -> str:
    """The sum of `grown`, by labels (a text such as `job, model`) or of everything."""
    labels = f" by ({by})" if by else ""
    return f"sum{labels} {grown(metric, matchers, window, up)}"


def quantile(q: str, by: str, metric: str, matchers: str, window: Window, up: str = "up") -> str:
    """A quantile of a histogram of calls over the window, by labels.

    Histograms begin again at a restart, which `increase` knows; a newborn pair's buckets count from 0.
    """
    buckets = selector(metric + "_bucket", matchers)
    count = selector(metric + "_count", matchers)
    groups = f"le, {by}" if by else "le"
    newborn = (
        f"(({born(count, window, up)}) unless resets({window.over(count)}) > 0)"
        f" unless last_over_time({window.before(count)})"
    )
    return f"""histogram_quantile({q}, sum by ({groups}) (
  (
    max_over_time({window.over(buckets)})
    and on (job, instance, model, component_type) ({newborn})
  )
  or increase({window.over(buckets)})
))"""


def plain_quantile(q: str, by: str, metric: str, matchers: str, window: Window) -> str:
    """A quantile of a histogram whose series exist from the process's start."""
    groups = f"le, {by}" if by else "le"
    return f"histogram_quantile({q}, sum by ({groups}) (increase({window.over(selector(metric + '_bucket', matchers))})))"


def ratio(part: str, whole: str, labels: str = "") -> str:
    """`part / whole`, nothing where `whole` is 0."""
    on = f" on ({labels})" if labels else ""
    return f"{part}\n/{on}\n({whole} > 0)"
