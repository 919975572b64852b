import ControlPlane
import Foundation
import HTTPTypes
import Testing

@Suite struct OpenAPITests {
    private let plane = controlPlane(FakeLedger([record(1), record(2, user: "bob", nanos: nil)]))

    @Test func `the document lists exactly what is served`() async throws {
        let document = try await plane.ask("/api/v1/openapi.json").json
        #expect(document["openapi"] as? String == "3.1.0")
        let paths = try #require(document["paths"] as? [String: Any])
        #expect(Set(paths.keys) == Set(plane.paths))
    }

    @Test func `the token is asked for where one is set`() async throws {
        let open = try await plane.ask("/api/v1/openapi.json").json
        #expect((open["security"] as? [Any])?.isEmpty == true)
        let guarded = controlPlane(FakeLedger(), token: "correct-horse-battery-staple")
        let headers: HTTPFields = [.authorization: "Bearer correct-horse-battery-staple"]
        let document = try await guarded.ask("/api/v1/openapi.json", headers).json
        #expect((document["security"] as? [[String: Any]])?.compactMap(\.keys.first) == ["bearer", "basic"])
    }

    @Test(arguments: [
        ("/api/v1/admin/llm-costs", "", 200), ("/api/v1/admin/llm-costs", "?limit=0", 400),
        ("/api/v1/admin/requests", "", 200), ("/api/v1/admin/requests", "?since=x", 400),
        ("/api/v1/admin/requests/{id}", "/req_000000000ygj1", 200), ("/api/v1/admin/requests/{id}", "/x", 400),
        ("/api/v1/admin/requests/{id}", "/req_0000000000000", 404), ("/readyz", "", 200),
        ("/api/v1/openapi.json", "", 200), ("/api/v1/admin/overview", "", 200),
        ("/api/v1/admin/overview", "?since=x", 400), ("/api/v1/admin/status", "", 200), ("/api/v1/session", "", 200),
    ])
    func `answers are what it says`(path: String, rest: String, status: Int) async throws {
        let document = try await plane.ask("/api/v1/openapi.json").json
        let answer = try await plane.ask(path.replacing("/{id}", with: "") + rest)
        #expect(answer.status == status)
        let schemas = Schemas(document: document)
        let operation = try #require(((document["paths"] as? [String: Any])?[path] as? [String: Any])?["get"])
        let responses = try #require((operation as? [String: Any])?["responses"] as? [String: Any])
        let response = try #require(schemas.resolved(responses["\(status)"]))
        let content = try #require(response["content"] as? [String: Any])
        let schema = try #require((content["application/json"] as? [String: Any])?["schema"])
        #expect(schemas.problems(of: try answer.json, schema, at: path) == [])
    }

    @Test func `the checker of this test finds differences`() throws {
        let schemas = Schemas(document: [:])
        let schema: [String: Any] = [
            "type": "object", "required": ["a"], "additionalProperties": false,
            "properties": ["a": ["type": ["integer", "null"]]],
        ]
        #expect(schemas.problems(of: ["a": 1], schema, at: "") == [])
        #expect(schemas.problems(of: ["a": NSNull()], schema, at: "") == [])
        #expect(schemas.problems(of: ["a": "x"], schema, at: "").count == 1)
        #expect(schemas.problems(of: ["b": 1], schema, at: "").count == 2)
    }
}

/// As much of JSON Schema as the document uses.
private struct Schemas {
    let document: [String: Any]

    /// The object itself, or the one that its `$ref` points to.
    func resolved(_ value: Any?) -> [String: Any]? {
        guard let object = value as? [String: Any] else { return nil }
        guard let reference = object["$ref"] as? String else { return object }
        return reference.split(separator: "/").dropFirst().reduce(document as Any?) { place, name in
            (place as? [String: Any])?[String(name)]
        } as? [String: Any]
    }

    /// Where `value` is not what `schema` says.
    func problems(of value: Any, _ schema: Any, at path: String) -> [String] {
        if schema as? Bool == true { return [] }
        guard let schema = resolved(schema) else { return ["\(path): no schema"] }
        if let constant = schema["const"] as? String { return value as? String == constant ? [] : ["\(path): const"] }
        if let choices = schema["enum"] as? [String] {
            return choices.contains(value as? String ?? "") ? [] : ["\(path): enum"]
        }
        let types = schema["type"] as? [String] ?? [schema["type"] as? String].compactMap { $0 }
        guard types.contains(where: { Self.matches(value, $0) }) else { return ["\(path): type"] }
        if let array = value as? [Any], let items = schema["items"] {
            return array.enumerated().flatMap { problems(of: $0.element, items, at: "\(path)[\($0.offset)]") }
        }
        guard let object = value as? [String: Any] else { return [] }
        let properties = schema["properties"] as? [String: Any] ?? [:]
        var found = (schema["required"] as? [String] ?? []).filter { object[$0] == nil }.map {
            "\(path).\($0): missing"
        }
        for (name, member) in object {
            if let property = properties[name] {
                found += problems(of: member, property, at: "\(path).\(name)")
            } else if schema["additionalProperties"] as? Bool == false {
                found.append("\(path).\(name): additional")
            }
        }
        return found
    }

    private static func matches(_ value: Any, _ type: String) -> Bool {
        switch type {
        case "object": value is [String: Any]
        case "array": value is [Any]
        case "string": value is String
        case "null": value is NSNull
        case "boolean": (value as? NSNumber).map { CFGetTypeIDIsBoolean($0) } ?? false
        case "integer":
            (value as? NSNumber).map { !CFGetTypeIDIsBoolean($0) && $0.doubleValue == $0.doubleValue.rounded() }
                ?? false
        case "number": (value as? NSNumber).map { !CFGetTypeIDIsBoolean($0) } ?? false
        default: false
        }
    }

    /// Whether JSON had `true` or `false` there.
    private static func CFGetTypeIDIsBoolean(_ number: NSNumber) -> Bool {
        String(cString: number.objCType) == "c"
    }
}
