#!/usr/bin/env python3
"""The speed of `tollgate tokens` beside tiktoken's (PyPI), on the same text in the same run.

    python3 Benchmarks/tokens.py                        .build/release/tollgate, all encodings
    python3 Benchmarks/tokens.py --rounds 3 --only o200k_base

- english: 16 MB of prose. Both count all of it, taking turns; the median round counts. tiktoken is given the text as a
  string and its vocabulary beforehand; of Tollgate the whole process is timed, start, pipe and vocabulary included.
  The ids of the first megabyte must be the same.
- letters: one letter, repeated, which is a single piece for the merging: what a byte costs at 10 MB beside what it
  costs at 10 kB (the process's start taken off). 1.0 is linear.
- start: a process that counts one word, with its vocabulary.

Exit code 1 when something is outside tokens-thresholds.json or a token differs. The results go to
.build/bench/tokens.json. tiktoken is installed into a virtual environment, .build/bench/tokens-venv; its vocabularies
are made from those in Sources/Data/VocabularyData, so that nothing is downloaded but the package.
"""

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
WORK = ROOT / ".build" / "bench"
VENV = WORK / "tokens-venv"
TIKTOKEN = "tiktoken==0.14.0"
ENCODINGS = ["o200k_base", "cl100k_base", "p50k_base", "r50k_base"]
ENGLISH = 16_000_000
# As tiktoken_ext/openai_public.py has them.
GPT2 = r"""'(?:[sdmt]|ll|ve|re)| ?\p{L}++| ?\p{N}++| ?[^\s\p{L}\p{N}]++|\s++$|\s+(?!\S)|\s"""
PATTERNS = {
    "o200k_base": "|".join([
        r"""[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?""",
        r"""[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?""",
        r"""\p{N}{1,3}""", r""" ?[^\s\p{L}\p{N}]+[\r\n/]*""", r"""\s*[\r\n]+""", r"""\s+(?!\S)""", r"""\s+""",
    ]),
    "cl100k_base": r"""'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+|"""
                   r"""\s++$|\s*[\r\n]|\s+(?!\S)|\s""",
    "p50k_base": GPT2,
    "r50k_base": GPT2,
}


def in_virtual_environment():
    """Goes on in a Python that has tiktoken."""
    python = VENV / "bin" / "python"
    if Path(sys.prefix) == VENV:
        return
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
    if subprocess.run([str(python), "-c", "import tiktoken"], stderr=subprocess.DEVNULL).returncode:
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", TIKTOKEN], check=True)
    os.execv(python, [str(python), *sys.argv])


def encoding(name):
    """tiktoken's encoding, from the vocabulary in the form of Sources/Data/VocabularyData/README.md."""
    import tiktoken

    file = "p50k_base" if name == "r50k_base" else name
    data = (ROOT / "Sources/Data/VocabularyData" / f"{file}.bin").read_bytes()
    count = int.from_bytes(data[:4], "little")
    ranks, start = {}, 4 + count
    for rank, length in enumerate(data[4:4 + count]):
        if length and (name != "r50k_base" or rank < 50256):
            ranks[data[start:start + length]] = rank
        start += length
    return tiktoken.Encoding(name, pat_str=PATTERNS[name], mergeable_ranks=ranks, special_tokens={})


def english():
    """Prose: the paragraphs of Python's own reference, which is on every machine that runs this, in random orders."""
    from pydoc_data import topics

    paragraphs = [text for topic in topics.topics.values() for text in topic.split("\n\n") if len(text) > 80]
    order, parts, size = random.Random(2026), [], 0
    while size < ENGLISH:
        order.shuffle(paragraphs)
        parts += paragraphs
        size += sum(len(text) + 2 for text in paragraphs)
    return "\n\n".join(parts)[:ENGLISH]


def tollgate(program, name, data, *options):
    """What `tollgate tokens` prints, and the seconds it took."""
    began = time.perf_counter()
    done = subprocess.run(
        [program, "tokens", "--encoding", name, *options], input=data, stdout=subprocess.PIPE, check=True)
    return done.stdout, time.perf_counter() - began


def timed(body):
    began = time.perf_counter()
    result = body()
    return result, time.perf_counter() - began


def compare(options, name, text):
    """One encoding, both programs, in turns."""
    reference, data, problems = encoding(name), text.encode(), []
    own, other, starts = [], [], []
    for _ in range(options.rounds):
        printed, seconds = tollgate(options.tollgate, name, data)
        own.append(seconds)
        tokens, seconds = timed(lambda: reference.encode_ordinary(text))
        other.append(seconds)
        if int(printed) != len(tokens):
            problems.append(f"{name}: {int(printed)} tokens instead of {len(tokens)}")
        starts.append(tollgate(options.tollgate, name, b"word")[1])
    head = text[:1_000_000]
    printed, _ = tollgate(options.tollgate, name, head.encode(), "--ids")
    if [int(token) for token in printed.split()] != reference.encode_ordinary(head):
        problems.append(f"{name}: the ids differ")
    size = len(data) / 1e6
    start = statistics.median(starts)
    result = {
        "megabytes_per_second": size / statistics.median(own),
        "tiktoken_megabytes_per_second": size / statistics.median(other),
        "start_seconds": start,
        "letters_ns_per_byte": {},
    }
    result["ratio_to_tiktoken"] = result["megabytes_per_second"] / result["tiktoken_megabytes_per_second"]
    # Many lines of 10 kB beside one of 10 MB: as many bytes, as large a process, and only the piece differs.
    for length in (10_000, 100_000, 1_000_000, 10_000_000):
        lines = (json.dumps({"id": 1, "text": "a" * length}) + "\n").encode() * (10_000_000 // length)
        seconds = [tollgate(options.tollgate, name, lines, "--jsonl")[1] for _ in range(options.rounds)]
        result["letters_ns_per_byte"][length] = (statistics.median(seconds) - start) * 1e9 / 10_000_000
    costs = list(result["letters_ns_per_byte"].values())
    result["cost_growth_10kB_to_10MB"] = costs[-1] / costs[0]
    return result, problems


def over_thresholds(results, thresholds):
    for name, result in results.items():
        for key, least in thresholds["english"].items():
            if result[key] < least:
                yield f"{name}: {key} is {result[key]:.2f}, at least {least} is wanted"
        for key, most in thresholds["letters"].items():
            if result[key] > most:
                yield f"{name}: {key} is {result[key]:.2f}, at most {most} is allowed"
        if result["start_seconds"] > thresholds["start"]["seconds"]:
            yield f"{name}: a start takes {result['start_seconds']:.3f} s"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tollgate", default=str(ROOT / ".build" / "release" / "tollgate"), help="the program")
    parser.add_argument("--only", choices=ENCODINGS, action="append", help="an encoding; may be given again")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    if not Path(options.tollgate).exists():
        sys.exit(f"{options.tollgate} is not there; `make build` builds it")
    WORK.mkdir(parents=True, exist_ok=True)
    in_virtual_environment()
    text, results, problems = english(), {}, []
    print(f"{'encoding':12} {'tollgate':>10} {'tiktoken':>10} {'ratio':>7} {'start':>8} {'letters, ns/B at 10 kB … 10 MB':>36}")
    for name in options.only or ENCODINGS:
        result, found = compare(options, name, text)
        results[name] = result
        problems += found
        letters = " ".join(f"{cost:6.1f}" for cost in result["letters_ns_per_byte"].values())
        print(f"{name:12} {result['megabytes_per_second']:5.1f} MB/s {result['tiktoken_megabytes_per_second']:5.1f} MB/s "
              f"{result['ratio_to_tiktoken']:6.1f}x {result['start_seconds'] * 1000:5.0f} ms {letters:>29} "
              f"{result['cost_growth_10kB_to_10MB']:5.2f}x", flush=True)
    problems += over_thresholds(results, json.loads((HERE / "tokens-thresholds.json").read_text()))
    (WORK / "tokens.json").write_text(json.dumps({"encodings": results, "failures": problems}, indent=2))
    for problem in problems:
        print(f"FAILED {problem}", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
