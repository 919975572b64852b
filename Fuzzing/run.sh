#!/usr/bin/env bash
# Builds the fuzz targets and runs each for some seconds, two at a time.
#
#   Fuzzing/run.sh [seconds] [target …]      e.g.  Fuzzing/run.sh 300 FuzzUsage
#
# An input that breaks a property, reads outside its bytes (address sanitizer), takes longer than 10 s or more than
# 64 MiB at once ends the run; it is kept in .build-fuzzing/found, and made into a unit test. What was learnt is kept in
# .build-fuzzing/corpus for the next run; the first one begins with the fixtures of the unit tests (make-seeds.py).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

seconds=${1:-60}
shift || true
targets=("$@")
[[ ${#targets[@]} -gt 0 ]] || targets=(FuzzHTTP FuzzEvents FuzzJSON FuzzRESP FuzzUsage FuzzEnvelope)
tree=$PWD/.build-fuzzing
mkdir -p "$tree/corpus" "$tree/found"

# --sanitize=fuzzer: no main of its own; the flags behind it: counters and address checks in every module.
if ! swift build --package-path Fuzzing --scratch-path "$tree" -c release --sanitize=fuzzer \
    -Xswiftc -sanitize=fuzzer,address >"$tree/build.log" 2>&1; then
    grep -E 'error:' "$tree/build.log" || tail -n 30 "$tree/build.log"
    echo "fuzzing: the build failed ($tree/build.log)" >&2
    exit 1
fi
python3 Fuzzing/make-seeds.py "$tree/seeds" >/dev/null

run() {
    local target=$1
    mkdir -p "$tree/corpus/$target"
    ASAN_OPTIONS=detect_leaks=0:quarantine_size_mb=16 SWIFT_BACKTRACE=enable=no \
        "$tree/release/$target" -max_total_time="$seconds" -max_len=4096 -timeout=10 -rss_limit_mb=1024 \
        -malloc_limit_mb=64 -dict="Fuzzing/Dictionaries/$target.dict" -artifact_prefix="$tree/found/$target-" \
        "$tree/corpus/$target" "$tree/seeds/$target" >"$tree/$target.log" 2>&1
}

failed=()
# Says how one ended, and of a failure what is needed to see it again.
ended() { # target status
    if [[ $2 -eq 0 ]] && grep -qE '^#[0-9]+.*cov: [1-9][0-9]+' "$tree/$1.log"; then
        printf 'fuzzing: %s: %s\n' "$1" "$(grep -E '^#[0-9]+.DONE' "$tree/$1.log" | tr -s '\t ' ' ')"
        return
    fi
    failed+=("$1")
    printf 'fuzzing: %s FAILED (status %d)\n' "$1" "$2" >&2
    grep -aE 'does not hold|ERROR|SUMMARY|no interesting|Test unit written|^Base64' "$tree/$1.log" | cut -c 1-2000 >&2 || true
    printf '  again: %s %s/found/%s-…\n' "$tree/release/$1" "$tree" "$1" >&2
}

for ((index = 0; index < ${#targets[@]}; index += 2)); do
    pids=()
    pair=("${targets[@]:index:2}")
    for target in "${pair[@]}"; do
        run "$target" &
        pids+=($!)
    done
    for place in "${!pair[@]}"; do
        status=0
        wait "${pids[$place]}" || status=$?
        ended "${pair[$place]}" "$status"
    done
done
[[ ${#failed[@]} -eq 0 ]]
