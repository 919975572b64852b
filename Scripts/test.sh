#!/usr/bin/env bash
# `make test`: everything but the heavy peers. One build tree (debug): the unit tests and the program that the
# end-to-end tests drive come out of the same build. At most 25 minutes from a clean clone on two cores.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

Scripts/require-swift.sh
Scripts/install-packages.sh build test
source Scripts/phases.sh

phase layers-self-test python3 Scripts/check-layers.py --self-test
phase layers python3 Scripts/check-layers.py
phase embedded python3 Scripts/make-browser-script.py --check
phase lint swift format lint --strict --recursive --parallel Package.swift Sources Tests \
    Fuzzing/Package.swift Fuzzing/Targets Scripts/ThreadSanitizer
phase build swift build --build-tests
# DocC's warnings, and the examples of each library, which have to compile.
phase documentation python3 Scripts/check-docs.py
# Four at a time: a thousand at once on two cores each take minutes, and time limits within them run out.
phase unit-tests swift test --skip-build --disable-xctest --experimental-maximum-parallelization-width 4
# Two at a time, a file of them to a worker: many wait for time limits. Each worker has a simulator and a gateway.
phase end-to-end e2e/run.sh -n 2 --dist loadfile
# The test files of the SDKs only, with the generation of these before.
phase previous-sdks e2e/run.sh --previous -n 2 --dist loadfile test_openai.py test_openai_audio.py \
    test_openai_images.py test_openai_more.py test_openai_responses.py test_anthropic.py test_gemini.py test_providers.py
summary
