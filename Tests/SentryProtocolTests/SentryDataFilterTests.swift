import SentryProtocol
import Testing

@Suite struct SentryDataFilterTests {
    @Test func `MUST 11: sensitive headers, cookies and query values are filtered by default, names stay`() {
        var request = SentryRequest(method: "GET", url: "https://user:pa55@example.org/a?api_key=1&page=2#frag")
        request.headers = [
            "Authorization": "Bearer abc", "X-API-Key": "k", "Cookie": "sid=1; theme=dark; csrftoken=2",
            "Accept": "text/html", "X-Forwarded-For": "203.0.113.9", "Referer": "https://e.org/?token=x&a=b",
            "X-Csrf-Token": "c", "Proxy-Authorization": "p", "User-Agent": "curl/8",
        ]
        request.cookies = ["session": "1", "theme": "dark"]
        request.query = "page=2&Access%5FToken=abc&toke%6E=1&flag&=x&password="
        let filtered = SentryDataFilter().request(request)
        #expect(
            filtered.headers == [
                "Authorization": "[Filtered]", "X-API-Key": "[Filtered]",
                "Cookie": "sid=[Filtered]; theme=dark; csrftoken=[Filtered]", "Accept": "text/html",
                "X-Forwarded-For": "[Filtered]", "Referer": "https://e.org/?token=[Filtered]&a=b",
                "X-Csrf-Token": "[Filtered]", "Proxy-Authorization": "[Filtered]", "User-Agent": "curl/8",
            ])
        #expect(filtered.cookies == ["session": "[Filtered]", "theme": "dark"])
        #expect(filtered.query == "page=2&Access%5FToken=[Filtered]&toke%6E=[Filtered]&flag&=x&password=[Filtered]")
        #expect(filtered.url == "https://[Filtered]@example.org/a?api_key=[Filtered]&page=2")
    }

    @Test func `a combining character hides neither a separator nor what it separates`() {
        let filter = SentryDataFilter()
        #expect(filter.query("a=1&\u{301}token=\u{301}hunter2") == "a=1&\u{301}token=[Filtered]")
        #expect(
            filter.url("https://u:hunter2@\u{301}h/x?token=\u{301}y#\u{301}z")
                == "https://[Filtered]@\u{301}h/x?token=[Filtered]")
        #expect(filter.headers(["Cookie": "a=1;\u{301}sid=\u{301}hunter2"]) == ["Cookie": "a=1;\u{301}sid=[Filtered]"])
    }

    @Test(arguments: SentryDataFilter.defaultTerms)
    func `each term is found anywhere in a name, whatever its case`(_ term: String) {
        let filter = SentryDataFilter()
        #expect(filter.isSensitive("X-My\(term.uppercased())s"))
        #expect(filter.query("\(term)=1") == "\(term)=[Filtered]")
        #expect(!filter.isSensitive("page"))
    }

    @Test func `addresses of clients are kept only where personal data may be`() {
        let headers = ["X-Forwarded-For": "203.0.113.9", "X-Real-IP": "203.0.113.9", "Authorization": "x"]
        #expect(
            SentryDataFilter(keepsPersonalData: true).headers(headers)
                == ["X-Forwarded-For": "203.0.113.9", "X-Real-IP": "203.0.113.9", "Authorization": "[Filtered]"])
    }

    @Test(arguments: ["", "?", "&", "=", "%", "a=%zz", "://", "@", "http://@/", "a&b&c=", "??"])
    func `texts of any form come through`(_ text: String) {
        let filter = SentryDataFilter()
        #expect(filter.query(text) == text)
        _ = filter.url(text)
    }
}
