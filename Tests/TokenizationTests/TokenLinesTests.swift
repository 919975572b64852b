import JSONScanning
import Testing
import Tokenization

@Suite struct TokenLinesTests {
    private func answer(_ line: String, _ lines: TokenLines = TokenLines()) throws -> String {
        var output: [UInt8] = []
        let bytes = Array(line.utf8)
        try bytes.withUnsafeBytes { try lines.answer($0, into: &output) }
        return String(decoding: output, as: UTF8.self)
    }

    @Test(arguments: [
        (#"{"id":"a","text":"Hello"}"#, #"{"id":"a","count":1,"ids":[13225]}"#),
        (#" {"text":"" , "id" : {"x":[1, 2]} } "#, #"{"id":{"x":[1, 2]},"count":0,"ids":[]}"#),
        (#"{"text":"\u0061\n\ud83d\ude00"}"#, #"{"id":null,"count":3,"ids":[64,198,84083]}"#),
        (#"{"id":7,"text":"\ud83d"}"#, #"{"id":7,"count":1,"ids":[3251]}"#),
        (#"{"id":1,"text":"<|endoftext|>"}"#, #"{"id":1,"count":7,"ids":[27,91,419,1440,919,91,29]}"#),
        (#"{"id":1,"encoding":"cl100k_base","text":"Hello"}"#, #"{"id":1,"count":1,"ids":[9906]}"#),
        (#"{"id":1,"model":"gpt-4","text":"Hello"}"#, #"{"id":1,"count":1,"ids":[9906]}"#),
        (#"{"id":1,"model":"claude-sonnet-4-5","text":"Hello"}"#, #"{"id":1,"count":1,"ids":[13225]}"#),
    ])
    func `a text is answered with its count and ids`(line: String, answer expected: String) throws {
        #expect(try answer(line, TokenLines(withIDs: true)) == expected + "\n")
    }

    @Test func `an encoding that is asked for is that of every line`() throws {
        let line = #"{"id":1,"model":"gpt-4o","text":"Hello"}"#
        #expect(try answer(line, TokenLines(encoding: .cl100kBase, withIDs: true)).contains("9906"))
    }

    @Test func `special tokens are such where they are allowed`() throws {
        let line = #"{"id":1,"text":"<|endoftext|>"}"#
        #expect(try answer(line, TokenLines(withIDs: true, special: .recognized)).contains("[199999]"))
    }

    @Test func `a chat request is answered with the count of its prompt`() throws {
        let messages = #""messages":[{"role":"user","content":"hello"}]"#
        #expect(try answer("{\"id\":1,\"model\":\"gpt-4o-mini\",\(messages)}") == "{\"id\":1,\"count\":8}\n")
        #expect(try answer("{\"id\":1,\"model\":\"o3-mini\",\(messages)}") == "{\"id\":1,\"count\":7}\n")
        let tools = #""tools":[{"type":"function","function":{"name":"f"}}]"#
        #expect(try answer("{\"id\":1,\(messages),\(tools)}").contains(#""exact":false"#))
    }

    @Test(arguments: [
        "", "x", "[]", "{", "{\"text\":\"a\"", "{\"text\":\"a\"} {}", "{\"text\":\"\\x\"}", "{\"messages\":[3]}",
    ])
    func `a line that is not JSON of that shape is an error`(line: String) {
        let error = #expect(throws: TokenLineError.self) { try answer(line) }
        if case .json? = error { return }
        Issue.record("\(String(describing: error))")
    }

    @Test(arguments: ["{}", "{\"text\":3}", "{\"id\":\"a\"}"])
    func `a line without a text is an error`(line: String) {
        #expect(throws: TokenLineError.nothingToCount) { try answer(line) }
    }
}
