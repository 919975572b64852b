import PrometheusExposition
import Testing

@Suite struct NegotiationTests {
    static let prometheus = """
        application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,\
        application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,\
        text/plain;version=0.0.4;q=0.3,*/*;q=0.2
        """

    static let cases: [(String?, ExpositionFormat)] = [
        (nil, .text), ("", .text), (prometheus, .openMetrics),
        (
            "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.7,*/*;q=0.2",
            .text
        ),
        ("application/openmetrics-text", .openMetrics),
        ("Application/OpenMetrics-Text ; Version=\"1.0.0\"", .openMetrics),
        ("application/openmetrics-text;version=0.0.1", .text), ("application/openmetrics-text;version=2.0.0", .text),
        ("text/plain;q=0.5, application/openmetrics-text;q=0.4", .text),
        ("text/plain;q=0.4, application/openmetrics-text;q=0.5", .openMetrics),
        ("text/plain;q=0.500,application/openmetrics-text;q=0.501", .openMetrics),
        ("application/openmetrics-text;q=0", .text), ("application/openmetrics-text;q=0.0,text/html", .text),
        ("application/openmetrics-text;q=x", .text), ("application/openmetrics-text;q=1.5", .text),
        ("application/openmetrics-text;q=-1", .text), ("application/openmetrics-text;q=", .text),
        ("application/openmetrics-text;q=0.12345", .text),
        ("text/html, application/openmetrics-text;version=1.0.0", .openMetrics),
        ("text/plain;q=0, */*", .openMetrics), ("*/*;q=0.5, text/plain;q=0", .openMetrics),
        ("application/openmetrics-text;q=0, */*;q=0.1", .text),
        ("text/plain;version=0.0.4;q=0,text/*,*/*;q=0.1", .openMetrics),
        ("text/plain;q=0, application/openmetrics-text;q=0, */*", .text),
        ("*/*", .text), ("text/*", .text), ("application/json", .text), (",;,=;q", .text), ("\u{e9};q=1", .text),
        ("text/plain, application/openmetrics-text", .text), ("application/openmetrics-text, text/plain", .openMetrics),
    ]

    @Test(arguments: cases) func `MUST 5: the highest quality wins, and text is the fallback`(
        accept: String?, format: ExpositionFormat
    ) {
        #expect(ExpositionFormat.negotiate(accept: accept) == format)
    }

    @Test func `says what it is`() {
        #expect(ExpositionFormat.text.contentType == "text/plain; version=0.0.4; charset=utf-8")
        #expect(
            ExpositionFormat.openMetrics.contentType == "application/openmetrics-text; version=1.0.0; charset=utf-8")
    }
}
