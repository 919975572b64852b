#!/usr/bin/env bash
# Installs the Debian packages that one part of the project needs, and only those that are missing.
#
#   Scripts/install-packages.sh build|test|browser|system|bench …
#
# A machine that has everything needs neither network nor root. Daemons that come with a package (nginx, prometheus, redis)
# are neither started nor left enabled: the project runs its own instances, on its own ports, in its own folders.
set -euo pipefail

# name | how to see that it is there without asking dpkg | why
packages_build=(
    "git|command -v git|SwiftPM fetches the dependencies with it"
    "ca-certificates|test -e /etc/ssl/certs/ca-certificates.crt|TLS to the providers is verified against it"
    "g++|false|C and C++ headers for the dependencies that are written in C (BoringSSL)"
    "pkg-config|command -v pkg-config|SwiftPM finds the two libraries below with it"
    "libsqlite3-dev|pkg-config --exists sqlite3|the ledger"
    "zlib1g-dev|pkg-config --exists zlib|compressed answers of a provider"
    "curl|command -v curl|to try the gateway out"
)
packages_test=(
    "python3|command -v python3|the layer check and the end-to-end tests"
    "python3-venv|python3 -c 'import venv, ensurepip'|a virtual environment for the official SDKs"
    "openssl|command -v openssl|a local certificate authority for the TLS tests"
    "prometheus|command -v promtool|promtool checks what /metrics says"
    "nginx|PATH=\$PATH:/usr/sbin command -v nginx|whatever it refuses, the gateway must refuse too"
    "redis-server|command -v redis-server|several gateways share their totals through it"
    "prometheus-alertmanager|command -v amtool|amtool reads Alertmanager's configuration, and alerts go through it"
)
packages_system=(
    "strace|command -v strace|the gateway's system calls are held against what the systemd unit allows"
    "systemd|command -v systemd-analyze|reads the unit"
)
packages_browser=(
    "chromium|command -v chromium|the pages are opened in it"
    "chromium-driver|command -v chromedriver|drives it"
)
packages_bench=(
    "python3|command -v python3|the benchmark's harness"
    "nginx|PATH=\$PATH:/usr/sbin command -v nginx|upstream and comparison proxy of the benchmark"
    "wrk|command -v wrk|load of the benchmark"
    "redis-server|command -v redis-server|what it costs to share totals through it"
    "gcc|command -v cc|compiles the paced upstream and its client"
)
# Daemons that Debian would start and enable at boot when the package of that name is installed.
daemons=(nginx prometheus prometheus-alertmanager redis-server)

say() { printf '%s\n' "$*"; }
fail() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

[[ $# -gt 0 ]] || fail "say for what: Scripts/install-packages.sh build|test|browser|system|bench"

wanted=()
for group in "$@"; do
    case "$group" in
        build) wanted+=("${packages_build[@]}") ;;
        test) wanted+=("${packages_test[@]}") ;;
        browser) wanted+=("${packages_browser[@]}") ;;
        system) wanted+=("${packages_system[@]}") ;;
        bench) wanted+=("${packages_bench[@]}") ;;
        *) fail "unknown group '$group'; there are build, test, browser, system and bench" ;;
    esac
done

is_installed() { # package probe
    if command -v dpkg-query >/dev/null; then
        local status
        status=$(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null || true)
        [[ $status == installed ]] && return 0
    fi
    bash -c "$2" >/dev/null 2>&1
}

missing=()
reasons=()
for entry in "${wanted[@]}"; do
    IFS='|' read -r name probe why <<<"$entry"
    [[ " ${missing[*]-} " == *" $name "* ]] && continue
    is_installed "$name" "$probe" && continue
    missing+=("$name")
    reasons+=("$(printf '  %-16s %s' "$name" "$why")")
done
[[ ${#missing[@]} -gt 0 ]] || exit 0

say "Missing Debian packages (for: $*):"
printf '%s\n' "${reasons[@]}"

if ! command -v apt-get >/dev/null; then
    fail "this machine has no apt-get. Install what the list above names by the system's own means, then try again."
fi

as_root=()
if [[ $EUID -ne 0 ]]; then
    by_hand="apt-get update && apt-get install --no-install-recommends ${missing[*]}"
    command -v sudo >/dev/null || fail "neither root nor sudo. As root: $by_hand"
    as_root=(sudo)
    if [[ ! -t 0 ]]; then
        sudo -n true 2>/dev/null || fail "sudo wants a password and there is no terminal to ask on. As root: $by_hand"
        as_root=(sudo -n)
    fi
fi

# Debian asks /usr/sbin/policy-rc.d whether a package may start its daemon: 101 = no. One that is there already stays.
policy=/usr/sbin/policy-rc.d
placed_policy=no
remove_policy() {
    if [[ $placed_policy == yes ]]; then
        "${as_root[@]}" rm -f "$policy"
        placed_policy=no
    fi
}
trap remove_policy EXIT
if [[ ! -e $policy ]]; then
    placed_policy=yes
    printf '#!/bin/sh\n# Placed by Scripts/install-packages.sh for the time of one apt-get run.\nexit 101\n' |
        "${as_root[@]}" tee "$policy" >/dev/null
    "${as_root[@]}" chmod 755 "$policy"
fi

say "Installing with apt-get (daemons are not started) …"
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -q -o DPkg::Lock::Timeout=300 </dev/null ||
    say "warning: apt-get update failed; trying with the package lists that are there"
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -q -y --no-install-recommends -o DPkg::Lock::Timeout=300 "${missing[@]}" </dev/null ||
    fail "apt-get could not install: ${missing[*]}"
remove_policy

for daemon in "${daemons[@]}"; do
    [[ " ${missing[*]} " == *" $daemon "* ]] || continue
    if command -v systemctl >/dev/null; then
        "${as_root[@]}" systemctl disable --quiet "$daemon" 2>/dev/null || true
        if [[ -d /run/systemd/system ]]; then
            "${as_root[@]}" systemctl stop --quiet "$daemon" 2>/dev/null || true
        fi
    elif command -v update-rc.d >/dev/null; then
        "${as_root[@]}" update-rc.d "$daemon" disable >/dev/null 2>&1 || true
    fi
done

for entry in "${wanted[@]}"; do
    IFS='|' read -r name probe why <<<"$entry"
    is_installed "$name" "$probe" || fail "$name is still missing after apt-get ran"
done
