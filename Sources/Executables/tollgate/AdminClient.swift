import ArgumentParser
import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix

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
            throw Failure(
                "No gateway's control plane answers at \(url): \(Self.reason(error)). Is 'tollgate serve' running? "
                    + "Say where it is with --admin-url, or TOLLGATE_ADMIN_PORT.")
        }
        let data = Data((try await answer.body.collect(upTo: 64 << 20)).readableBytesView)
        guard (200..<300).contains(answer.status.code) else {
            let message = (try? JSONDecoder().decode(AdminValue.self, from: data))?["error"]["message"] ?? .null
            guard case .text(let text) = message else { throw Failure("The gateway answered \(answer.status.code).") }
            let hint = answer.status == .unauthorized ? " Give it with --admin-token, or TOLLGATE_ADMIN_TOKEN." : ""
            throw Failure(text + hint)
        }
        return data
    }

    /// The same, read.
    func value(_ method: String, _ path: String, _ body: [String: Any]? = nil) async throws -> AdminValue {
        try JSONDecoder().decode(AdminValue.self, from: try await ask(method, path, body))
    }

    private static func reason(_ error: any Error) -> String {
        let cause = (error as? NIOConnectionError)?.connectionErrors.last?.error ?? error
        return (cause as? IOError).map { String(cString: strerror($0.errnoCode)) } ?? "\(cause)"
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
}
