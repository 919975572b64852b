#!/usr/bin/env bash
# Fails with a sentence that helps when there is no Swift, or one that is too old for this package.
set -euo pipefail

help="Tollgate needs Swift 6.2 or later: https://www.swift.org/install/linux/"

if ! command -v swift >/dev/null; then
    echo "error: no 'swift' in PATH. $help" >&2
    exit 1
fi
if ! said=$(swift --version 2>&1); then
    printf "error: 'swift --version' fails; what it says is below. The toolchain lacks a library, or is incomplete.\n" >&2
    printf '%s\n%s\n' "$help (it lists the packages that a toolchain needs)" "$said" >&2
    exit 1
fi
version=$(sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' <<<"$said" | head -n 1)
if [[ -z $version ]]; then
    echo "error: 'swift --version' names no version: $said" >&2
    exit 1
fi
if ((${version%%.*} < 6 || (${version%%.*} == 6 && ${version#*.} < 2))); then
    echo "error: this is Swift $version. $help" >&2
    exit 1
fi
