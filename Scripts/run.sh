#!/usr/bin/env bash
# `make run` and `make demo`: from a fresh clone to a running gateway.
#
#   Scripts/run.sh serve|demo [flags of that subcommand …]
#
# Installs missing system packages, builds a release and becomes `tollgate SUBCOMMAND …`, which prints where
# everything is. Signals go straight to it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

subcommand=${1:?say which subcommand: serve or demo}
shift

Scripts/require-swift.sh
Scripts/install-packages.sh build

if [[ ! -x .build/release/tollgate ]]; then
    cat <<'TEXT'
Building a release of tollgate. The first time this takes 10 to 20 minutes on two cores: SwiftNIO, BoringSSL,
Hummingbird and GRDB are fetched and compiled from source with the optimiser on. Later starts take seconds.
TEXT
fi
Scripts/build-release.sh

exec .build/release/tollgate "$subcommand" "$@"
