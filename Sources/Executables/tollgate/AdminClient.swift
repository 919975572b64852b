import ArgumentParser
import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// The options with which a command finds the admin API of a running gateway.
struct AdminOptions: ParsableArguments {
    @Option(help: "Where the control plane is (default: TOLLGATE_ADMIN_URL, else TOLLGATE_ADMIN_HOST and _PORT).")
    var adminURL: String?

    @Option(help: "The admin token (default: TOLLGATE_ADMIN_TOKEN).")
    var adminToken: String?

    /// A client with these options.
    var client: AdminClient {
        let environment = ProcessInfo.processInfo.environment
        func variable(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        let host = variable("TOLLGATE_ADMIN_HOST") ?? "127.0.0.1"
        let shown = host.contains(":") ? "[\(host)]" : ["0.0.0.0"].contains(host) ? "127.0.0.1" : host
        let url =
            adminURL ?? variable("TOLLGATE_ADMIN_URL")
            ?? "http://\(shown):\(variable("TOLLGATE_ADMIN_PORT") ?? "4001")"
        return AdminClient(
            url: url.hasSuffix("/") ? String(url.dropLast()) : url,
            token: adminToken ?? variable("TOLLGATE_ADMIN_TOKEN"))
    }
}

/// Asks the admin API, for the commands that change a running gateway.
struct AdminClient {
    let url: String
    let token: String?

    /// Sends a request; what is not answered with success ends the command with the answer's own sentence.
    func ask(_ method: String, _ path: String, _ body: [String: Any]? = nil) async throws -> Data {
        var request = HTTPClientRequest(url: url + path)
        request.method = .init(rawValue: method)
        if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
        if let body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: try JSONSerialization.data(withJSONObject: body)))
        }
        let answer: HTTPClientResponse
        do {
            answer = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        } catch {
            throw Failure("No gateway answers at \(url): \(error). Is it running? Say where with --admin-url.")
        }
        let data = Data((try await answer.body.collect(upTo: 64 << 20)).readableBytesView)
        guard (200..<300).contains(answer.status.code) else {
            let error = (try? JSONSerialization.jsonObject(with: data)) as? [String: [String: String]]
            throw Failure(error?["error"]?["message"] ?? "The gateway answered \(answer.status.code).")
        }
        return data
    }

    /// The same, for an answer that is an object.
    func object(_ method: String, _ path: String, _ body: [String: Any]? = nil) async throws -> [String: Any] {
        let data = try await ask(method, path, body)
        return (try JSONSerialization.jsonObject(with: data)) as? [String: Any] ?? [:]
    }

    /// Why a command failed, as a sentence.
    struct Failure: Error, CustomStringConvertible {
        let description: String
        init(_ description: String) { self.description = description }
    }

    /// A path's part.
    static func encoded(_ name: String) -> String {
        name.addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(.init(charactersIn: "-._~"))) ?? name
    }

    /// A cell of a table.
    static func cell(_ value: Any?) -> String {
        switch value {
        case nil, is NSNull: "–"
        case let list as [Any]: list.map { cell($0) }.joined(separator: ",")
        case let flag as Bool: flag ? "yes" : "no"
        case let value?: "\(value)"
        }
    }
}
