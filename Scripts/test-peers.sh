#!/usr/bin/env bash
# `make test-peers`: what takes long or is large to install. At most 35 minutes, the build included.
#
# Today: the gateway killed (SIGKILL) at random moments under load, far more often than `make test` does it, each round
# with another seed. A failure names its seed; the same kills again: E2E_SEED=… E2E_KILLS=… e2e/run.sh -k kill9
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

Scripts/require-swift.sh
Scripts/install-packages.sh build test
source Scripts/phases.sh

rounds=${PEERS_ROUNDS:-3}
kills=${PEERS_KILLS:-80}

phase build swift build --product tollgate
for ((round = 1; round <= rounds; round++)); do
    phase "kills-$round" env "E2E_SEED=${E2E_SEED:-$RANDOM$RANDOM}" "E2E_KILLS=$kills" e2e/run.sh -k kill9 -s
done
summary
