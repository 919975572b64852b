import Dialects
import HTTPMessages
import NIOCore
import Usage

/// Where a request goes.
struct Route {
    /// Index of the provider in the settings.
    var provider: Int
    /// The path that the provider sees, without its `pathPrefix`; begins with `/`.
    var path: String
    /// With its `?`, or empty.
    var query: String
    var operation: APIOperation

    var api: API { operation.api }

    /// Whether the request's body tells what the call will use.
    var readsBody: Bool { api.isMetered && !operation.isRetrieval }
}

/// Finds the provider and the API of a request (DESIGN.md "Routes", "Wire facts").
///
/// What a path leads to is kept, for the few paths that nearly all calls have; one loop's own, so it is not locked.
struct Router {
    private let providers: [UpstreamProvider]
    private let byName: [String: Int]
    private var kept: [Request: Route] = [:]

    /// What decides the route.
    private struct Request: Hashable {
        var method: String
        var path: String
        var hints: Hints
    }

    private static let mostKept = 128

    /// A router over the configured providers.
    init(_ providers: [UpstreamProvider]) {
        self.providers = providers
        byName = Dictionary(
            providers.enumerated().map { ($0.element.id.rawValue, $0.offset) }, uniquingKeysWith: { first, _ in first })
    }

    /// What the head's fields tell about the API that is meant.
    struct Hints: Hashable {
        var hasAnthropicVersion = false
        /// In `x-goog-api-key`, or as `key` in the query.
        var hasGoogleKey = false
    }

    /// The route of a request to `path`; nil when no provider is meant.
    mutating func route(method: String, path: String, query: String, hints: Hints) -> Route? {
        let request = Request(method: method, path: path, hints: hints)
        if var route = kept[request] {
            route.query = query
            return route
        }
        guard let route = find(method: method, path: path, query: query, hints: hints) else { return nil }
        // The paths of retrievals name an answer each, and would drive the others out.
        if path.utf8.count <= 128, !route.operation.isRetrieval {
            if kept.count == Self.mostKept { kept.removeAll() }
            kept[request] = route
        }
        return route
    }

    private func find(method: String, path: String, query: String, hints: Hints) -> Route? {
        let rest = path.utf8.dropFirst()
        let first = String(Substring(rest.prefix { $0 != UInt8(ascii: "/") }))
        if first == "openai", path.hasPrefix("/openai/deployments/"), let index = byName["azure"] {
            return make(index, method: method, path: path, query: query)
        }
        if let index = byName[first] {
            let remainder = String(Substring(rest.dropFirst(first.utf8.count)))
            return make(index, method: method, path: remainder.isEmpty ? "/" : remainder, query: query)
        }
        guard let name = providerName(path: path, first: first, hints: hints), let index = byName[name] else {
            return nil
        }
        return make(index, method: method, path: path, query: query)
    }

    private func make(_ index: Int, method: String, path: String, query: String) -> Route {
        let operation = APIOperation.recognize(method: method, path: path, dialect: providers[index].dialect)
        let isShort = path.hasPrefix("/v1/") && (operation.api.isMetered || path == "/v1/models")
        let path = isShort ? providers[index].impliedPrefix + path : path
        return Route(provider: index, path: path, query: query, operation: operation)
    }

    private func providerName(path: String, first: String, hints: Hints) -> String? {
        if first == "v1beta" || first == "v1alpha" { return "gemini" }
        guard first == "v1" else { return nil }
        if path.hasPrefix("/v1/messages") || hints.hasAnthropicVersion { return "anthropic" }
        if hints.hasGoogleKey { return "gemini" }
        let api = APIOperation.recognize(method: "POST", path: path, dialect: .gemini)
        if api.model != nil || path.utf8.reversed().prefix(while: { $0 != UInt8(ascii: "/") }).contains(58) {
            return "gemini"
        }
        return "openai"
    }
}
