import Dialects
import JSONScanning
import Usage

/// A call that was logged: who answered, over which API, when, and what; a line of `tollgate price`'s input.
///
/// Values are read where they are needed; the payload is a range of the line.
struct CostCase {
    /// The JSON value of `id`, as it stands.
    var id: Range<Int>?
    var provider: ProviderID
    var api: API
    /// What the request named; nil when nobody knows.
    var model: ModelID?
    /// Microseconds since 1970; nil when the line does not say.
    var instant: Int64?
    var hints = RequestHints()
    /// Whether the payload is a list of events instead of a body.
    var isStream = false
    var payload: Range<Int>

    /// The case in `line`, which is all of a JSON object.
    init(_ line: UnsafeRawBufferPointer) throws(CostCaseError) {
        var fields = CostCaseFields()
        do throws(JSONScanError) {
            var cursor = JSONCursor(line)
            guard cursor.kind() == .object else {
                try cursor.skip()
                try cursor.end()
                throw JSONScanError(.unexpectedByte, at: 0)
            }
            try fields.read(&cursor)
        } catch {
            throw error.offset == 0 && !line.isEmpty ? .notAnObject : .notJSON(error)
        }
        guard let provider = fields.provider else { throw .missing("provider") }
        guard let api = fields.api else { throw .missing("api") }
        self.provider = ProviderID(rawValue: provider)
        self.api = try API(caseName: api)
        // Speech, and text of a recording that is not JSON, are no payload that a line can hold: what they cost is in
        // the hints.
        let bodies: Set<API> = [.speech, .transcriptions, .translations]
        guard let payload = fields.payload ?? (bodies.contains(self.api) ? 0..<0 : nil) else {
            throw .missing("payload")
        }
        self.payload = payload
        id = fields.id
        model = fields.model.flatMap { $0.isEmpty ? nil : ModelID(rawValue: $0) }
        hints = fields.hints
        switch fields.kind {
        case nil, "json": isStream = false
        case "sse": isStream = true
        case let kind?: throw .unknown(field: "kind", value: kind, known: "json or sse")
        }
        switch fields.at {
        case nil: instant = nil
        case .text(let text):
            guard let moment = Instant.microseconds(text) else {
                throw .unknown(field: "at", value: text, known: "a moment like 2026-11-20T12:00:00Z")
            }
            instant = moment
        case .microseconds(let value): instant = value
        }
    }
}

/// The members of a case's line.
private struct CostCaseFields {
    enum Moment {
        case text(String)
        case microseconds(Int64)
    }

    var id: Range<Int>?
    var provider: String?
    var api: String?
    var model: String?
    var at: Moment?
    var hints = RequestHints()
    var kind: String?
    var payload: Range<Int>?

    mutating func read(_ cursor: inout JSONCursor) throws(JSONScanError) {
        try cursor.beginObject()
        while let key = try cursor.nextKey() { try readMember(key, &cursor) }
        try cursor.end()
    }

    private mutating func readMember(_ key: JSONString, _ cursor: inout JSONCursor) throws(JSONScanError) {
        let bytes = cursor.bytes
        func named(_ name: StaticString) -> Bool { key.equals(name, in: bytes) }
        if named("id") {
            let isName = cursor.kind() == .string || cursor.kind() == .number
            let range = try cursor.skip()
            id = isName ? range : nil
        } else if named("provider") {
            provider = try cursor.stringIfPresent()?.text(in: bytes)
        } else if named("api") {
            api = try cursor.stringIfPresent()?.text(in: bytes)
        } else if named("model") {
            model = try cursor.stringIfPresent()?.text(in: bytes)
        } else if named("at") {
            at = try readMoment(&cursor)
        } else if named("request_hints") {
            hints = try RequestHints(&cursor)
        } else if named("kind") {
            kind = try cursor.stringIfPresent()?.text(in: bytes)
        } else if named("payload") {
            let isNull = cursor.kind() == .null
            let range = try cursor.skip()
            payload = isNull ? nil : range
        } else {
            try cursor.skip()
        }
    }

    /// RFC 3339 text, or seconds since 1970.
    private func readMoment(_ cursor: inout JSONCursor) throws(JSONScanError) -> Moment? {
        guard cursor.kind() == .number else {
            return try cursor.stringIfPresent().map { .text($0.text(in: cursor.bytes)) }
        }
        let value = JSONDecimal(try cursor.number(), in: cursor.bytes).scaled(by: 6)
        return value.flatMap { Int64(exactly: $0) }.map { .microseconds($0) }
    }
}
