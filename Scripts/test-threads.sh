#!/usr/bin/env bash
# Runs the unit tests of the targets in which threads meet under the thread sanitizer.
#
#   Scripts/test-threads.sh [filter]      e.g.  Scripts/test-threads.sh LedgerTests
#
# First a planted race must be found, and a contended lock must not be taken for one (ThreadSanitizer/planted.swift);
# ThreadSanitizer/mutex.c says why that needs help on Linux. No suppressions. A build tree of its own: .build-tsan
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

modules='Ledger|LedgerRedis|RedisClient|Budgets|Gateway|GatewayMetrics|ControlPlane|ProviderSimulator|Pricing'
modules+='|PrometheusExposition|PrometheusMetrics|PrometheusHummingbird|OTLPTracing|GatewayTracing|GenAITelemetry'
# Not StackTraces: its tests compare frames, among which the sanitizer has some of its own; SentryClient's use it.
modules+='|SentryProtocol|SentryClient|CrashReports'
filter=${1:-"^($modules)Tests\\."}
tree=$PWD/.build-tsan
library=$tree/mutex.so
mkdir -p "$tree"
# An exit code that no test run has.
export TSAN_OPTIONS="exitcode=66 halt_on_error=0 history_size=4"
export TSAN_MUTEX_VERBOSE=1

fail() {
    printf 'test-threads: %s\n' "$*" >&2
    exit 1
}

# clang comes with Swift, and knows Swift's calling convention.
swift_folder=$(dirname "$(readlink -f "$(command -v swiftc)")")
"$swift_folder/clang" -O1 -Wall -Werror -shared -fPIC -o "$library" Scripts/ThreadSanitizer/mutex.c -ldl
swiftc -swift-version 6 -sanitize=thread -Onone -g -o "$tree/planted" Scripts/ThreadSanitizer/planted.swift

status=0
LD_PRELOAD=$library "$tree/planted" race >"$tree/race.log" 2>&1 || status=$?
[[ $status -eq 66 ]] && grep -q 'SUMMARY: ThreadSanitizer: .*planted.swift' "$tree/race.log" ||
    fail "a planted race is not found (status $status, $tree/race.log): what follows would mean nothing"
status=0
LD_PRELOAD=$library "$tree/planted" >"$tree/lock.log" 2>&1 || status=$?
[[ $status -eq 0 ]] || fail "a lock is taken for a race (status $status, $tree/lock.log)"
grep -q 'mutex.c: [1-9]' "$tree/lock.log" || fail "mutex.c is passed by: has Swift renamed the functions? ($tree/lock.log)"
echo "test-threads: the planted race is found, the contended lock is not taken for one"

if ! swift build --build-tests --sanitize=thread --scratch-path "$tree" >"$tree/build.log" 2>&1; then
    grep -E 'error:' "$tree/build.log" || tail -n 30 "$tree/build.log"
    fail "the build failed ($tree/build.log)"
fi
runner=$(swift build --build-tests --sanitize=thread --scratch-path "$tree" --show-bin-path)/tollgatePackageTests.xctest
[[ -x $runner ]] || fail "no tests were built"
# One test after the other: all at once, on two cores ten times as slow, they run into each other's time limits.
status=0
LD_PRELOAD=$library "$runner" --testing-library swift-testing --no-parallel --filter "$filter" >"$tree/tests.log" 2>&1 || status=$?
grep -aE '✘|Test run with|SUMMARY: ThreadSanitizer|^mutex.c' "$tree/tests.log" | sort -u | tail -40 || true
grep -qaE 'Test run with [1-9][0-9]+ tests' "$tree/tests.log" || fail "no tests ran ($tree/tests.log)"
grep -qa 'mutex.c: ' "$tree/tests.log" || fail "mutex.c was not loaded ($tree/tests.log)"
exit "$status"
