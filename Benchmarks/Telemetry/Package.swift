// swift-tools-version: 6.2

// A package of its own, so that an ordinary build never resolves or builds it: see run.py.
import PackageDescription

let package = Package(
    name: "telemetry-bench",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "tollgate", path: "../.."),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.7.3"),
    ],
    targets: [
        .target(name: "CAllocations"),
        .executableTarget(
            name: "telemetry-bench",
            dependencies: [
                "CAllocations",
                .product(name: "PrometheusMetrics", package: "tollgate"),
                .product(name: "OTLPTracing", package: "tollgate"),
                .product(name: "SentryClient", package: "tollgate"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "Tracing", package: "swift-distributed-tracing"),
            ],
            swiftSettings: [.swiftLanguageMode(.v6)]),
    ]
)
