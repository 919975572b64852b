import Budgets
import ContentDecoding
import Dialects
import HTTPMessages
import Ledger
import Money
import NIOCore
import Pricing
import Usage

/// Takes a whole request to its provider: route, key, scan, attribution, hold (DESIGN.md "Life of a request", 1–3);
/// or refuses it.
struct CallStarter {
    let loop: LoopContext
    let client: ClientHandler
    /// Monotonic nanoseconds at which the request's first byte came.
    let begun: Int64

    /// A reason not to forward, with the answer that says so.
    struct Rejection: Error {
        var reason: CallRefused.Reason
        var status: Int
        var code: String
        var message: String
        var dialect: Dialect
        var mayRetry = false
        /// Seconds, for `Retry-After`.
        var retryAfter: Int64?
        /// What else comes on the connection is not read as requests.
        var closes = false
    }

    /// Bodies up to this are collected even where nothing reads them; bytes.
    private static let collectedBody = 64 << 10

    /// What becomes of a request's body: a large one of which nothing has to be known before is passed on as it comes, as
    /// are forms with files, unless a key or a hard budget has to know their model first.
    ///
    /// A large one whose head is refused anyway (no route, no valid key) is not waited for: nobody without a key has
    /// bodies written to disk.
    static func handling(_ head: HTTPRequestHead, in bytes: ByteBuffer, loop: LoopContext) -> RequestReader.Handling {
        let collected = loop.settings.spoolDirectory == nil ? .max : loop.settings.limits.bufferedRequest
        if case .length(let length) = head.framing, length <= collectedBody { return .collected(upTo: collected) }
        guard let route = route(head, in: bytes, router: &loop.router), hasKey(head, in: bytes, loop: loop) else {
            return .streamed
        }
        guard route.readsBody else { return .streamed }
        let isForm = formType(head, in: bytes).map { MultipartScanner.reads(contentType: $0) } ?? false
        let passes = isForm && !loop.budgets.hasHardBudgets && grant(head, in: bytes, loop: loop)?.models == nil
        return passes ? .streamed : .collected(upTo: collected)
    }

    /// The grant of the virtual key in the head; nil without one.
    private static func grant(_ head: HTTPRequestHead, in bytes: ByteBuffer, loop: LoopContext) -> KeyGrant? {
        key(head, in: bytes).flatMap { $0.isVirtual ? loop.keys.grant(for: $0.value) : nil }
    }

    /// The key that the request comes with, whoever's it is.
    private static func key(_ head: HTTPRequestHead, in bytes: ByteBuffer) -> RequestHeaders.CallerKey? {
        var headers = RequestHeaders(head, in: bytes)
        let target = bytes.withUnsafeReadableBytes { try? RequestTarget.parse($0, head.target) }
        if let query = target?.query { headers.readKey(fromQuery: bytes.text(query)) }
        return headers.key
    }

    /// Whether the key in the head lets the request through, as ``authorize(_:dialect:)`` will find.
    private static func hasKey(_ head: HTTPRequestHead, in bytes: ByteBuffer, loop: LoopContext) -> Bool {
        guard let key = key(head, in: bytes), key.isVirtual else { return !loop.settings.requiresKeys }
        return loop.keys.grant(for: key.value) != nil
    }

    /// The content type, where it may be a form's.
    private static func formType(_ head: HTTPRequestHead, in bytes: ByteBuffer) -> String? {
        guard head.known.contains(.contentType), let field = head.fields.first(where: { $0.known == .contentType }),
            bytes.hasPrefix("multipart/", in: field.value)
        else { return nil }
        return bytes.text(field.value)
    }

    /// The path that was asked for, without its query, which may hold a key.
    private static func path(_ head: HTTPRequestHead, in bytes: ByteBuffer) -> String? {
        let target = bytes.withUnsafeReadableBytes { try? RequestTarget.parse($0, head.target) }
        return target.map { String(bytes.text($0.path).prefix(RequestHeaders.maximumLength)) }
    }

    /// Where a request would go, without its query; nil where no provider is meant.
    static func route(_ head: HTTPRequestHead, in bytes: ByteBuffer, router: inout Router) -> Route? {
        let target = bytes.withUnsafeReadableBytes { try? RequestTarget.parse($0, head.target) }
        guard let target else { return nil }
        var headers = RequestHeaders(head, in: bytes)
        if let query = target.query { headers.readKey(fromQuery: bytes.text(query)) }
        return router.route(
            method: bytes.text(head.method), path: bytes.text(target.path), query: "", hints: headers.hints)
    }

    /// Starts the call, or answers at once.
    ///
    /// - Parameter body: nil = it is passed on as it comes.
    func start(_ head: HTTPRequestHead, in bytes: ByteBuffer, body: RequestBody?) {
        let trace = loop.tracing?.begin(TraceFields(head, in: bytes))
        do throws(Rejection) {
            try forward(head, in: bytes, body: body, trace: trace)
        } catch {
            loop.observer.callRefused(CallRefused(reason: error.reason, status: error.status))
            trace?.refused(
                TracedRefusal(
                    error.reason, error.status, method: bytes.text(head.method), path: Self.path(head, in: bytes),
                    begun: begun))
            let answer = LocalAnswer(
                status: error.status, code: error.code, message: error.message, dialect: error.dialect,
                mayRetry: error.mayRetry, retryAfter: error.retryAfter)
            client.refuse(
                answer, keepsAlive: head.keepAlive && body != nil && !error.closes, minorVersion: head.minorVersion,
                isHEAD: bytes.text(head.method) == "HEAD")
        }
    }

    private func forward(
        _ head: HTTPRequestHead, in bytes: ByteBuffer, body: RequestBody?, trace: (any CallTrace)?
    ) throws(Rejection) {
        var headers = RequestHeaders(head, in: bytes)
        let method = bytes.text(head.method)
        let route = try route(head, in: bytes, method: method, headers: &headers)
        let dialect = route.operation.dialect
        let provider = loop.upstreams[route.provider].provider
        let grant = try authorize(headers, dialect: dialect)
        let form = Self.form(head, in: bytes, route)
        let encoding = Self.encoding(head, in: bytes)
        let facts = try body.flatMap { body throws(Rejection) in
            try scan(body, form: form, encoding: encoding, route: route)
        }
        let model = (route.operation.model ?? facts?.model).map {
            ModelID(rawValue: $0.firstCodePoints(RequestHeaders.maximumLength))
        }
        try checkGrant(grant, provider: provider.id, model: model, method: method, dialect: dialect)
        try checkLedger(dialect: dialect)
        let use = try takeUse(of: grant, facts: facts, dialect: dialect)

        let attribution = Attribution(grant: grant, headers: headers, facts: facts)
        let startedAt = CallClock.wallMicroseconds()
        var record = UsageRecord(
            id: loop.ids.next(at: startedAt), startedAt: startedAt, provider: provider.id,
            api: route.api.rawValue, user: attribution.user, component: attribution.component)
        record.tags = attribution.tags
        record.keyID = grant?.id
        record.requestModel = model
        record.stream = facts?.stream ?? false || route.operation.streams
        record.traceID = trace?.traceID ?? headers.traceID

        let subject = subject(record)
        let verdict = verdict(
            subject, record, route: route, method: method, facts: facts,
            body: encoding == nil && form == nil ? body : nil, flavor: provider.flavor)
        let injects = provider.injectsUsage(query: route.query) && facts?.usageInjection != nil
        let replacesKey = provider.apiKey != nil && !(provider.prefersCallerKey && headers.key?.isVirtual == false)
        let request = UpstreamRequest(
            head: head, in: bytes, body: body, route: route, provider: provider, replacesKey: replacesKey,
            edits: ((injects ? [facts?.usageInjection].compactMap { $0 } : []) + verdict.edits)
                .sorted { $0.offset < $1.offset },
            traceLines: trace?.upstreamLines)
        // Whoever accepts no events gets lines of JSON from Cohere, whatever their type is called.
        let streams = route.operation.streams || (route.api == .cohereChat && facts?.stream == true)
        let relay = AnswerRelay(
            AnswerRelay.Call(
                api: route.api, flavor: provider.flavor, streams: streams, stripsUsage: injects,
                isHEAD: request.isHEAD,
                head: ClientHead(
                    requestID: record.id.description, keepsAlive: head.keepAlive && !loop.isDraining,
                    clientMinorVersion: head.minorVersion),
                bufferedAnswer: loop.settings.limits.bufferedAnswer, withheldLimit: loop.settings.limits.withheld,
                content: trace?.isRecorded == true ? trace?.contentLimits : nil))
        let call = Call(
            loop: loop, upstreamIndex: route.provider, method: method, route: route, record: record, facts: facts,
            request: request, relay: relay, begun: begun, client: client)
        call.trace = trace
        call.bodyEncoding = Self.encoding(head, in: bytes)
        if body == nil {
            call.uploading = Upload(framing: head.framing)
            call.form = encoding == nil ? form : nil
        }
        call.keyUse = use
        call.budgetSubject = subject
        try proceed(call, verdict, dialect: dialect)
    }

    private func route(
        _ head: HTTPRequestHead, in bytes: ByteBuffer, method: String, headers: inout RequestHeaders
    ) throws(Rejection) -> Route {
        let target = try target(head, in: bytes)
        let path = bytes.text(target.path)
        let query = target.query.map { "?" + bytes.text($0) } ?? ""
        headers.readKey(fromQuery: query)
        guard let route = loop.router.route(method: method, path: path, query: query, hints: headers.hints) else {
            let names = loop.settings.providers.map { "/\($0.id)/…" }.joined(separator: ", ")
            throw Rejection(
                reason: .unknownRoute, status: 404, code: "unknown_route",
                message: "No provider is meant by the path \(path.prefix(200)). Use /v1/…, or one of \(names).",
                dialect: .openai)
        }
        return route
    }

    private func target(_ head: HTTPRequestHead, in bytes: ByteBuffer) throws(Rejection) -> RequestTarget {
        do throws(HeadError) {
            var failure: HeadError?
            let target = bytes.withUnsafeReadableBytes { pointer -> RequestTarget? in
                do throws(HeadError) {
                    return try RequestTarget.parse(pointer, head.target)
                } catch {
                    failure = error
                    return nil
                }
            }
            guard let target, !target.hasDotSegments, !target.hasHiddenSeparator else {
                throw failure
                    ?? HeadError(
                        status: 400, reason: "The path has `.` or `..` segments, or an encoded slash in front.")
            }
            return target
        } catch {
            throw Rejection(
                reason: .malformed, status: error.status, code: "invalid_request", message: error.reason,
                dialect: .openai, closes: true)
        }
    }

    /// CONTRACTS.md "Keys on the wire".
    private func authorize(_ headers: RequestHeaders, dialect: Dialect) throws(Rejection) -> KeyGrant? {
        if let key = headers.key, key.isVirtual {
            if let grant = loop.keys.grant(for: key.value) { return grant }
            throw Rejection(
                reason: .unauthenticated, status: 401, code: "invalid_api_key",
                message:
                    "This Tollgate key is unknown, revoked or expired. Ask whoever runs the gateway for a new one.",
                dialect: dialect)
        }
        guard loop.settings.requiresKeys else { return nil }
        throw Rejection(
            reason: .unauthenticated, status: 401, code: "invalid_api_key",
            message: "This gateway asks for a Tollgate key (tg-…) where the provider's key would stand.",
            dialect: dialect)
    }

    /// How the body is compressed; nil = it is not.
    static func encoding(_ head: HTTPRequestHead, in bytes: ByteBuffer) -> String? {
        guard head.known.contains(.contentEncoding) else { return nil }
        let names = head.fields.filter { $0.known == .contentEncoding }.map { bytes.text($0.value).lowercased() }
        return names == ["identity"] ? nil : names.joined(separator: ", ")
    }

    /// Reads what the gateway must know of the body.
    ///
    /// A compressed one is decompressed for that only, and passed on as it came (CONTRACTS.md "Bodies"); one that
    /// cannot be decompressed cannot be accounted for, and is refused.
    private func scan(
        _ body: RequestBody, form: MultipartScanner?, encoding: String?, route: Route
    ) throws(Rejection) -> RequestFacts? {
        guard route.readsBody else { return nil }
        if case .file(let spooled) = body, var facts = spooled.facts(api: route.api) {
            if encoding != nil { facts.usageInjection = nil }
            return facts
        }
        let whole = try whole(body, dialect: route.operation.dialect)
        return try scan(whole, form: form, encoding: encoding, route: route)
    }

    /// All of a body, for what cannot be told from the outline of a large one.
    private func whole(_ body: RequestBody, dialect: Dialect) throws(Rejection) -> ByteBuffer {
        do throws(SpoolError) {
            return try body.whole()
        } catch {
            throw Rejection(
                reason: .bodyNotStored, status: 503, code: "body_not_stored",
                message: "The request's body was kept in a file, which cannot be read: \(error.reason).",
                dialect: dialect)
        }
    }

    private func scan(
        _ body: ByteBuffer, form: MultipartScanner?, encoding: String?, route: Route
    ) throws(Rejection) -> RequestFacts? {
        guard let encoding else { return try scan(body, form: form, route: route) }
        var plain: [UInt8] = []
        let isRead = body.withUnsafeReadableBytes { bytes -> Bool in
            guard let decoder = ContentDecoder(encoding: encoding) else { return false }
            do {
                try decoder.decode(bytes, into: &plain, limit: loop.settings.limits.requestBody)
                try decoder.finish()
                return true
            } catch {
                return false
            }
        }
        guard isRead else {
            throw Rejection(
                reason: .malformed, status: 400, code: "invalid_request",
                message: "The request body cannot be decompressed as \(encoding.prefix(100)). "
                    + "Send it with gzip, deflate or no Content-Encoding.",
                dialect: route.operation.dialect)
        }
        var facts = try scan(ByteBuffer(bytes: plain), form: form, route: route)
        facts?.usageInjection = nil
        return facts
    }

    /// The scanner of the form that the body is; nil where it is none.
    static func form(_ head: HTTPRequestHead, in bytes: ByteBuffer, _ route: Route) -> MultipartScanner? {
        guard route.readsBody, let type = formType(head, in: bytes) else { return nil }
        return MultipartScanner(contentType: type, api: route.api)
    }

    private func scan(_ body: ByteBuffer, form: MultipartScanner?, route: Route) throws(Rejection) -> RequestFacts? {
        if var form {
            body.withUnsafeReadableBytes { form.push($0) }
            return form.facts
        }
        var failure: RequestScanError?
        let facts = body.withUnsafeReadableBytes { bytes -> RequestFacts? in
            do throws(RequestScanError) {
                return try RequestScanner.scan(bytes, api: route.api)
            } catch {
                failure = error
                return nil
            }
        }
        if let failure {
            throw Rejection(
                reason: .malformed, status: 400, code: "invalid_request", message: failure.message,
                dialect: route.operation.dialect)
        }
        return facts
    }

    private func checkLedger(dialect: Dialect) throws(Rejection) {
        guard loop.settings.onLedgerFailure == .refuse, !loop.ledgerHealth().isWritable else { return }
        throw ledgerUnavailable(dialect)
    }

    func ledgerUnavailable(_ dialect: Dialect) -> Rejection {
        Rejection(
            reason: .ledgerUnavailable, status: 503, code: "ledger_unavailable",
            message: "The gateway cannot write its ledger, and is set to refuse calls meanwhile (on_ledger_failure).",
            dialect: dialect, mayRetry: true)
    }
}
