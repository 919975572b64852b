import Foundation
import SentryProtocol

/// An error and those that it was caused by.
///
/// Swift has no protocol for causes. An error that adopts ``SentryCausedError`` names its own; of others, stored
/// properties and payloads that are called `underlying…`, `cause…`, `wrapped…` or `error` and hold an error are taken, and
/// what Foundation's errors have as `NSUnderlyingErrorKey`.
enum ErrorChain {
    /// The most causes that are followed.
    static let maximum = 10

    /// The cause of all first, `error` last, as Sentry wants them.
    static func exceptions(_ error: any Error, mechanism: SentryMechanism) -> [SentryException] {
        var chain: [SentryException] = []
        var next: (error: any Error, source: String?)? = (error, nil)
        var seen: Set<ObjectIdentifier> = []
        while let (error, source) = next, chain.count < maximum {
            // An object may be its own cause.
            if Swift.type(of: error) is AnyClass, !seen.insert(ObjectIdentifier(error as AnyObject)).inserted { break }
            var exception = exception(error)
            let number = chain.count
            next = cause(of: error)
            var own = number == 0 ? mechanism : SentryMechanism("chained", isHandled: mechanism.isHandled)
            if number > 0 || next != nil {
                own.exceptionID = number
                own.parentID = number > 0 ? number - 1 : nil
                own.source = source
            }
            exception.mechanism = own
            chain.append(exception)
        }
        return chain.reversed()
    }

    private static func exception(_ error: any Error) -> SentryException {
        let type = Swift.type(of: error)
        if type is NSError.Type {
            let error = error as NSError
            return SentryException(type: error.domain, value: "\(error.localizedDescription) (code \(error.code))")
        }
        let full = String(reflecting: type)
        let module = full.split(separator: ".").first.map(String.init)
        return SentryException(
            type: String(describing: type),
            value: (error as? any LocalizedError)?.errorDescription ?? String(describing: error),
            module: full.contains(".") ? module : nil)
    }

    private static func cause(of error: any Error) -> (error: any Error, source: String?)? {
        if let caused = error as? any SentryCausedError { return caused.sentryCause.map { ($0, nil) } }
        if Swift.type(of: error) is NSError.Type {
            return ((error as NSError).userInfo[NSUnderlyingErrorKey] as? any Error).map { ($0, nil) }
        }
        if let below = (error as? any CustomNSError)?.errorUserInfo[NSUnderlyingErrorKey] as? any Error {
            return (below, nil)
        }
        let mirror = Mirror(reflecting: error)
        for child in mirror.children {
            guard let label = child.label else { continue }
            if isCause(label), let found = found(in: child.value) { return (found, label) }
            // An enum's case with a payload: the payload is the error, a tuple that holds it, or has it by a name.
            guard mirror.displayStyle == .enum else { continue }
            if let found = found(in: child.value) { return (found, label) }
            let payload = Mirror(reflecting: child.value)
            for part in payload.children where payload.displayStyle == .tuple || isCause(part.label ?? "") {
                if let found = found(in: part.value) { return (found, part.label ?? label) }
            }
        }
        return nil
    }

    private static func isCause(_ label: String) -> Bool {
        let label = label.lowercased()
        return label == "error" || ["underlying", "cause", "wrapped"].contains { label.hasPrefix($0) }
    }

    private static func found(in value: Any) -> (any Error)? {
        if let error = value as? any Error { return error }
        let mirror = Mirror(reflecting: value)
        guard mirror.displayStyle == .optional, let inner = mirror.children.first?.value else { return nil }
        return inner as? any Error
    }
}

/// An error that says what it was caused by, where its properties do not tell.
public protocol SentryCausedError: Error {
    /// The error below; nil for the first of all.
    var sentryCause: (any Error)? { get }
}
