#!/usr/bin/env python3
"""Makes what Sources/Data/VocabularyData embeds: vocabularies, and the classes of characters.

    python3 -m venv .build/venv && .build/venv/bin/pip install unicodedata2==16.0.0
    .build/venv/bin/python Scripts/make-vocabularies.py path/to/vocab [--output FOLDER]

`vocab` holds tiktoken's files (`o200k_base.tiktoken`, …: a token in base64 and its rank, one a line) and a
`manifest.json` with their SHA-256, which are checked. The forms written are described in the README beside the data.

    .build/venv/bin/pip install tiktoken
    .build/venv/bin/python Scripts/make-vocabularies.py path/to/vocab --check

writes nothing: it asks tiktoken for the class of every code point, and compares.
"""

import argparse
import base64
import hashlib
import json
import pathlib
import sys

OUTPUT = pathlib.Path(__file__).resolve().parent.parent / "Sources/Data/VocabularyData"
VOCABULARIES = ["o200k_base", "cl100k_base", "p50k_base"]
UNICODE = "16.0.0"  # of the regex crate in tiktoken 0.9 to 0.14
BLOCK = 128
PADDING = bytes(8)  # so that the last token can be read in words of eight bytes

# The kinds that the patterns of the encodings tell apart; the values of Sources/Wire/Tokenization/CharacterKinds.swift.
UPPER, LOWER, LETTER, MARK, NUMBER, SPACE, NEWLINE, OTHER = (1 << bit for bit in range(8))
KINDS = {"Lu": UPPER, "Lt": UPPER, "Ll": LOWER, "Lm": LETTER, "Lo": LETTER,
         "Mn": MARK, "Mc": MARK, "Me": MARK, "Nd": NUMBER, "Nl": NUMBER, "No": NUMBER}
# White_Space, which is what `\\s` means, without the two line ends that the patterns name apart.
WHITE_SPACE = {0x09, 0x0B, 0x0C, 0x20, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000}


def fail(message):
    sys.exit(f"make-vocabularies: {message}")


def kinds():
    """The kind of every code point."""
    try:
        import unicodedata2
    except ImportError:
        fail(f"needs unicodedata2=={UNICODE} (pip)")
    if unicodedata2.unidata_version != UNICODE:
        fail(f"unicodedata2 is of Unicode {unicodedata2.unidata_version}, not {UNICODE}")
    for code in range(0x110000):
        if code in (0x0A, 0x0D):
            yield NEWLINE
        elif code in WHITE_SPACE:
            yield SPACE
        else:
            yield KINDS.get(unicodedata2.category(chr(code)), OTHER)


def classes():
    """Two stages: the number of each block of 128 code points, then the distinct blocks."""
    table = bytes(kinds())
    numbers, blocks = [], {}
    for start in range(0, len(table), BLOCK):
        numbers.append(blocks.setdefault(table[start:start + BLOCK], len(blocks)))
    if len(blocks) > 256:
        fail(f"{len(blocks)} blocks do not fit a byte")
    return bytes(numbers) + b"".join(blocks)


def tokens(folder, entry):
    """The tokens of a vocabulary by rank; None where a rank is left out."""
    data = (folder / entry["file"]).read_bytes()
    if hashlib.sha256(data).hexdigest() != entry["sha256"]:
        fail(f"{entry['file']} is not what the manifest says")
    ranks = {}
    for line in data.splitlines():
        token, rank = line.split()
        ranks[int(rank)] = base64.b64decode(token)
    if len(ranks) != entry["mergeable"] or len(set(ranks.values())) != len(ranks):
        fail(f"{entry['file']}: {len(ranks)} tokens, or twice the same")
    return [ranks.get(rank) for rank in range(max(ranks) + 1)]


def vocabulary(folder, entry):
    found = tokens(folder, entry)
    if any(token is not None and not 1 <= len(token) <= 255 for token in found):
        fail(f"{entry['file']}: a token without bytes, or with more than 255")
    if {bytes([byte]) for byte in range(256)} - set(found):
        fail(f"{entry['file']}: a byte has no token")
    lengths = bytes(len(token or b"") for token in found)
    return len(found).to_bytes(4, "little") + lengths + b"".join(token or b"" for token in found) + PADDING


def check():
    """Holds the classes against tiktoken's own, for each code point that text can have."""
    import tiktoken

    table, wrong = list(kinds()), 0
    patterns = {UPPER: r"[\p{Lu}\p{Lt}]", LOWER: r"\p{Ll}", LETTER: r"[\p{Lm}\p{Lo}]", MARK: r"\p{M}", NUMBER: r"\p{N}",
                SPACE: r"[^\S\r\n]", NEWLINE: r"[\r\n]", OTHER: r"[^\s\p{L}\p{N}\p{M}]"}
    for kind, pattern in patterns.items():
        encoding = tiktoken.Encoding(
            "check", pat_str=pattern, mergeable_ranks={bytes([byte]): byte for byte in range(256)}, special_tokens={})
        for code in [*range(0xD800), *range(0xE000, 0x110000)]:
            if bool(encoding.encode_ordinary(chr(code))) != (table[code] == kind):
                wrong += 1
                print(f"U+{code:04X}: tiktoken {tiktoken.__version__} does not say {kind}", file=sys.stderr)
    if wrong:
        fail(f"{wrong} code points differ")
    print(f"{len(table)} code points have the classes of tiktoken {tiktoken.__version__}")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("vocab", type=pathlib.Path, help="tiktoken's files and manifest.json")
    arguments.add_argument("--output", type=pathlib.Path, default=OUTPUT)
    arguments.add_argument("--check", action="store_true", help="only compare the classes with tiktoken's")
    options = arguments.parse_args()
    if options.check:
        return check()
    manifest = {entry["name"]: entry for entry in json.loads((options.vocab / "manifest.json").read_text())}
    files = {f"{name}.bin": vocabulary(options.vocab, manifest[name]) for name in VOCABULARIES}
    files["classes.bin"] = classes()
    for name, data in files.items():
        (options.output / name).write_bytes(data)
        print(f"{name:16} {len(data):8} bytes  sha256 {hashlib.sha256(data).hexdigest()}")


if __name__ == "__main__":
    main()
