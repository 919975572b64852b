import Dialects
import Testing

/// The edit that asks a provider for the usage of a stream.
struct UsageInjectionTests {
    private func edited(_ body: String, _ api: API = .chatCompletions) throws -> String? {
        var bytes = Array(body.utf8)
        let facts = try bytes.withUnsafeBytes { try RequestScanner.scan($0, api: api) }
        guard let edit = facts.usageInjection else { return nil }
        bytes.replaceSubrange(edit.offset..<(edit.offset + edit.removed), with: edit.inserted)
        #expect(bytes.count == body.utf8.count + edit.growth)
        // The edit does what it is for: nothing is left to be edited.
        let again = try bytes.withUnsafeBytes { try RequestScanner.scan($0, api: api) }
        #expect(again.includesUsage)
        #expect(again.usageInjection == nil)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test(arguments: [
        (#"{"stream":true}"#, #"{"stream_options":{"include_usage":true},"stream":true}"#),
        (#" { "stream" : true } "#, #" {"stream_options":{"include_usage":true}, "stream" : true } "#),
        (#"{"stream":true,"stream_options":null}"#, #"{"stream":true,"stream_options":{"include_usage":true}}"#),
        (#"{"stream":true,"stream_options":{}}"#, #"{"stream":true,"stream_options":{"include_usage":true}}"#),
        (#"{"stream":true,"stream_options":{ }}"#, #"{"stream":true,"stream_options":{"include_usage":true }}"#),
        (
            #"{"stream_options":{"include_usage":false},"stream":true}"#,
            #"{"stream_options":{"include_usage":true},"stream":true}"#
        ),
        (
            #"{"stream":true,"stream_options":{"include_usage": null ,"x":1}}"#,
            #"{"stream":true,"stream_options":{"include_usage": true ,"x":1}}"#
        ),
        (
            #"{"stream":true,"stream_options":{"x":{"include_usage":true}}}"#,
            #"{"stream":true,"stream_options":{"include_usage":true,"x":{"include_usage":true}}}"#
        ),
        (
            #"{"stream":true,"stream_options":{"include_usage":true,"include_usage":0}}"#,
            #"{"stream":true,"stream_options":{"include_usage":true,"include_usage":true}}"#
        ),
        (
            #"{"stream_options":{"include_usage":true},"stream":true,"stream_options":{"a":[]}}"#,
            #"{"stream_options":{"include_usage":true},"stream":true,"stream_options":{"include_usage":true,"a":[]}}"#
        ),
        (
            #"{"stream\u005foptions":{"include\u005fusage":"no"},"stream":false,"stream":true}"#,
            #"{"stream\u005foptions":{"include\u005fusage":true},"stream":false,"stream":true}"#
        ),
        (
            #"{"messages":[{"role":"user","content":"\"stream_options\":{}"}],"stream":true}"#,
            #"{"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"\"stream_options\":{}"}],"stream":true}"#
        ),
    ])
    func `the edit changes nothing but the option`(_ body: String, _ expected: String) throws {
        #expect(try edited(body) == expected)
    }

    @Test(arguments: [
        #"{"stream":true,"stream_options":{"include_usage":true}}"#, #"{"stream":false}"#, "{}", #"{"stream":null}"#,
        #"{"stream":"true"}"#, #"{"stream":true,"stream":false}"#, #"{"stream":true,"stream_options":7}"#,
        #"{"stream_options":{"include_usage":false},"stream":true,"stream_options":{"include_usage":true}}"#,
    ])
    func `there is no edit where there is nothing to ask for`(_ body: String) throws {
        #expect(try edited(body) == nil)
    }

    @Test(arguments: [API.messages, .embeddings, .unmetered])
    func `other APIs are not edited`(_ api: API) throws {
        #expect(try edited(#"{"stream":true}"#, api) == nil)
    }
}
