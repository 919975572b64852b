import OTLPTracing
import Testing
import Tracing

@Suite struct ConfigurationTests {
    @Test(arguments: OTLPFileError.Code.allCases)
    func `a file that cannot be used for TLS is told by its path and variable`(code: OTLPFileError.Code) throws {
        let configuration = TracingConfiguration(environment: [code.rawValue: "/nowhere/at/all.pem"])
        let error = try #require(throws: OTLPFileError.self) { try OTLPTracing(configuration: configuration) }
        #expect(error.code == code && error.path == "/nowhere/at/all.pem")
        #expect(error.description.contains(code.rawValue) && error.description.contains("/nowhere/at/all.pem"))
        #expect(!error.description.contains("\n") && error.description.hasSuffix("may read."))
    }

    @Test func `tracing that was never run ends without a trap`() throws {
        let environment = ["OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9"]
        let tracing = try OTLPTracing(configuration: TracingConfiguration(environment: environment))
        tracing.tracer.startSpan("work").end()
        #expect(tracing.queued == 1)
    }

    /// opentelemetry-specification, `protocol/exporter.md`, "Endpoint URLs for OTLP/HTTP".
    @Test(arguments: [
        ([:], "http://localhost:4318/v1/traces"),
        (["OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector:4318"], "http://collector:4318/v1/traces"),
        (
            ["OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector:4318/mycollector/"],
            "http://collector:4318/mycollector/v1/traces"
        ),
        (["OTEL_EXPORTER_OTLP_ENDPOINT": "https://collector/mycollector"], "https://collector/mycollector/v1/traces"),
        (
            [
                "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://collector:4318",
                "OTEL_EXPORTER_OTLP_ENDPOINT": "http://other:1",
            ], "http://collector:4318/"
        ),
        (["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://c:4318/v1/x"], "http://c:4318/v1/x"),
        (
            ["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "", "OTEL_EXPORTER_OTLP_ENDPOINT": "http://c:1"],
            "http://c:1/v1/traces"
        ),
        (["OTEL_EXPORTER_OTLP_ENDPOINT": "http://c:1/p?token=x"], "http://c:1/p/v1/traces?token=x"),
    ])
    func `MUST 1 and 2: URLs are made as the specification says, and the signal's own wins`(
        environment: [String: String], url: String
    ) {
        let configuration = TracingConfiguration(environment: environment)
        #expect(configuration.endpoint.url == url)
        #expect(configuration.problems == [])
    }

    @Test(arguments: [
        "ftp://c/", "collector:4318", "http://", "http:///path", "http://a b/", "http://c/\r\nx: y", "\u{0}",
    ])
    func `an endpoint that is no URL is told and passed over`(url: String) {
        let configuration = TracingConfiguration(environment: ["OTEL_EXPORTER_OTLP_ENDPOINT": url])
        #expect(configuration.endpoint.url == "http://localhost:4318/v1/traces")
        #expect(configuration.problems.count == 1)
    }

    @Test func `MUST 2: each setting of the signal wins over the general one`() {
        let configuration = TracingConfiguration(environment: [
            "OTEL_EXPORTER_OTLP_HEADERS": "a=1", "OTEL_EXPORTER_OTLP_TRACES_HEADERS": "b=2%20x, c = d=e",
            "OTEL_EXPORTER_OTLP_COMPRESSION": "none", "OTEL_EXPORTER_OTLP_TRACES_COMPRESSION": "gzip",
            "OTEL_EXPORTER_OTLP_TIMEOUT": "5", "OTEL_EXPORTER_OTLP_TRACES_TIMEOUT": "0",
            "OTEL_EXPORTER_OTLP_CERTIFICATE": "/a", "OTEL_EXPORTER_OTLP_TRACES_CERTIFICATE": "/b",
            "OTEL_EXPORTER_OTLP_CLIENT_KEY": "/k", "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE": "/c",
        ])
        #expect(
            configuration.endpoint.headers == [
                OTLPEndpoint.Header(name: "b", value: "2 x"), OTLPEndpoint.Header(name: "c", value: "d=e"),
            ])
        #expect(configuration.endpoint.isCompressed)
        #expect(configuration.endpoint.timeout == .zero)
        #expect(configuration.endpoint.certificate == "/b")
        #expect(configuration.endpoint.clientKey == "/k" && configuration.endpoint.clientCertificate == "/c")
        #expect(configuration.problems == [])
    }

    @Test func `headers that would break the request are told without their values`() {
        let configuration = TracingConfiguration(environment: [
            "OTEL_EXPORTER_OTLP_HEADERS": "good=1,bad,=x,na me=1,evil=secret%0d%0ainjected:%201"
        ])
        #expect(configuration.endpoint.headers == [OTLPEndpoint.Header(name: "good", value: "1")])
        #expect(configuration.problems.count == 4)
        #expect(!configuration.problems.joined().contains("secret"))
    }

    @Test(arguments: [
        ("parentbased_always_on", nil, TracingConfiguration.Sampling.parentBased(.alwaysOn), 0),
        ("always_on", nil, .alwaysOn, 0), ("always_off", "0.3", .alwaysOff, 0),
        ("traceidratio", "0.25", .ratio(0.25), 0), ("traceidratio", nil, .ratio(1), 0),
        ("PARENTBASED_TRACEIDRATIO", " 0.5 ", .parentBased(.ratio(0.5)), 0),
        ("parentbased_always_off", nil, .parentBased(.alwaysOff), 0),
        ("traceidratio", "1.5", .ratio(1), 1), ("traceidratio", "nan", .ratio(1), 1),
        ("traceidratio", "x", .ratio(1), 1),
        ("jaeger_remote", nil, .parentBased(.alwaysOn), 1), ("", nil, .parentBased(.alwaysOn), 0),
    ])
    func `samplers are read, and what is not one is told and passed over`(
        name: String, argument: String?, sampling: TracingConfiguration.Sampling, problems: Int
    ) {
        var environment = ["OTEL_TRACES_SAMPLER": name]
        environment["OTEL_TRACES_SAMPLER_ARG"] = argument
        let configuration = TracingConfiguration(environment: environment)
        #expect(configuration.sampling == sampling)
        #expect(configuration.problems.count == problems)
    }

    @Test func `numbers, lists and flags follow the common rules`() {
        let configuration = TracingConfiguration(environment: [
            "OTEL_SDK_DISABLED": "TRUE", "OTEL_TRACES_EXPORTER": "console, otlp,zipkin,console",
            "OTEL_PROPAGATORS": "sentry,tracecontext,b3", "OTEL_BSP_SCHEDULE_DELAY": "250",
            "OTEL_BSP_EXPORT_TIMEOUT": "soon", "OTEL_BSP_MAX_QUEUE_SIZE": "10", "OTEL_BSP_MAX_EXPORT_BATCH_SIZE": "50",
            "OTEL_ATTRIBUTE_COUNT_LIMIT": "7", "OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT": "5",
            "OTEL_SPAN_EVENT_COUNT_LIMIT": "-1",
            "OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT": "9", "OTEL_SERVICE_NAME": "mine",
            "OTEL_RESOURCE_ATTRIBUTES": "service.name=theirs,deployment.environment.name=a%2Cb",
        ])
        #expect(configuration.isDisabled)
        #expect(configuration.exporters == [.console, .otlp])
        #expect(configuration.propagation == [.traceContext, .sentry])
        #expect(configuration.batch.scheduleDelay == .milliseconds(250))
        #expect(configuration.batch.exportTimeout == .milliseconds(30_000))
        #expect(configuration.batch.maximumQueue == 10 && configuration.batch.maximumBatch == 10)
        #expect(configuration.limits.attributes == 5 && configuration.limits.attributesOfEvent == 7)
        #expect(configuration.limits.events == 128 && configuration.limits.valueLength == 9)
        #expect(configuration.problems.count == 4)
        let resource = Resource.detected(service: configuration.service, attributes: configuration.resource)
        #expect(resource.attributes.get("service.name") == .string("mine"))
        #expect(resource.attributes.get("deployment.environment.name") == .string("a,b"))
        #expect(TracingConfiguration(environment: ["OTEL_TRACES_EXPORTER": "none"]).exporters == [])
        #expect(!TracingConfiguration(environment: ["OTEL_SDK_DISABLED": "1"]).isDisabled)
    }

    @Test func `the resource says what the process is, without its arguments`() {
        let attributes = Resource.detected(service: nil).attributes
        for name in ["process.pid", "process.executable.name", "host.name", "host.arch", "os.type"] {
            #expect(attributes.get(name) != nil, "\(name)")
        }
        #expect(attributes.get("telemetry.sdk.language") == .string("swift"))
        #expect(attributes.get("process.command_args") == nil)
    }

    @Test(arguments: [
        ("0::/docker/\(hex)\n", hex), ("12:pids:/system.slice/docker-\(hex).scope\n", hex),
        ("1:x:/kubepods/besteffort/pod1/cri-containerd-\(hex).scope", hex),
        ("693 678 254:1 /docker/containers/\(hex)/hostname /etc/hostname rw - ext4 /dev/x rw", hex),
        ("678 1 0:1 / / rw - overlay overlay rw,lowerdir=/var/lib/docker/overlay2/\(hex)/diff", nil),
        ("0::/user.slice", nil), ("", nil), (String(repeating: "g", count: 64), nil),
    ])
    func `a container's id is found in what the kernel says`(text: String, id: String?) {
        #expect(ContainerID.find(in: text) == id)
    }

    static let hex = String(repeating: "0af7651916cd43dd", count: 4)
}

private let hex = ConfigurationTests.hex
