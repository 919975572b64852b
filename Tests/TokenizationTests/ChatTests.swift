import JSONScanning
import Testing
import Tokenization

@Suite struct ChatTests {
    private func count(_ body: String) throws -> ChatTokens {
        var body = body
        return try body.withUTF8 { try Tokenizer.shared(.o200kBase).countChat(UnsafeRawBufferPointer($0)) }
    }

    @Test func `text in parts counts as text`() throws {
        let whole = try count(#"{"model":"gpt-4o","messages":[{"role":"user","content":"Hi there"}]}"#)
        let parts = try count(
            #"{"model":"gpt-4o","messages":[{"role":"user","content":[{"type":"text","text":"Hi there"}]}]}"#)
        #expect(whole == parts)
        #expect(whole.isExact)
    }

    @Test(arguments: [
        #"{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"x"}}]}]}"#,
        #"{"messages":[{"role":"assistant","content":null,"tool_calls":[]}]}"#,
        #"{"messages":[{"role":"user","content":["x"]}]}"#,
    ])
    func `what is not text is not in the count, which says so`(body: String) throws {
        #expect(try !count(body).isExact)
    }

    @Test(arguments: ["", "[]", "{\"messages\":[", "{\"messages\":[1]}", "{}{}", "{\"messages\":[{\"role\":\"user\"]}"])
    func `what is no request is an error`(body: String) {
        #expect(throws: JSONScanError.self) { try count(body) }
    }

    @Test func `tools count as the TypeScript that models see`() throws {
        let tool = #"""
            {"type":"function","function":{"name":"f","description":"D","parameters":{"type":"object","required":["a"],
            "properties":{"a":{"type":"string","enum":["x","y"],"description":"A"},"b":{"type":"array","items":
            {"type":"integer"}},"c":{"type":"object","properties":{"d":{"type":"boolean","description":"not shown"}}},
            "e":{"anyOf":[]},"g":{"type":"array"},"h":{"type":"number","enum":[1,2.5]}}}}}
            """#
        let rendering = """
            namespace functions {

            // D
            type f = (_: {
            // A
            a: "x" | "y",
            b?: number[],
            c?: {
              d?: boolean,
            },
            e?: any,
            g?: any[],
            h?: 1 | 2.5,
            }) => any;

            } // namespace functions
            """
        let messages = #""messages":[{"role":"user","content":"Hi"}]"#
        let plain = try count("{\(messages)}")
        let tools = try count("{\(messages),\"tools\":[\(tool)]}")
        #expect(tools.count == plain.count + Tokenizer.shared(.o200kBase).count(rendering) + 9)
    }

    @Test func `a schema as deep as a reader could fall into is cut off`() throws {
        let depth = 400
        let schema =
            String(repeating: #"{"type":"array","items":"#, count: depth) + "{}" + String(repeating: "}", count: depth)
        let tool = #"{"type":"function","function":{"name":"f","parameters":{"properties":{"a":\#(schema)}}}}"#
        let body = #"{"messages":[],"tools":[\#(tool)]}"#
        #expect(try count(body).count > 0)
    }
}
