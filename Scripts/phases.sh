# Runs the phases of a test run one after the other and says at the end what each took and how its runner closed.
# Sourced by test.sh and test-peers.sh. The first phase that fails ends the run with its exit code.

phase_names=()
phase_seconds=()
phase_closings=()
phase_logs=.build/test-logs
mkdir -p "$phase_logs"

# phase NAME COMMAND …: shows the command's output as it comes and keeps it in .build/test-logs/NAME.log.
phase() {
    local name=$1 log="$phase_logs/$1.log" began=$SECONDS status=0
    shift
    printf '\n==> %s: %s\n' "$name" "$*"
    "$@" </dev/null 2>&1 | tee "$log" || status=${PIPESTATUS[0]}
    phase_names+=("$name")
    phase_seconds+=($((SECONDS - began)))
    phase_closings+=("$(closing_line "$log")")
    if ((status != 0)); then
        phase_names[-1]+=" FAILED"
        summary
        printf '\n%s failed with exit code %d; its output is in %s\n' "$name" "$status" "$log" >&2
        exit "$status"
    fi
}

# The line with which swift-testing, pytest or one of the project's scripts closes.
closing_line() {
    grep -aE 'Test run with [0-9]+ test|^=+ .* in [0-9.]+|^[0-9]+ (passed|failed).* in |^check-(layers|docs): |^fuzzing: |^Build complete' \
        "$1" | tail -n 1 || true
}

summary() {
    local index total=0
    printf '\n%-28s %8s\n' phase seconds
    for index in "${!phase_names[@]}"; do
        printf '%-28s %8d\n' "${phase_names[$index]}" "${phase_seconds[$index]}"
        total=$((total + phase_seconds[index]))
    done
    printf '%-28s %8d\n\n' total "$total"
    for index in "${!phase_names[@]}"; do
        if [[ -n ${phase_closings[$index]} ]]; then
            printf '%s\n' "${phase_closings[$index]}"
        fi
    done
}
