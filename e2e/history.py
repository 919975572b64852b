"""Two months of a gateway that is no more, as blocks of Prometheus: calls at known times, scraped every four minutes.

It is replaced by the live gateway (another `instance`). Its story: it had spent before it was first scraped; a pair of
labels is born with its first call; it is restarted once, away for an hour, after which histograms begin again.
"""

from __future__ import annotations

import subprocess
from collections import defaultdict
from pathlib import Path

from facts import BUCKETS, Fact, Facts
from monitoring import program

SCRAPE = 240
DAYS = 62
LABELS = 'job="tollgate",instance="earlier:4001"'
COUNTERS = {
    "ai_cost_dollars_total": lambda fact: fact.cost,
    "ai_tokens_input_total": lambda fact: fact.input,
    "ai_tokens_cached_total": lambda fact: fact.cached,
    "ai_tokens_cache_write_total": lambda fact: fact.cache_write,
    "ai_tokens_output_total": lambda fact: fact.output,
    "ai_tokens_reasoning_total": lambda fact: fact.reasoning,
}


class History:
    """`facts` are the calls since the first scrape."""

    def __init__(self, now: float) -> None:
        self.begin = int(now - DAYS * 86400) // SCRAPE * SCRAPE
        self.end = int(now - 6 * 3600) // SCRAPE * SCRAPE
        self.away = range(self.end - 10 * 86400, self.end - 10 * 86400 + 3600)
        # Nothing happens where a window of thirty days begins or ends.
        quiet = [now - 30 * 86400, now - 60 * 86400]
        before = [Fact(self.begin - 3600, "gpt-4o", "chat", cost=500, input=9_000_000, output=1_000_000, duration=0.3)]
        calls = [
            fact
            for hour in range((self.end - self.begin) // 3600)
            for fact in self._hour(hour, self.begin + hour * 3600 + 1260)
            if all(abs(fact.at - moment) > 1200 for moment in quiet) and not self.away[0] - 600 < fact.at < self.away[-1] + 600
        ]
        self._calls = before + calls
        self.facts = Facts(calls)

    @staticmethod
    def _hour(hour: int, at: int) -> list[Fact]:
        model = Fact(at, "gpt-4o", "chat", cost=0.25, input=1000, cached=300, output=200, reasoning=50, duration=0.3)
        calls = [model, model]
        if hour % 3 == 0:
            calls.append(
                Fact(at + 30, "claude-sonnet-4-5", "agent", cost=1.5, input=5000, cache_write=700, output=900, duration=3.0)
            )
        if hour % 7 == 0:
            calls.append(Fact(at + 40, "gpt-4o", "chat", error="rate_limit", duration=0.07))
        # Born in the middle of the last thirty days.
        if hour > (DAYS - 20) * 24:
            calls.append(Fact(at + 50, "gpt-4o-mini", "late", cost=0.125, input=10, output=20, unpriced=hour % 5 == 0, duration=15.0))
        return calls

    def write(self, directory: Path) -> None:
        """Blocks below `directory`/data."""
        text = directory / "history.txt"
        with text.open("w") as file:
            for name, labels, samples in self._series():
                start = f"{name}{{{LABELS}{labels}}} "
                file.writelines(f"{start}{value!r} {moment}\n" for moment, value in samples)
            file.write("# EOF\n")
        # It reads the whole text for each block: few of them.
        command = [
            program("promtool", "prometheus"), "tsdb", "create-blocks-from", "openmetrics", "-q",
            "--max-block-duration=500h", str(text), str(directory / "data"),
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, timeout=170)
        assert done.returncode == 0, done.stderr
        text.unlink()

    def _series(self):
        scrapes = range(self.begin, self.end + 1, SCRAPE)
        yield "up", "", [(moment, 0 if moment in self.away else 1) for moment in scrapes]
        seen = [moment for moment in scrapes if moment not in self.away]
        for labels, calls in self._by("model", "component").items():
            pair = ',model="%s",component_type="%s"' % labels
            for name, value in COUNTERS.items():
                yield name, pair, self._counter(seen, calls, value)
            for status in ("ok", "error"):
                yield "ai_requests_total", f'{pair},status="{status}"', self._counter(
                    seen, calls, lambda fact: fact.status == status)  # fmt: skip
            for bound in (*BUCKETS, float("inf")):
                samples = self._counter(seen, calls, lambda fact: fact.duration <= bound, resets=True)
                le = "+Inf" if bound == float("inf") else str(bound)
                yield "ai_request_duration_seconds_bucket", f'{pair},le="{le}"', samples
            yield "ai_request_duration_seconds_count", pair, self._counter(seen, calls, lambda fact: 1, resets=True)
        for (model,), calls in self._by("model").items():
            yield "ai_unpriced_requests_total", f',model="{model}"', self._counter(seen, calls, lambda fact: fact.unpriced)
            yield "ai_request_errors_total", f',model="{model}",error_type="rate_limit"', self._counter(
                seen, calls, lambda fact: fact.error == "rate_limit")  # fmt: skip

    def _by(self, *names: str) -> dict[tuple[str, ...], list[Fact]]:
        found: dict[tuple[str, ...], list[Fact]] = defaultdict(list)
        for fact in self._calls:
            found[tuple(getattr(fact, name) for name in names)].append(fact)
        return found

    def _counter(self, scrapes: list[int], calls: list[Fact], value, resets: bool = False) -> list[tuple[int, float]]:
        """A counter's samples from the first scrape after the first call on."""
        samples: list[tuple[int, float]] = []
        position, sum_, restarted = 0, 0, not resets
        for moment in scrapes:
            if not restarted and moment > self.away[-1]:
                sum_, restarted = 0, True
            while position < len(calls) and calls[position].at <= moment:
                sum_ += value(calls[position])
                position += 1
            if position:
                samples.append((moment, sum_))
        return samples
