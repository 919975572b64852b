import Dialects
import Testing
import Usage

/// Errors, read and written.
struct RefusalTests {
    @Test(arguments: [
        (
            Dialect.openai,
            #"{"error":{"message":"no \"money\"\nleft","type":"rate_limit_error","param":null,"code":"budget_exceeded"}}"#
        ),
        (
            .azure,
            #"{"error":{"message":"no \"money\"\nleft","type":"rate_limit_error","param":null,"code":"budget_exceeded"}}"#
        ),
        (.anthropic, #"{"type":"error","error":{"type":"rate_limit_error","message":"no \"money\"\nleft"}}"#),
        (.gemini, #"{"error":{"code":429,"message":"no \"money\"\nleft","status":"RESOURCE_EXHAUSTED"}}"#),
    ])
    func `a refusal is written as the provider would`(_ dialect: Dialect, _ expected: String) {
        let refusal = Refusal(
            status: 429, code: "budget_exceeded", message: "no \"money\"\nleft", errorType: .budgetExceeded)
        #expect(String(decoding: dialect.errorBody(refusal), as: UTF8.self) == expected)
    }

    @Test(arguments: [400, 401, 402, 403, 404, 408, 413, 422, 429, 499, 500, 501, 502, 503, 504, 529])
    func `what is written as an error is read as the same error`(_ status: Int) {
        let expected = ErrorType.classify(
            dialect: .openai, status: status, body: UnsafeRawBufferPointer(start: nil, count: 0))
        for dialect in Dialect.allCases {
            let body = dialect.errorBody(Refusal(status: status, code: "x", message: "m", errorType: .serverError))
            let type = body.withUnsafeBytes { ErrorType.classify(dialect: dialect, status: status, body: $0) }
            #expect(type == expected, "\(dialect)")
        }
    }

    @Test(
        arguments: [
            (200, "", nil), (399, "", nil), (400, "", .invalidRequest), (401, "", .authentication),
            (403, "", .authentication),
            (404, "<html>", .invalidRequest), (408, "", .timeout), (413, "", .invalidRequest), (429, "", .rateLimit),
            (500, "", .serverError), (502, "", .serverError), (504, "", .timeout), (529, "", .serverError),
            (429, #"{"error":{"type":"insufficient_quota","code":"insufficient_quota"}}"#, .rateLimit),
            (402, #"{"error":{"message":"Insufficient Balance"}}"#, .rateLimit),
            (
                400, #"{"error":{"code":"content_filter","innererror":{"code":"ResponsibleAIPolicyViolation"}}}"#,
                .contentFilter
            ),
            (400, #"{"error":{"type":"image_generation_user_error","code":"moderation_blocked"}}"#, .contentFilter),
            (403, #"{"error":{"code":"content_policy_violation"}}"#, .contentFilter),
            (400, #"{"error":{"message":"the content_filter is odd","code":null}}"#, .invalidRequest),
            (
                400, #"[{"error":{"code":400,"status":"INVALID_ARGUMENT","details":[{"reason":"API_KEY_INVALID"}]}}]"#,
                .authentication
            ),
            (400, #"{"type":"error","error":{"type":"invalid_request_error"}}"#, .invalidRequest),
            (529, #"{"type":"error","error":{"type":"overloaded_error"}}"#, .serverError),
            (500, #"{"error":{"code":"content_filter"}}"#, .serverError),
            (400, #"{"error":{"code":"rate_limit_exceeded""#, .rateLimit),
            (422, #"{"detail":[{"type":"missing"}]}"#, .invalidRequest),
        ] as [(Int, String, ErrorType?)])
    func `errors are classified by status, and by codes where they tell more`(
        _ status: Int, _ body: String, _ expected: ErrorType?
    ) {
        #expect(withBytes(body) { ErrorType.classify(dialect: .openai, status: status, body: $0) } == expected)
    }

    @Test(arguments: [
        (API.chatCompletions, #"{"error":{"message":"x","type":"server_error"}}"#, ErrorType.serverError),
        (.chatCompletions, #"{"error":{"code":429,"message":"x"},"choices":[]}"#, .rateLimit),
        (.chatCompletions, #"{"error":"out of memory"}"#, .serverError),
        (.messages, #"{"type":"error","error":{"type":"overloaded_error","message":"x"}}"#, .serverError),
        (.messages, #"{"type":"error","error":{"type":"rate_limit_error"}}"#, .rateLimit),
    ])
    func `an error inside an answer of status 200 is found`(_ api: API, _ body: String, _ expected: ErrorType) {
        #expect(read(body, api).errorType == expected)
        #expect(read(body, api).usage == nil)
        #expect(relay("data: \(body)\n\n", api: api).response.errorType == expected)
    }

    @Test func `no error is no error`() {
        #expect(read(#"{"error":null,"choices":[]}"#, .chatCompletions).errorType == nil)
    }
}
