#!/usr/bin/env python3
"""Makes Tests/OTLPTracingTests/Fixtures/propagation.json: header fields, and what OpenTelemetry for Python reads there.

    python3 Scripts/make-propagation-cases.py [--seed N] [--count N] [--output FILE]

Wants opentelemetry-api (PyPI). Its propagators for W3C Trace Context and W3C Baggage are the oracle. Where they differ
from the W3C's text, such fields are not made here: baggage in which Python turns `+` into a blank (as forms do), strips
blanks that were percent-encoded, or takes a percent-encoded key apart. Python keeps an entry's properties (`;…`) in its
value; they are taken off before the comparison.
"""

import argparse
import json
import random
import urllib.parse
from pathlib import Path

from opentelemetry import baggage, trace
from opentelemetry.baggage.propagation import W3CBaggagePropagator
from opentelemetry.context import Context
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

HERE = Path(__file__).resolve().parent.parent
HEX = "0123456789abcdef"
KEY = "abcdefghijklmnopqrstuvwxyz0123456789_-*/"
VALUE = [chr(code) for code in range(0x21, 0x7F) if chr(code) not in ",="]


def digits(rng, count, alphabet=HEX):
    return "".join(rng.choice(alphabet) for _ in range(count))


def traceparent(rng):
    fields = [
        rng.choice(["00"] * 30 + ["01", "cc", "fe", "ff", "0", "000", "0x", "FF"]),
        rng.choice([digits(rng, 32)] * 40 + ["0" * 32, digits(rng, 31), digits(rng, 33), digits(rng, 32, HEX.upper())]),
        rng.choice([digits(rng, 16)] * 40 + ["0" * 16, digits(rng, 15), digits(rng, 17), digits(rng, 15) + "g"]),
        rng.choice(["00", "01"] * 15 + ["02", "03", "ff", "1", "0g", "", "A1"]),
    ]
    text = "-".join(fields)
    if rng.random() < 0.1:
        text += rng.choice(["-", "-extra", ".x", "-01-02", " ", "\t", "x"])
    if rng.random() < 0.06:
        text = rng.choice([" ", "\t", "x"]) + text
    if rng.random() < 0.08:
        position = rng.randrange(len(text) + 1)
        text = text[:position] + rng.choice(["", "-", "é", "%", "0", "_", "\x00", "Z"]) + text[position + rng.randrange(2):]
    return text


def tracestate(rng):
    members = []
    for index in range(rng.choice([1, 2, 3, 5, 8, 31, 32, 33] if rng.random() < 0.1 else [1, 2, 3, 4])):
        key = f"{rng.choice('abcxyz')}{index}" + digits(rng, rng.randrange(0, 12), KEY)
        if rng.random() < 0.3:
            key = digits(rng, rng.randrange(1, 8), KEY.replace("_-*/", "") or KEY)[:8].lstrip("_-*/") or "t"
            key = f"{key}{index}@{rng.choice('abc')}{digits(rng, rng.randrange(0, 8), KEY)}"
        value = digits(rng, rng.randrange(1, 20), VALUE)
        if rng.random() < 0.1:
            value = value[:1] + " " + value[1:] + "!"
        members.append(f"{key}={value}")
    if rng.random() < 0.25:
        members.insert(rng.randrange(len(members) + 1), rng.choice([
            "", "novalue", "=x", "UPPER=1", "a b=c", "k=", "k=v=w", members[0], "é=1", "k=é", "@x=1", "a@=1", "k=\x7f",
            "x" * 257 + "=1", "x=" + "y" * 257, "1simple=1",
        ]))
    return rng.choice([",", ", ", " ,", ",\t"]).join(members)


def baggage_field(rng):
    members = []
    for index in range(rng.randrange(1, 5)):
        key = f"k{index}" + digits(rng, rng.randrange(0, 10), "abcXYZ019!#$&'*.^_`|~-")  # no %
        raw = "".join(rng.choice(["a", "Z", "5", "~", "é", "\U0001F600", "x y", '"', ",", ";", "\\", "=", "%"])
                      for _ in range(rng.randrange(1, 12))).strip()
        raw = "v" + raw + "v"
        quoted = urllib.parse.quote(raw, safe=rng.choice(["", "=~!*()'"]))
        members.append(rng.choice(["", " "]) + key + rng.choice(["", " "]) + "=" + rng.choice(["", " "]) + quoted)
    if rng.random() < 0.4:
        members.insert(rng.randrange(len(members) + 1), rng.choice([
            "", "novalue", "=x", "dup=1,dup=2", "b=v%zzv", "u=v%ff%fe%e2%82v", "a b=1", "q=\"x\"", "n=é", "e=", "k(=1",
            "p=1;prop", "p=1 ; prop = x;q", "p=1;bad prop", "p=1;", "p=1;x=\"", "p=a=b;c=d=e", "c=v\x01v", "k= a b ",
        ]))
    if rng.random() < 0.01:
        members.append("long=" + "x" * rng.choice([4091, 4092]))
    if rng.random() < 0.01:
        members += [f"m{index}=v" for index in range(rng.choice([100, 190]))]
    if rng.random() < 0.005:
        members.append("huge=" + "y" * 9000)
    return ",".join(members)


def plain(key, value):
    """A value without its properties; only entries named p have some."""
    return str(value).split(";")[0].strip() if key == "p" else str(value)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=6)
    parser.add_argument("--count", type=int, default=1200)
    parser.add_argument("--output", type=Path, default=HERE / "Tests/OTLPTracingTests/Fixtures/propagation.json")
    options = parser.parse_args()
    rng = random.Random(options.seed)
    trace_context, baggage_propagator = TraceContextTextMapPropagator(), W3CBaggagePropagator()
    cases = []
    for _ in range(options.count):
        fields = {}
        if rng.random() < 0.95:
            fields["traceparent"] = traceparent(rng)
        if rng.random() < 0.7:
            fields["tracestate"] = tracestate(rng)
        if rng.random() < 0.6:
            fields["baggage"] = baggage_field(rng)
        context = baggage_propagator.extract(fields, trace_context.extract(fields, Context()))
        span = trace.get_current_span(context).get_span_context()
        case = {"fields": fields, "baggage": {key: plain(key, value) for key, value in baggage.get_all(context).items()}}
        if span.is_valid:
            case |= {
                "trace_id": f"{span.trace_id:032x}",
                "span_id": f"{span.span_id:016x}",
                "flags": int(span.trace_flags),
                "tracestate": span.trace_state.to_header(),
            }
        cases.append(case)
    options.output.parent.mkdir(parents=True, exist_ok=True)
    lines = ",\n".join(json.dumps(case, sort_keys=True) for case in cases)
    options.output.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    valid = sum("trace_id" in case for case in cases)
    print(f"{options.output}: {len(cases)} cases, {valid} with a valid traceparent")


if __name__ == "__main__":
    main()
