import SentryClient
import SentryProtocol

/// What capturing costs on the thread that captures; the receiver is dead throughout.
func measureSentry(_ measurement: inout Measurement) {
    struct Failure: Error {}
    guard let dsn = try? SentryDSN("http://key@127.0.0.1:9/1") else { return }
    var options = SentryOptions(dsn: dsn)
    options.release = "bench@1"
    // Room for all that one measurement captures, so that none of it is the quick path of a full queue.
    options.maximumQueue = 1_000_000
    options.spool = SentrySpoolLimits(envelopes: 10, bytes: 1 << 20)
    let client = SentryClient(options)
    for index in 0..<100 { SentryScope.global.update { $0.add(SentryBreadcrumb("\(index)")) } }
    measurement.measure("sentry_capture_error", count: 1_000) { count in
        for _ in 0..<count { client.capture(Failure()) }
    }
    measurement.measure("sentry_breadcrumb", count: 20_000) { count in
        for _ in 0..<count { client.addBreadcrumb(SentryBreadcrumb("looked up", category: "db")) }
    }
    measurement.measure("sentry_off", count: 1_000_000) { count in
        for _ in 0..<count { SentryClient.off.capture(Failure()) }
    }
    // A million of them into a queue of the usual size, nearly always full.
    options.maximumQueue = 256
    // What is measured is the client's memory, not that of debug information.
    options.looksUpSymbols = false
    let full = SentryClient(options)
    let before = residentBytes()
    measurement.measure("sentry_capture_dead_receiver", count: 110_000) { count in
        for _ in 0..<count { full.capture(Failure()) }
    }
    measurement.record("sentry_memory_of_1000000_dead", bytes: max(0, residentBytes() - before))
}
