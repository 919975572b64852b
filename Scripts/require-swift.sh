#!/usr/bin/env bash
# Fails with a sentence that helps when there is no Swift, or one that is too old for this package.
set -euo pipefail

if ! command -v swift >/dev/null; then
    echo "error: no 'swift' in PATH. Tollgate needs Swift 6.2 or later: https://www.swift.org/install/linux/" >&2
    exit 1
fi
version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9][0-9]*\.[0-9][0-9]*\).*/\1/p' | head -n 1)
major=${version%%.*}
minor=${version#*.}
if [[ -z $version ]]; then
    echo "error: 'swift --version' does not run; is the toolchain complete?" >&2
    exit 1
fi
if ((major < 6 || (major == 6 && minor < 2))); then
    echo "error: this is Swift $version; Tollgate needs 6.2 or later: https://www.swift.org/install/linux/" >&2
    exit 1
fi
