// swift-tools-version: 6.2

import PackageDescription

/// Fuzz targets of the code that reads bytes of strangers; `Fuzzing/run.sh` builds and runs them.
///
/// A package of its own, so that an ordinary build neither resolves nor builds it. The modules are those of the
/// project, through symbolic links in `Modules`: everything is compiled with the fuzzer's counters, and nothing from
/// elsewhere is needed.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
    .treatWarning("DeprecatedDeclaration", as: .warning),
]

func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, path: "Modules/\(name)", swiftSettings: strict)
}

func fuzzer(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(
        name: name, dependencies: ["Checks"] + dependencies, path: "Targets/\(name)", swiftSettings: strict)
}

let package = Package(
    name: "tollgate-fuzzing",
    platforms: [.macOS(.v15)],
    targets: [
        module("Money"),
        module("Usage", ["Money"]),
        module("JSONScanning"),
        module("ServerSentEvents"),
        module("HTTPMessages"),
        module("RESP"),
        module("WireText"),
        module("SentryProtocol", ["WireText"]),
        module("Dialects", ["JSONScanning", "ServerSentEvents", "Usage", "Money"]),
        .target(name: "Checks", path: "Targets/Checks", swiftSettings: strict),
        fuzzer("FuzzHTTP", ["HTTPMessages"]),
        fuzzer("FuzzEnvelope", ["SentryProtocol"]),
        fuzzer("FuzzEvents", ["ServerSentEvents"]),
        fuzzer("FuzzJSON", ["JSONScanning"]),
        fuzzer("FuzzRESP", ["RESP"]),
        fuzzer("FuzzUsage", ["Dialects", "Usage", "Money"]),
    ]
)
