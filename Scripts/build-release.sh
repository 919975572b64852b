#!/usr/bin/env bash
# Builds .build/release/tollgate, the way it is run and measured.
#
# Optimised across modules and without run-time checks of exclusive access, which the debug build and the tests have;
# the Swift runtime is linked in, so that the binary needs no toolchain where it runs.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

exec swift build -c release --product tollgate --static-swift-stdlib \
    -Xswiftc -cross-module-optimization -Xswiftc -enforce-exclusivity=unchecked "$@"
