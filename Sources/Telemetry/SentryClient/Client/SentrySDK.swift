public import SentryProtocol
import Synchronization

/// The process's client, for code that has none at hand.
///
/// ```swift
/// SentrySDK.bootstrap(SentryClient(try SentryOptions(environment: ProcessInfo.processInfo.environment)))
/// do { try work() } catch { SentrySDK.capture(error) }
/// ```
/// Before ``bootstrap(_:)``, and without a DSN, everything here does nothing.
public enum SentrySDK {
    private static let shared = Mutex<SentryClient?>(nil)

    /// Makes `client` the process's own.
    public static func bootstrap(_ client: SentryClient) { shared.withLock { $0 = client } }

    /// The process's client; one that is off where there is none.
    public static var client: SentryClient { shared.withLock { $0 } ?? .off }

    /// Captures an error; see ``SentryClient``.
    @discardableResult
    public static func capture(
        _ error: any Error, level: SentryLevel = .error, change: ((inout SentryScopeData) -> Void)? = nil
    ) -> SentryEventID? {
        client.capture(error, level: level, change: change)
    }

    /// Captures a message.
    @discardableResult
    public static func capture(
        message: String, level: SentryLevel = .info, change: ((inout SentryScopeData) -> Void)? = nil
    ) -> SentryEventID? {
        client.capture(message: message, level: level, change: change)
    }

    /// Captures an event that was put together elsewhere.
    @discardableResult
    public static func capture(_ event: SentryEvent) -> SentryEventID? { client.capture(event) }

    /// Adds a breadcrumb to the calling task's scope, or to the process's own.
    public static func addBreadcrumb(_ breadcrumb: @autoclosure () -> SentryBreadcrumb) {
        client.addBreadcrumb(breadcrumb())
    }

    /// Changes the calling task's scope, or the process's own.
    public static func configureScope(_ change: (inout SentryScopeData) -> Void) { client.configureScope(change) }

    /// Waits until what was captured before is delivered; false where that did not succeed in time.
    @discardableResult
    public static func flush(timeout: Duration = .seconds(2)) async -> Bool { await client.flush(timeout: timeout) }

    /// Delivers what is left and ends.
    public static func close(timeout: Duration = .seconds(2)) async { await client.close(timeout: timeout) }
}
