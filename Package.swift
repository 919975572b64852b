// swift-tools-version: 6.2

import PackageDescription

/// Every target of this package: Swift 6 mode, warnings are errors, imports are internal unless said otherwise.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
    .treatWarning("DeprecatedDeclaration", as: .warning),
]

let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioEmbedded = Target.Dependency.product(name: "NIOEmbedded", package: "swift-nio")
let nioTLS = Target.Dependency.product(name: "NIOTLS", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdTesting = Target.Dependency.product(name: "HummingbirdTesting", package: "hummingbird")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let metrics = Target.Dependency.product(name: "Metrics", package: "swift-metrics")
let coreMetrics = Target.Dependency.product(name: "CoreMetrics", package: "swift-metrics")
let tracing = Target.Dependency.product(name: "Tracing", package: "swift-distributed-tracing")
let instrumentation = Target.Dependency.product(name: "Instrumentation", package: "swift-distributed-tracing")
let protobuf = Target.Dependency.product(name: "SwiftProtobuf", package: "swift-protobuf")
let httpClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let configuration = Target.Dependency.product(name: "Configuration", package: "swift-configuration")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

/// A library target in the folder of its layer.
///
/// `Scripts/check-layers.py` checks what each layer may import.
func layer(
    _ folder: String, _ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []
) -> Target {
    .target(
        name: name, dependencies: dependencies,
        path: folder.isEmpty ? "Sources/\(name)" : "Sources/\(folder)/\(name)", exclude: exclude,
        swiftSettings: strict)
}

/// The tests of the target(s) named.
func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: "\(name)Tests", dependencies: dependencies, path: "Tests/\(name)Tests", swiftSettings: strict)
}

let package = Package(
    name: "tollgate",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "tollgate", targets: ["tollgate"]),
        .library(name: "PrometheusExposition", targets: ["PrometheusExposition"]),
        .library(name: "PrometheusMetrics", targets: ["PrometheusMetrics", "PrometheusExposition"]),
        .library(name: "PrometheusHummingbird", targets: ["PrometheusHummingbird"]),
        .library(name: "OTLPEncoding", targets: ["OTLPEncoding"]),
        .library(name: "OTLPTracing", targets: ["OTLPTracing"]),
        .library(name: "GenAITelemetry", targets: ["GenAITelemetry"]),
        .library(name: "StackTraces", targets: ["StackTraces"]),
        .library(name: "CrashReports", targets: ["CrashReports"]),
        .library(name: "SentryProtocol", targets: ["SentryProtocol"]),
        .library(name: "SentryClient", targets: ["SentryClient", "SentryProtocol"]),
        .library(name: "SentryLogging", targets: ["SentryLogging"]),
        .library(name: "SentryHummingbird", targets: ["SentryHummingbird"]),
        .library(name: "SentryTracing", targets: ["SentryTracing"]),
        .library(name: "SentryCrashes", targets: ["SentryCrashes"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.7.3"),
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: ["YAML"]),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/apple/swift-crypto", "3.12.3"..<"5.0.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    ],
    targets: [
        // Domain: the standard library only.
        layer("Domain", "Money"),
        layer("Domain", "Usage", ["Money"]),
        layer("Domain", "Pricing", ["Money", "Usage"]),
        layer("Domain", "Budgets", ["Money"]),

        // Wire: bytes <-> values, no I/O.
        .systemLibrary(
            name: "CZlib", path: "Sources/Wire/CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        layer("Wire", "JSONScanning"),
        layer("Wire", "ServerSentEvents"),
        layer("Wire", "HTTPMessages"),
        layer("Wire", "ContentDecoding", ["CZlib"]),
        layer("Wire", "Dialects", ["JSONScanning", "ServerSentEvents", "Usage", "Money"]),
        .target(name: "CatalogueData", path: "Sources/Data/CatalogueData", exclude: ["README.md", "catalogue.tsv"]),
        .target(
            name: "VocabularyData", path: "Sources/Data/VocabularyData",
            exclude: ["README.md", "o200k_base.bin", "cl100k_base.bin", "p50k_base.bin", "classes.bin"]),
        layer("Wire", "Tokenization", ["VocabularyData", "JSONScanning", "Dialects"]),
        layer("Wire", "CatalogueLoading", ["CatalogueData", "Pricing", "Money", "Usage"]),
        layer("Wire", "CostCases", ["JSONScanning", "Dialects", "Pricing", "Usage", "Money"]),

        // Telemetry: each usable alone by any Swift server.
        layer("Telemetry", "GzipEncoding", ["CZlib"]),
        layer("Telemetry", "WireText"),
        layer("Telemetry", "PrometheusExposition", ["GzipEncoding"]),
        layer("Telemetry", "PrometheusMetrics", ["PrometheusExposition", coreMetrics, logging]),
        layer("Telemetry", "PrometheusHummingbird", ["PrometheusExposition", hummingbird, nioCore]),
        layer("Telemetry", "OTLPEncoding", [protobuf]),
        layer(
            "Telemetry", "OTLPTracing",
            [
                "OTLPEncoding", "GzipEncoding", "WireText", tracing, instrumentation, httpClient, logging, lifecycle,
                nioCore,
                nioHTTP1, nioSSL,
            ]),
        layer("Telemetry", "GenAITelemetry", [tracing, instrumentation, coreMetrics]),
        .target(name: "CStackTraces", path: "Sources/Telemetry/CStackTraces"),
        layer("Telemetry", "StackTraces", ["CStackTraces"]),
        layer("Telemetry", "CrashReports", ["StackTraces"]),
        layer("Telemetry", "SentryProtocol", ["WireText"]),
        layer(
            "Telemetry", "SentryClient",
            [
                "SentryProtocol", "StackTraces", "GzipEncoding", "WireText", httpClient, logging, lifecycle, nioCore,
                nioHTTP1,
                nioSSL,
            ]),
        layer("Telemetry", "SentryLogging", ["SentryClient", "SentryProtocol", logging]),
        layer(
            "Telemetry", "SentryHummingbird", ["SentryClient", "SentryProtocol", hummingbird, tracing, instrumentation]),
        layer(
            "Telemetry", "SentryTracing", ["SentryClient", "SentryProtocol", "OTLPTracing", tracing, instrumentation]),
        layer("Telemetry", "SentryCrashes", ["SentryClient", "SentryProtocol", "CrashReports", "StackTraces"]),

        // Storage
        layer("Storage", "Ledger", ["Money", "Usage", "Budgets"]),
        layer("Storage", "LedgerSQLite", ["Ledger", "Money", "Usage", "Budgets", grdb, sqlite]),
        layer("Storage", "PolicySQLite", ["Ledger", "Money", "Usage", "Budgets", grdb]),
        layer("Storage", "RESP"),
        layer("Storage", "RedisClient", ["RESP", nioCore, nioPosix, nioSSL]),
        layer("Storage", "LedgerRedis", ["Ledger", "RedisClient", "RESP", "Budgets", "Money", "Usage"]),
        layer("Storage", "LedgerConformance", ["Ledger", "Money", "Usage", "Budgets"]),

        // The data plane
        layer(
            "", "Gateway",
            [
                "Money", "Usage", "Pricing", "Budgets", "JSONScanning", "ServerSentEvents", "HTTPMessages",
                "ContentDecoding", "Dialects", "Tokenization", "Ledger", nioCore, nioPosix, nioSSL, nioTLS,
            ]),

        // What turns events into metrics, spans and error reports
        layer(
            "Observability", "GatewayMetrics",
            ["Gateway", "Ledger", "Budgets", "Money", "Usage", "PrometheusExposition"]),

        layer(
            "Observability", "GatewayTracing",
            [
                "Gateway", "Dialects", "GenAITelemetry", "OTLPTracing", "PrometheusMetrics", "PrometheusExposition",
                "Ledger", "Money", "Usage", tracing, instrumentation,
            ]),

        layer("Observability", "GatewayLogging", ["Gateway", "Ledger", "Usage", logging]),

        layer(
            "Observability", "GatewayErrors",
            ["Gateway", "Ledger", "Usage", "Money", "Budgets", "SentryClient", "SentryProtocol"]),

        // Keys, budgets and alerts in force
        layer("Policy", "VirtualKeyRing", ["Gateway", "Ledger", "Usage", crypto]),
        layer("Policy", "BudgetKeeping", ["Budgets", "Ledger", "Money", logging, lifecycle]),
        layer(
            "Policy", "BudgetAlerting",
            ["Budgets", "Ledger", "Money", crypto, httpClient, nioCore, nioHTTP1, logging, lifecycle]),

        // The control plane
        layer(
            "", "ControlPlane",
            [
                "Ledger", "Budgets", "Money", "Usage", "PrometheusExposition", "SentryProtocol", hummingbird, logging,
                lifecycle, nioCore,
            ],
            // Embedded by Scripts/make-dashboard.py.
            exclude: ["Dashboard/Files"]),

        // The provider simulator, and a real redis-server for tests
        layer("Simulation", "RedisProcess"),
        layer("Simulation", "ProviderSimulator", ["CZlib", nioCore, nioPosix, nioHTTP1, logging]),

        // Configuration, checked as a whole
        layer("", "Settings", ["Money", "Usage", "Pricing", "Budgets", "Dialects", configuration, yams]),

        .executableTarget(
            name: "tollgate",
            dependencies: [
                "Settings", "Gateway", "ControlPlane", "GatewayMetrics", "GatewayLogging", "GatewayTracing",
                "GatewayErrors", "SentryClient", "SentryProtocol", "SentryLogging", "SentryTracing", "SentryCrashes",
                "CrashReports", "StackTraces", "OTLPTracing", "GenAITelemetry", "LedgerSQLite", "LedgerRedis",
                "RedisClient", "PolicySQLite",
                "VirtualKeyRing", "BudgetKeeping", "BudgetAlerting", "Ledger", "Budgets", httpClient,
                "ProviderSimulator", "CostCases", "Tokenization",
                "CatalogueLoading", "Pricing", "Dialects", "Usage", "Money", "PrometheusExposition", logging,
                lifecycle, signals, arguments, nioCore, nioPosix, nioSSL, nioHTTP1,
            ],
            path: "Sources/Executables/tollgate", swiftSettings: strict),

        // Tests
        tests("Money", ["Money"]),
        tests("Usage", ["Usage", "Money"]),
        tests("Pricing", ["Pricing", "Money", "Usage"]),
        tests("Budgets", ["Budgets", "Money"]),
        tests("CatalogueLoading", ["CatalogueLoading", "Pricing", "Money", "Usage"]),
        tests("JSONScanning", ["JSONScanning"]),
        tests("Tokenization", ["Tokenization", "JSONScanning", "Dialects"]),
        tests("ServerSentEvents", ["ServerSentEvents"]),
        .testTarget(
            name: "CostCasesTests",
            dependencies: ["CostCases", "CatalogueLoading", "Dialects", "Pricing", "Usage", "Money"],
            path: "Tests/CostCasesTests", resources: [.copy("Fixtures")], swiftSettings: strict),
        tests("HTTPMessages", ["HTTPMessages"]),
        tests("ContentDecoding", ["ContentDecoding", "CZlib"]),
        tests("Dialects", ["Dialects", "ServerSentEvents", "JSONScanning", "Usage", "Money"]),
        tests("PrometheusExposition", ["PrometheusExposition", "CZlib"]),
        tests("PrometheusMetrics", ["PrometheusMetrics", "PrometheusExposition", metrics, coreMetrics]),
        tests(
            "PrometheusHummingbird", ["PrometheusHummingbird", "PrometheusExposition", hummingbird, hummingbirdTesting]),
        tests("RESP", ["RESP"]),
        tests("RedisClient", ["RedisClient", "RedisProcess", "RESP", nioCore, nioPosix]),
        tests(
            "LedgerRedis",
            [
                "LedgerRedis", "LedgerSQLite", "Ledger", "LedgerConformance", "RedisClient", "RedisProcess", "RESP",
                "Budgets", "Money", "Usage", nioCore, nioPosix,
            ]),
        .testTarget(
            name: "OTLPTracingTests",
            dependencies: [
                "OTLPTracing", "OTLPEncoding", "WireText", "CZlib", tracing, instrumentation, logging, protobuf,
            ],
            path: "Tests/OTLPTracingTests", resources: [.copy("Fixtures")], swiftSettings: strict),
        tests(
            "GenAITelemetry",
            ["GenAITelemetry", "OTLPTracing", "PrometheusMetrics", "PrometheusExposition", tracing, instrumentation]),
        tests("StackTraces", ["StackTraces", "CStackTraces"]),
        .testTarget(
            name: "CrashReportsTests", dependencies: ["CrashReports", "StackTraces"], path: "Tests/CrashReportsTests",
            resources: [.copy("Fixtures")], swiftSettings: strict),
        tests("SentryProtocol", ["SentryProtocol", "CZlib"]),
        tests("SentryClient", ["SentryClient", "SentryProtocol", "StackTraces", logging, nioCore, nioPosix, nioHTTP1]),
        tests(
            "SentryIntegrations",
            [
                "SentryLogging", "SentryHummingbird", "SentryTracing", "SentryCrashes", "SentryClient",
                "SentryProtocol", "CrashReports", "StackTraces", "OTLPTracing", logging, tracing, instrumentation,
                hummingbird, hummingbirdTesting,
            ]),
        tests(
            "GatewayErrors",
            ["GatewayErrors", "Gateway", "Ledger", "SentryClient", "SentryProtocol", "Usage", "Money", "Budgets"]),
        tests(
            "GatewayTracing",
            [
                "GatewayTracing", "Gateway", "Dialects", "GenAITelemetry", "OTLPTracing", "PrometheusExposition",
                "Ledger", "Usage", "Money", tracing,
            ]),
        tests(
            "Ledger",
            ["Ledger", "LedgerConformance", "LedgerSQLite", "PolicySQLite", "Budgets", "Money", "Usage", sqlite]),
        tests(
            "Gateway",
            [
                "Gateway", "Dialects", "HTTPMessages", "Ledger", "Pricing", "Tokenization", "Usage", "Money", nioCore,
                nioEmbedded,
            ]),
        tests("GatewayMetrics", ["GatewayMetrics", "Gateway", "Ledger", "PrometheusExposition", "Usage", "Money"]),
        tests(
            "ControlPlane",
            [
                "ControlPlane", "Ledger", "LedgerConformance", "VirtualKeyRing", "BudgetKeeping", "BudgetAlerting",
                "Gateway", "Budgets", "PrometheusExposition", "Money", "Usage", hummingbird, hummingbirdTesting,
                nioCore,
                logging,
            ]),
        tests(
            "Policy",
            [
                "VirtualKeyRing", "BudgetKeeping", "BudgetAlerting", "Budgets", "Gateway", "Ledger",
                "LedgerConformance",
                "Money", "Usage", logging,
            ]),
        tests("Settings", ["Settings", "Money", "Usage", "Pricing", "Budgets", "Dialects"]),
        tests("ProviderSimulator", ["ProviderSimulator", nioCore, nioPosix]),
    ]
)
