#!/usr/bin/env bash
# `make test-peers`: what takes long or is large to install. Today that is the long soaks of e2e (marker `peers`): the
# gateway killed and restarted under load, over and over. At most 35 minutes, the build included.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

Scripts/require-swift.sh
Scripts/install-packages.sh build test
source Scripts/phases.sh

phase build swift build --product tollgate
phase peers e2e/run.sh -m peers
summary
