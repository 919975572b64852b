#!/bin/sh
# End-to-end tests: the real SDKs through the gateway, reconciled with what the simulator says it served.
#
#   e2e/run.sh [pytest arguments]     e.g.  e2e/run.sh -k kill9
#   e2e/run.sh --previous …           with the SDKs of the generation before, in a virtual environment of their own
#
# TOLLGATE_BIN: the program to test (default: .build/debug/tollgate, else .build/release/tollgate).
# E2E_DIRECT=1: the SDKs talk to the simulator itself, which tests the simulator.
set -eu
cd "$(dirname "$0")"
root=$(cd .. && pwd)
requirements=requirements.txt
venv="$root/.build/venv"
if [ "${1:-}" = --previous ]; then
    shift
    requirements=requirements-previous.txt
    venv="$root/.build/venv-previous"
fi
python=${PYTHON:-python3}
log=$(mktemp)
trap 'rm -f "$log"' EXIT

if [ ! -x "$venv/bin/python" ]; then
    echo "e2e: making a virtual environment in .build/${venv##*/}"
    if ! "$python" -m venv "$venv"; then
        echo "e2e: FAILED: no virtual environment; on Debian: apt-get install python3-venv" >&2
        exit 1
    fi
fi
stamp="$venv/e2e-requirements.txt"
if ! cmp -s "$requirements" "$stamp"; then
    echo "e2e: installing the SDKs (openai, anthropic, google-genai) and pytest from PyPI"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check -r "$requirements"
    cp "$requirements" "$stamp"
fi

status=0
PYTHONDONTWRITEBYTECODE=1 "$venv/bin/python" -m pytest "$@" >"$log" 2>&1 &
pid=$!
tail -n +1 -f --pid=$pid "$log"
wait $pid || status=$?
summary=$(tail -n 1 "$log" | tr -d '=' | sed 's/^ *//; s/ *$//')
if [ $status -eq 0 ]; then echo "e2e: OK: $summary"; else echo "e2e: FAILED ($status): $summary" >&2; fi
exit $status
