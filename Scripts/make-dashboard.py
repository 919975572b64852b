#!/usr/bin/env python3
"""Embeds the dashboard: Sources/ControlPlane/Dashboard/Files -> Sources/ControlPlane/Dashboard/Generated.

    Scripts/make-dashboard.py            write the Swift file
    Scripts/make-dashboard.py --check    exit 1 when it is not what the files say
"""

import hashlib
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "Sources/ControlPlane/Dashboard"
TARGET = FOLDER / "Generated/DashboardFiles+Generated.swift"
TYPES = {".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
         ".svg": "image/svg+xml"}  # fmt: skip


def embedded(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    if '"""#' in text or "\\#" in text or "\r" in text:
        raise SystemExit(f'{path.name}: """#, \\# and carriage returns cannot be embedded')
    tag = hashlib.sha256(text.encode()).hexdigest()[:20]
    # A raw literal, its lines indented like its end; empty lines stay empty.
    body = "".join(f"                {line}\n" if line else "\n" for line in text.split("\n"))
    return (
        f'        DashboardFile(\n            name: "{path.name}", type: "{TYPES[path.suffix]}",\n'
        f'            tag: "\\"{tag}\\"",\n            text: #"""\n{body}                """#),\n'
    )


def main() -> int:
    files = sorted(path for path in (FOLDER / "Files").iterdir() if path.suffix in TYPES)
    text = (
        "// swift-format-ignore-file\n// Made by Scripts/make-dashboard.py from Dashboard/Files; not edited by hand.\n\n"
        "extension DashboardFiles {\n    /// Every file, by name.\n    static let generated: [DashboardFile] = [\n"
        + "".join(embedded(path) for path in files)
        + "    ]\n}\n"
    )
    if "--check" in sys.argv[1:]:
        if not TARGET.exists() or TARGET.read_text(encoding="utf-8") != text:
            print("Dashboard/Generated is not what Dashboard/Files say: run Scripts/make-dashboard.py", file=sys.stderr)
            return 1
        print(f"make-dashboard: {len(files)} files, as embedded")
        return 0
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(text, encoding="utf-8")
    print(f"make-dashboard: {len(files)} files, {len(text)} bytes")
    return 0


sys.exit(main())
