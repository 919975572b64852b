import FoundationEssentials
import SentryClient
import SentryProtocol

enum Clients {
    static func options(_ change: (inout SentryOptions) -> Void = { _ in }) throws -> SentryOptions {
        var options = SentryOptions(dsn: try SentryDSN("https://public@o1.example.org/42"))
        options.release = "app@1.2.3"
        options.environment = "test"
        // Reading the debug information of all tests takes half a minute; one test does it.
        options.looksUpSymbols = false
        change(&options)
        return options
    }

    static func client(
        _ transport: ScriptedTransport, clock: SentryClock = .system, _ change: (inout SentryOptions) -> Void = { _ in }
    ) throws -> SentryClient {
        SentryClient(try options(change), transport: transport, clock: clock)
    }

    /// A directory of its own, gone after `work`.
    static func withDirectory<Result>(_ work: (String) async throws -> Result) async throws -> Result {
        let path = FileManager.default.temporaryDirectory.path() + "/sentry-\(SentryEventID())"
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try await work(path)
    }

    /// Waits until `condition` holds; false after half a minute.
    static func eventually(_ condition: () async throws -> Bool) async rethrows -> Bool {
        for _ in 0..<3_000 {
            if try await condition() { return true }
            try? await Task.sleep(for: .milliseconds(10))
        }
        return try await condition()
    }
}

struct Plain: Error {}

struct Outer: Error {
    var detail: String
    var underlyingError: (any Error)?
}

enum Layered: Error {
    case failed(reason: String, cause: any Error)
    case wrapped(any Error)
    case plain
}
