import AsyncHTTPClient
public import Budgets
import Crypto
import Ledger
import NIOCore
import NIOHTTP1

/// Sends alerts to a URL by POST, as JSON or in Slack's form.
///
/// At least once, with the alert's id in `X-Tollgate-Alert-Id`. With a secret, `X-Tollgate-Signature` is `sha256=` and
/// the hexadecimal HMAC-SHA-256 of `X-Tollgate-Timestamp`, a point and the body.
public struct AlertWebhook: AlertOutput {
    /// What is sent.
    public enum Format: String, Sendable, Hashable, CaseIterable {
        /// `AlertMessage.json`.
        case json
        /// `{"text":…}`, which Slack, Mattermost and others show.
        case slack
    }

    /// The receiver did not take it.
    public struct Refused: Error, CustomStringConvertible {
        public var description: String
    }

    private let url: String
    private let format: Format
    private let secret: String?
    private let seconds: @Sendable () -> Int64

    /// A webhook at `url`.
    ///
    /// - Parameter seconds: since 1970.
    public init(url: String, format: Format, secret: String?, seconds: @escaping @Sendable () -> Int64) {
        self.url = url
        self.format = format
        self.secret = secret
        self.seconds = seconds
    }

    public func send(_ alert: BudgetAlert) async throws {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        request.headers.add(name: "User-Agent", value: "tollgate")
        request.headers.add(name: "X-Tollgate-Alert-Id", value: alert.id)
        let body = Self.body(alert, format)
        if let secret {
            let timestamp = "\(seconds())"
            request.headers.add(name: "X-Tollgate-Timestamp", value: timestamp)
            request.headers.add(
                name: "X-Tollgate-Signature", value: "sha256=\(Self.signature(of: body, at: timestamp, secret))")
        }
        request.body = .bytes(ByteBuffer(string: body))
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
        guard (200..<300).contains(response.status.code) else {
            throw Refused(description: "the webhook answered \(response.status.code)")
        }
    }

    /// What is sent for `alert`.
    package static func body(_ alert: BudgetAlert, _ format: Format) -> String {
        let json = AlertMessage.json(alert)
        guard format == .slack else { return json }
        let sentence = AlertMessage.sentence(alert)
            .replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
        return "{\"text\":\(AlertMessage.quoted(sentence))}"
    }

    /// The hexadecimal HMAC-SHA-256 of `timestamp.body`.
    package static func signature(of body: String, at timestamp: String, _ secret: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(
            for: Array("\(timestamp).\(body)".utf8), using: SymmetricKey(data: Array(secret.utf8)))
        return code.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }
}
