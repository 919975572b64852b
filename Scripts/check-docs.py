#!/usr/bin/env python3
"""Builds the DocC catalogue of each library, and compiles the examples in it: no warning, no broken link, no stale example.

    python3 Scripts/check-docs.py [--build .build/debug] [--only MODULE]

Reads what `swift build` has left in the build folder, so it takes seconds: symbols come from the compiled modules, an
example (all Swift blocks of a page one after the other, as a program's main file) is checked for types only. The pages are
left in .build/docc/MODULE.doccarchive (`python3 -m http.server` in one of them shows it). Exit 1 where anything is said.
"""

import argparse
import concurrent.futures
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / ".build" / "docc"
BLOCK = re.compile(r"^```swift\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def said(command):
    """What a program of the toolchain said if it failed, else nothing."""
    beside = Path(os.path.realpath(shutil.which("swift") or "swift")).with_name(command[0])
    program = str(beside) if beside.exists() else command[0]
    done = subprocess.run([program, *command[1:]], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT, check=False)
    return "" if done.returncode == 0 else f"{command[0]} ended with {done.returncode}\n{done.stdout}"


def search_paths(build):
    """Where the compiler finds the modules of a finished build: Swift's, and the C ones that these import."""
    places = {path.parent for path in (ROOT / ".build" / "checkouts").glob("**/include/module.modulemap")}
    places |= {path.parent for path in (ROOT / "Sources").glob("**/module.modulemap")}
    paths = ["-I", str(build / "Modules"), *(each for place in sorted(places) for each in ("-I", str(place)))]
    for generated in sorted(build.glob("*.build/module.modulemap")):
        paths += ["-Xcc", f"-fmodule-map-file={generated}"]
    return paths


def examples(page):
    """The Swift blocks of a page as one program, one after the other."""
    return "\n".join(BLOCK.findall(page.read_text(encoding="utf-8")))


def check(catalogue, build):
    module = catalogue.parent.name
    folder = OUT / module
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "symbols").mkdir(parents=True)
    target = f"{os.uname().machine}-unknown-linux-gnu"
    common = [*search_paths(build), "-target", target]
    problems = said(
        ["swift-symbolgraph-extract", "-module-name", module, *common]
        + ["-minimum-access-level", "public", "-output-dir", str(folder / "symbols")]
    )
    problems += said(
        ["docc", "convert", str(catalogue), "--additional-symbol-graph-dir", str(folder / "symbols")]
        + ["--fallback-display-name", module, "--fallback-bundle-identifier", f"tollgate.{module}"]
        + ["--output-path", str(OUT / f"{module}.doccarchive"), "--warnings-as-errors"]
    )
    for page in sorted(catalogue.glob("*.md")):
        code = examples(page)
        if not code:
            problems += f"{page.relative_to(ROOT)} has no Swift example\n"
            continue
        main = folder / "main.swift"
        main.write_text(code, encoding="utf-8")
        problems += said(["swiftc", "-typecheck", "-swift-version", "6", *common, str(main)])
    return module, problems


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=Path, default=ROOT / ".build" / "debug", help="a finished build")
    parser.add_argument("--only", help="one module")
    options = parser.parse_args()
    catalogues = sorted(ROOT.glob("Sources/**/*.docc"))
    catalogues = [each for each in catalogues if options.only in (None, each.parent.name)]
    if not catalogues or not (options.build / "Modules").is_dir():
        print("check-docs: nothing to check; `swift build` has to come first", file=sys.stderr)
        return 1
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
        for module, problems in pool.map(lambda each: check(each, options.build), catalogues):
            if problems:
                failed += 1
                print(f"{module}:\n{problems}", file=sys.stderr)
    print(f"check-docs: {len(catalogues)} catalogues, {failed} with problems")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
