"""Proof that everything was on: what the load counted is in the ledger, priced, and in the metrics."""

import datetime
import time
from decimal import Decimal

COUNTER = "ai_requests_total{"


def months(began):
    """The months, as the ledger names them, in which rows can have fallen since `began`."""
    now = datetime.datetime.now(datetime.timezone.utc)
    return sorted({f"{at:%Y-%m}" for at in (began, now)})


def totals(tollgate, began):
    reports = [tollgate.get_json(f"/api/v1/admin/llm-costs?month={month}") for month in months(began)]
    return {
        name: sum((report[name] for report in reports), start=0)
        for name in ("requests", "errors", "unpriced_requests", "total_cost_usd", "input_tokens", "output_tokens")
    }


def settled(tollgate, began, at_least):
    """The ledger's sums once they stand still; rows of the last group commits may still be on their way."""
    last, still, limit = None, 0, time.monotonic() + 20
    while time.monotonic() < limit:
        now = totals(tollgate, began)
        still = still + 1 if now == last else 0
        if still >= 3 and now["requests"] >= at_least:
            return now
        last = now
        time.sleep(0.25)
    return last


def check(tollgate, began, completed, in_flight):
    """What does not add up, as sentences; and the sums themselves.

    `completed` answers reached the load generator in full; up to `in_flight` more calls were cut off when it stopped.
    """
    found = []
    sums = settled(tollgate, began, completed)
    rows = sums["requests"]
    if not completed <= rows <= completed + in_flight:
        found.append(f"{rows} ledger rows for {completed} completed requests (and at most {in_flight} cut off)")
    if sums["errors"]:
        found.append(f"{sums['errors']} ledger rows have an error_type")
    page = tollgate.get_json("/api/v1/admin/requests?limit=100")["requests"]
    priced = [row for row in page if row["usage_source"] == "reported" and row["cost_usd"] is not None]
    if not priced:
        found.append("no recent ledger row has a reported usage and a cost")
    else:
        each, total = Decimal(priced[0]["cost_usd"]), Decimal(sums["total_cost_usd"])
        if not each * completed <= total <= each * rows:
            found.append(f"the ledger's sum is {total} USD; {completed} to {rows} calls at {each} USD are not that")
    counted = sum(
        int(float(line.rsplit(" ", 1)[1]))
        for line in tollgate.get("/metrics").splitlines()
        if line.startswith(COUNTER)
    )
    if counted != rows:
        found.append(f"ai_requests_total counts {counted} requests, the ledger has {rows}")
    return found, {**sums, "completed": completed, "counted_by_metrics": counted}
