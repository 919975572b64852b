#!/usr/bin/env python3
"""Embeds the script by which pages report their errors: Browser/tollgate-browser.js -> the control plane.

    Scripts/make-browser-script.py            write the Swift file
    Scripts/make-browser-script.py --check    exit 1 when it is not what the script says
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "Browser/tollgate-browser.js"
TARGET = ROOT / "Sources/ControlPlane/Monitoring/Generated/BrowserScript+Generated.swift"


def main() -> int:
    script = SOURCE.read_text(encoding="utf-8")
    if '"""#' in script or "\\#" in script or "\r" in script:
        raise SystemExit('make-browser-script: """#, \\# and carriage returns cannot be embedded')
    # A raw literal, its lines indented like its end; empty lines stay empty.
    body = "".join(f"        {line}\n" if line else "\n" for line in script.split("\n"))
    text = (
        "// swift-format-ignore-file\n"
        "// Made by Scripts/make-browser-script.py from Browser/tollgate-browser.js; not edited by hand.\n\n"
        "extension BrowserScript {\n"
        "    /// `tollgate-browser.js` as it stands.\n"
        f'    static let text: StaticString = #"""\n{body}        """#\n'
        "}\n"
    )
    if "--check" in sys.argv[1:]:
        if not TARGET.exists() or TARGET.read_text(encoding="utf-8") != text:
            print(f"{TARGET.name} is not what {SOURCE.name} says: run Scripts/make-browser-script.py", file=sys.stderr)
            return 1
        print(f"make-browser-script: {len(script)} bytes, as embedded")
        return 0
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(text, encoding="utf-8")
    print(f"make-browser-script: {len(script)} bytes")
    return 0


sys.exit(main())
