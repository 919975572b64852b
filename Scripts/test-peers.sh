#!/usr/bin/env bash
# `make test-peers`: what takes long or is large to install. At most 35 minutes, the build included.
#
# Arize Phoenix (PyPI, 850 MB installed) shows the gateway's spans as LLM spans.
# Bugsink (PyPI), a Sentry-compatible error tracker that refuses what breaks Sentry's schema, stores and shows the gateway's
# errors; headless Chromium (Debian) opens pages that throw.
# Prometheus (two months of made history and a live gateway) and Alertmanager: every query of deploy/ says what happened.
# What the Dockerfile does, in a throw-away copy of this system; the gateway's system calls against the systemd unit's filter.
# Chromium drives every view of the dashboard over real traffic; its screenshots are left in .build/screenshots.
# Hostile and broken peers in numbers: thousands of slow streams, uploads and idle connections, of mutated requests and of
# exchanges in random order (a failure names its seed).
# The gateway killed (SIGKILL) at random moments under load, far more often than `make test` does it, each round with
# another seed; a failure names its seed, and the same kills again are E2E_SEED=… E2E_KILLS=… e2e/run.sh -k kill9.
# Then streams that break off at random points, in the same way (E2E_DISCONNECTS, -k random_disconnects).
# Three gateways on one Redis and one hard budget, with thousands of calls; one of them killed, and stopped beyond its lease.
# The unit tests of what threads share under the thread sanitizer. The fuzz targets, PEERS_FUZZ_SECONDS (45) each.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

Scripts/require-swift.sh
Scripts/install-packages.sh build test
source Scripts/phases.sh

rounds=${PEERS_ROUNDS:-2}
kills=${PEERS_KILLS:-80}

phase build swift build --product tollgate

# A package index that cannot be reached is no fault of the gateway's: said, and passed over.
phoenix=.build/phoenix
phoenix_version=20.26.1
install_phoenix() {
    [[ -x $phoenix/bin/phoenix && $(cat "$phoenix/version" 2>/dev/null) == "$phoenix_version" ]] && return 0
    python3 -m venv "$phoenix" &&
        "$phoenix/bin/python" -m pip install --quiet --disable-pip-version-check "arize-phoenix==$phoenix_version" &&
        echo "$phoenix_version" >"$phoenix/version"
}
if install_phoenix; then
    phase phoenix env "PHOENIX_BIN=$PWD/$phoenix/bin/phoenix" e2e/run.sh test_phoenix.py
else
    echo "SKIPPED: phoenix: arize-phoenix==$phoenix_version could not be installed from PyPI (see above)" >&2
fi
# Its licence allows one user to run it locally.
bugsink=.build/bugsink
install_bugsink() {
    cmp -s e2e/requirements-bugsink.txt "$bugsink/requirements.txt" && return 0
    python3 -m venv "$bugsink" &&
        "$bugsink/bin/python" -m pip install --quiet --disable-pip-version-check -r e2e/requirements-bugsink.txt &&
        cp e2e/requirements-bugsink.txt "$bugsink/requirements.txt"
}
Scripts/install-packages.sh browser
if install_bugsink; then
    export BUGSINK_BIN="$PWD/$bugsink/bin"
    phase bugsink e2e/run.sh test_bugsink.py test_bugsink_image.py -m peers
else
    echo "SKIPPED: bugsink: it could not be installed from PyPI (see above)" >&2
fi
phase dashboards e2e/run.sh test_dashboards.py -m peers
Scripts/install-packages.sh system
phase containers e2e/run.sh test_container_system.py -m peers
phase dashboard-pages e2e/run.sh test_dashboard_pages.py -m peers
phase page-errors e2e/run.sh test_browser_reports.py -m peers
phase hostile-peers e2e/run.sh hostile -m peers
for ((round = 1; round <= rounds; round++)); do
    phase "kills-$round" env "E2E_SEED=${E2E_SEED:-$RANDOM$RANDOM}" "E2E_KILLS=$kills" e2e/run.sh -k kill9 -s
done
# Streams that break off at random points: make test has 300 of them with the same seed each time.
phase disconnects env "E2E_SEED=${E2E_SEED:-$RANDOM$RANDOM}" "E2E_DISCONNECTS=${PEERS_DISCONNECTS:-1500}" \
    e2e/run.sh test_random_disconnects.py -s
phase shared-budgets env "E2E_SHARED_CALLS=${PEERS_SHARED_CALLS:-2000}" e2e/run.sh shared_store/test_shared_budgets.py -m ''
phase thread-sanitizer Scripts/test-threads.sh
phase fuzzing Fuzzing/run.sh "${PEERS_FUZZ_SECONDS:-45}"
summary
