import ControlPlane
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore

/// What a test sees of an answer.
struct Answer: Sendable {
    var status: Int
    var headers: HTTPFields
    var body: String

    func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }

    /// The body as JSON.
    var json: [String: Any] {
        get throws { try JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any] ?? [:] }
    }

    /// `error.code` of an error body, which has exactly the members it must have.
    var errorCode: String? {
        get throws {
            guard let error = try json["error"] as? [String: String], try json.count == 1,
                Set(error.keys) == ["code", "message"], error["message"]?.isEmpty == false
            else { return nil }
            return error["code"]
        }
    }
}

extension ControlPlane {
    /// Asks without a socket.
    func ask(
        _ uri: String, method: HTTPRequest.Method = .get, _ headers: HTTPFields = [:], body: String? = nil
    ) async throws -> Answer {
        try await application.test(.router) { client in
            try await client.execute(
                uri: uri, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) }
            ) { response in
                Answer(
                    status: response.status.code, headers: response.headers, body: String(buffer: response.body))
            }
        }
    }

    /// Posts the same several times to one application.
    func askMany(_ times: Int, _ uri: String, body: String) async throws -> [Answer] {
        try await application.test(.router) { client in
            var answers: [Answer] = []
            for _ in 0..<times {
                let answer = try await client.execute(
                    uri: uri, method: .post, headers: [:], body: ByteBuffer(string: body)
                ) { response in
                    Answer(
                        status: response.status.code, headers: response.headers, body: String(buffer: response.body))
                }
                answers.append(answer)
            }
            return answers
        }
    }
}
