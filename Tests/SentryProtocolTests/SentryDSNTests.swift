import SentryProtocol
import Testing

@Suite struct SentryDSNTests {
    struct Row: Sendable {
        var text: String
        var envelope: String
        var auth: String
    }

    @Test(
        "MUST 2: a DSN with a path, and without a secret, gives the endpoint and the authentication",
        arguments: [
            Row(
                text: "https://abc123@o42.ingest.sentry.io/1337",
                envelope: "https://o42.ingest.sentry.io/api/1337/envelope/", auth: "sentry_key=abc123"),
            Row(
                text: "https://abc123@sentry.example.com/errors/of/us/1337",
                envelope: "https://sentry.example.com/errors/of/us/api/1337/envelope/", auth: "sentry_key=abc123"),
            Row(
                text: "http://abc:s3cret@127.0.0.1:8000/1", envelope: "http://127.0.0.1:8000/api/1/envelope/",
                auth: "sentry_key=abc, sentry_secret=s3cret"),
            Row(
                text: "HTTPS://k@[::1]:9000/a/2/", envelope: "https://[::1]:9000/a/api/2/envelope/",
                auth: "sentry_key=k"),
            Row(text: "https://k:@Host/3", envelope: "https://host/api/3/envelope/", auth: "sentry_key=k"),
        ])
    func endpoint(_ row: Row) throws {
        let dsn = try SentryDSN(row.text)
        #expect(dsn.envelopeURL == row.envelope)
        #expect(
            dsn.authentication(client: "c/1") == "Sentry sentry_version=7, sentry_client=c/1, \(row.auth)")
        #expect(try SentryDSN(dsn.description).isSameProject(as: dsn))
        #expect(!dsn.description.contains("s3cret"))
    }

    @Test(
        "a malformed DSN is an error that says what to do and shows no secret",
        arguments: [
            ("", SentryDSNError.Code.scheme), ("abc", .scheme), ("ftp://k@h/1", .scheme), ("https://h/1", .publicKey),
            ("https://@h/1", .publicKey), ("https://:s@h/1", .publicKey), ("https://k@/1", .host),
            ("https://k@:80/1", .host), ("https://k@[::1/1", .host), ("https://k@[]/1", .host),
            ("https://k@h:0/1", .port), ("https://k@h:65536/1", .port), ("https://k@h:x/1", .port),
            ("https://k@h:/1", .port), ("https://k@h", .project), ("https://k@h/", .project),
            ("https://k@h/project", .project), ("https://k@h/1?x=1", .characters), ("https://k@h/1 ", .characters),
            ("https://k@h\r\nHost: evil/1", .characters), ("https://k\"@h/1", .characters),
            ("https://k@h/\u{e9}/1", .characters), ("https://hunter2:hunter3@h/x", .project),
        ])
    func malformed(_ text: String, _ code: SentryDSNError.Code) {
        do {
            let dsn = try SentryDSN(text)
            Issue.record("\(text) became \(dsn)")
        } catch {
            #expect(error.code == code)
            #expect(error.description.contains("https://KEY@HOST/PROJECT"))
            #expect(!error.description.contains("hunter"))
        }
    }

    @Test func `the organisation is read from the host where it is there`() throws {
        #expect(try SentryDSN("https://k@o42.ingest.de.sentry.io/1").organizationID == "42")
        #expect(try SentryDSN("https://k@o.example.org/1").organizationID == nil)
        #expect(try SentryDSN("https://k@o42/1").organizationID == nil)
        #expect(try SentryDSN("https://k@other.example.org/1").organizationID == nil)
    }

    @Test func `another project, host, port or path is not the same project`() throws {
        let own = try SentryDSN("https://k@h/a/1")
        #expect(try SentryDSN("https://other@H:443/a/1").isSameProject(as: own))
        for other in ["https://k@h/a/2", "https://k@h2/a/1", "https://k@h:8443/a/1", "https://k@h/1", "http://k@h/a/1"]
        {
            #expect(try !SentryDSN(other).isSameProject(as: own))
        }
    }
}
