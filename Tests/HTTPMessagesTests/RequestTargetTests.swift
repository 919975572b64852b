import HTTPMessages
import Testing

@Suite struct RequestTargetTests {
    private func parse(_ text: String) throws(HeadError) -> (RequestTarget, path: String, query: String?, first: String)
    {
        try withBytes(text) { bytes throws(HeadError) in
            let target = try RequestTarget.parse(bytes, 0..<bytes.count)
            return (
                target, String(decoding: bytes[target.path], as: UTF8.self),
                target.query.map { String(decoding: bytes[$0], as: UTF8.self) },
                String(decoding: bytes[target.firstSegment], as: UTF8.self)
            )
        }
    }

    static let parts: [(String, String, String?, String)] = [
        ("/", "/", nil, ""), ("/?", "/", "", ""), ("/a", "/a", nil, "a"), ("/a?b/../c", "/a", "b/../c", "a"),
        ("/openai/v1/chat", "/openai/v1/chat", nil, "openai"), ("//a/b", "//a/b", nil, ""),
        ("/v1beta/models/m:generateContent?key=x%", "/v1beta/models/m:generateContent", "key=x%", "v1beta"),
        ("/a%20b/?q=1?2", "/a%20b/", "q=1?2", "a%20b"), ("/a%23b", "/a%23b", nil, "a%23b"),
        ("/a/%2523/%25", "/a/%2523/%25", nil, "a"),
    ]

    @Test(arguments: parts)
    func `tells path and query apart`(text: String, path: String, query: String?, first: String) throws {
        let target = try parse(text)
        #expect(target.path == path)
        #expect(target.query == query)
        #expect(target.first == first)
        #expect(!target.0.hasDotSegments && !target.0.hasHiddenSeparator)
    }

    static let dotted: [String] = [
        "/a/..", "/a/../b", "/a/.", "/a/./b", "/a/%2e%2e/b", "/a/.%2E", "/a/b%2f..%2f..", "/a/%2e", "/a/b\\..\\c",
        "/a/b%5c..", "/a/..;x/b", "/a/..;", "/./a", "/a/b/../..",
    ]

    @Test(arguments: dotted) func `sees every way to write a dot segment`(text: String) throws {
        #expect(try parse(text).0.hasDotSegments)
    }

    @Test(arguments: ["/a/..b", "/...", "/a..", "/a.b", "/a;..", "/a?..", "/%2e%2e%2e", "/.a"])
    func `does not see one where there is none`(text: String) throws {
        #expect(try !parse(text).0.hasDotSegments)
    }

    @Test(arguments: ["/a%2fb", "/a%2Fb/c", "/a\\b", "/a%5cb", "/%5C"])
    func `sees slashes hidden in the first segment`(text: String) throws {
        #expect(try parse(text).0.hasHiddenSeparator)
        #expect(try !parse("/x" + text).0.hasHiddenSeparator)
    }

    static let refused: [String] = [
        "", "*", "a", "a:443", "http://a/b", "HTTP://a", "?a", "%2fa", "\\a",
        "/a#b", "/#", "/a?b#c", "/%", "/%2", "/%zz", "/%2g", "/a%", "/%00", "/a%0d%0aX", "/%1f", "/%7f", "/%?a",
        "/..", "/../a", "/a/../..", "/%2e%2e/a", "/a/..%2f..", "/a\\..\\..", "/..;/a", "/a/..;/..",
    ]

    @Test(arguments: refused) func `refuses what is no path, or leads out of it`(text: String) {
        #expect(failure { () throws(HeadError) in try parse(text) } == 400)
    }
}
