import Dialects
import JSONScanning
import Testing

/// What an outline says of a request is what the request says.
struct RequestOutlineTests {
    private func outline(_ text: String, parts: Int) -> JSONOutline {
        var outline = JSONOutline()
        Array(text.utf8).withUnsafeBytes { bytes in
            for start in stride(from: 0, to: bytes.count, by: parts) {
                outline.append(UnsafeRawBufferPointer(rebasing: bytes[start..<min(start + parts, bytes.count)]))
            }
        }
        return outline
    }

    static let text = String(repeating: #"Lorem \"ipsum\" {[,]} \u00e9 dolor. "#, count: 600)
    static let image = "data:image/png;base64," + String(repeating: "iVBORw0KGgo", count: 20_000)

    static let bodies = [
        #"{"model":"gpt-4o","stream":true,"messages":[{"role":"user","content":"\#(text)"}]}"#,
        #"{"messages":[{"role":"user","content":"\#(text)"}],"stream_options":null,"stream":true,"model":"gpt-4o"}"#,
        #"{"messages":[{"content":"\#(text)"}],"stream_options":{"include_usage":"\#(text)","x":1},"stream":true,"n":3}"#,
        #"{"messages":[{"content":"\#(text)"}],"stream":true,"stream_options":{"a":["\#(text)"]},"stream_options":{}}"#,
        #"{"model":"a","max_tokens":7,"messages":[{"content":"\#(text)"}],"model":"b","max_completion_tokens":9}"#,
        #"{"messages":[{"content":[{"type":"image_url","image_url":{"url":"\#(image)"}}]}],"service_tier":"flex"}"#,
        #"{"messages":[{"content":[{"type":"text","text":"\#(text)"}]}],"metadata":{"user_id":"u","component_type":"c"}}"#,
        #"{"\#(text)":1,"system":[{"type":"text","text":"\#(text)"}],"user":"me","safety_identifier":"\#(String(repeating: "me ", count: 500))"}"#,
        #"{"model":"text-embedding-3-small","input":["\#(text)","\#(text)"],"str\u0065am":true}"#,
        #"  {"tools":[{"type":"function","function":{"name":"f","description":"\#(text)"}}],"stream":true,"stream":false}  "#,
    ]

    @Test(arguments: bodies)
    func `a body's outline has its facts, and the place of its edit`(_ body: String) throws {
        for api in API.allCases where api.isMetered && api != .speech {
            let expected = try Array(body.utf8).withUnsafeBytes { try RequestScanner.scan($0, api: api) }
            for parts in [1_000, 65_536, 1 << 24] {
                let outline = outline(body, parts: parts)
                #expect(outline.bytes.count < body.utf8.count / 4)
                #expect(RequestScanner.scan(outline, api: api) == expected)
            }
        }
    }

    @Test(arguments: [
        "{", #"{"model":"\#(text)"#, #"{"a":"\#(text)",}"#, #"{"a":"\#(text)"} {}"#, #"{"a":"\#(text)""b":1}"#,
        "[\"\(text)\"]", #"{"a":"\#(text)\q"}"#, "{\"a\":\"\(text)\u{2}\"}", "", " ",
    ])
    func `of what is no request there are no facts`(_ body: String) {
        for parts in [1, 1 << 24] { #expect(RequestScanner.scan(outline(body, parts: parts), api: .messages) == nil) }
    }
}
