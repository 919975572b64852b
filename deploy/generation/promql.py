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

    def steps(self, expression: str, step: str) -> str:
        """What `expression` is at each step of the window."""
        offset = f" offset {self._offset}" if self._offset else ""
        return f"{expression}[{self.length}:{step}]{offset}{self._at}"

    def before(self, series: str) -> str:
        """The samples of `series` right before the window."""
        offset = f"{seconds(self.length) + seconds(self._offset)}s" if self._offset else self.length
        return f"{series}[{LOOKBACK}] offset {offset}{self._at}"


def scrapes(window: Window, up: str) -> str:
    """How often each gateway was scraped with success in the window and right before it.

    A series that was not there before the window, and has fewer samples in it, was born while its gateway was being
    scraped. One that was there when scraping began has as many, and its first value was spent before.
    """
    return f"""min by (job, instance) (
        sum_over_time({window.over(up)})
        + (sum_over_time({window.before(up)}) or sum_over_time({window.over(up)}) * 0)
      )"""


def grown(metric: str, matchers: str, window: Window, up: str = "up") -> str:
    """By how much each counter has grown in the window: exact, nothing extrapolated, newborn series counted from 0.

    The difference of the last value in the window and the last one before it. Where there is none before, a newborn
    series counts from 0 and any other from its first value. Only a counter that was reset (a lost ledger), or that comes
    without `up`, falls back to `increase`.
    """
    series = selector(metric, matchers)
    here = window.over(series)
    return f"""(
  (
    max_over_time({here})
    - (
      last_over_time({window.before(series)})
      or min_over_time({here}) * (
        count_over_time({here}) >= bool on (job, instance) group_left ()
        {scrapes(window, up)}
      )
    )
    unless resets({here}) > 0
  ) >= 0
  or increase({here})
)"""


def total(by: str, metric: str, matchers: str, window: Window, up: str = "up") -> str:
    """The sum of `grown`, by labels (a text such as `job, model`) or of everything."""
    labels = f" by ({by})" if by else ""
    return f"sum{labels} {grown(metric, matchers, window, up)}"


def quantile(
    q: str, by: str, metric: str, matchers: str, window: Window, step: str, up: str = "up"
) -> str:
    """A quantile of a histogram of calls over the window, by labels.

    Where there was no restart, as `grown` does it. Histograms begin again at a restart: then as `increase` has it, and with
    the value that a pair of labels was born with, which is looked for step by step: it is lost only where birth and
    restart lie within one `step`.
    """
    buckets = selector(metric + "_bucket", matchers)
    count = selector(metric + "_count", matchers)
    groups = f"le, {by}" if by else "le"
    pair = "on (job, instance, model, component_type)"
    one = Window(step)

    def newborn(window: Window) -> str:
        known = f"resets({window.over(count)}) > 0 or last_over_time({window.before(count)})"
        born = f"count_over_time({window.over(count)}) < on (job, instance) group_left () {scrapes(window, up)}"
        return f"({born}) unless ({known})"

    grown = f"increase({window.over(buckets)})"
    restarted = grown
    if step != window.length:
        first = f"min_over_time({one.over(buckets)}) and {pair} ({newborn(one)})"
        restarted = f"""(
    {grown}
    + (
      sum_over_time({window.steps(f"({first})", step)})
      unless {pair} last_over_time({window.before(count)})
    )
  )
  or {grown}"""
    return f"""histogram_quantile({q}, sum by ({groups}) (
  (
    max_over_time({window.over(buckets)}) - last_over_time({window.before(buckets)})
    and {pair} (
      max_over_time({window.over(count)}) >= last_over_time({window.before(count)})
      unless resets({window.over(count)}) > 0
    )
  )
  or (max_over_time({window.over(buckets)}) and {pair} ({newborn(window)}))
  or {restarted}
))"""


def plain_quantile(q: str, by: str, metric: str, matchers: str, window: Window) -> str:
    """A quantile of a histogram whose series exist from the process's start."""
    groups = f"le, {by}" if by else "le"
    return f"histogram_quantile({q}, sum by ({groups}) (increase({window.over(selector(metric + '_bucket', matchers))})))"


def ratio(part: str, whole: str, labels: str = "") -> str:
    """`part / whole`, nothing where `whole` is 0."""
    on = f" on ({labels})" if labels else ""
    return f"{part}\n/{on}\n({whole} > 0)"
