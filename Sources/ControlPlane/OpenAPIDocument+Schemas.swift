extension OpenAPIDocument {
    /// The members of `components.responses`.
    static let responses =
        [
            ("BadRequest", "A parameter is not what it must be; message says what is expected."),
            ("Unauthorized", "The admin token is missing or wrong."),
            ("Forbidden", "No admin token is set and the request came under a foreign host name."),
            ("NotFound", "There is no such thing."),
            ("MethodNotAllowed", "The path is served, but not by this method."),
            ("LedgerUnavailable", "The ledger could not be read."),
            ("PolicyUnavailable", "Keys, budgets or alerts could not be read or written."),
            ("Conflict", "It cannot be done as things stand; message says why."),
            ("TooLarge", "The body is too large."),
            ("UnsupportedMediaType", "The body is not said to be JSON."),
        ].map { name, description in
            """
                  "\(name)": {"description": "\(description)", "content": {
                    "application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}},
            """
        }.joined(separator: "\n") + """

                  "Next": {"description": "A page without a place for next_cursor in its body.", "headers": {
                    "Link": {"description": "<…>; rel=\\"next\\", where there is a further page.", "schema": {"type": "string"}}}}
            """

    /// The members of `components.schemas`.
    static let schemas =
        [
            ("Error", object([("error", object([("code", string), ("message", string)]))])),
            (
                "Readiness",
                object([
                    ("ready", boolean), ("reasons", array(string)),
                    (
                        "ledger",
                        object([
                            ("writable", boolean), ("rows_waiting", count), ("lag_ms", count),
                            ("message", nullableString),
                        ])
                    ),
                ])
            ),
            (
                "CostReport",
                object(
                    [
                        ("month", string), ("currency", #"{"const": "USD"}"#), ("complete", boolean),
                        ("total_cost_usd", money), ("projected_month_end_usd", money),
                    ] + counts + [
                        (
                            "users",
                            array(
                                object(
                                    [("user_id", string)] + costs + [
                                        ("budget_usd", nullableMoney), ("budget_used_ratio", nullableMoney),
                                    ]))
                        ),
                        ("models", array(object([("provider", string), ("model", string)] + costs))),
                        ("components", array(object([("component_type", string)] + costs))),
                        ("days", array(object([("date", string), ("cost_usd", money)] + counts))),
                        ("next_cursor", nullableString),
                    ])
            ),
            ("RequestPage", object([("requests", array(reference("Request"))), ("next_cursor", nullableString)])),
            ("Request", object(row)),
            (
                "RequestDetail",
                object(
                    row + [
                        ("key_id", nullableString), ("attempts", array(attempt)), ("priced_as", nullableString),
                        ("price_lines", array(priceLine)),
                        ("price_lines_usd", nullableMoney),
                        ("token_classes", object(tokenClasses.map { ($0, count) })), ("detail", "true"),
                    ])
            ),
        ].map { "      \"\($0.0)\": \($0.1)" }.joined(separator: ",\n")
        + ",\n" + dashboardSchemas + ",\n" + policySchemas

    private static let row =
        [
            ("id", string), ("started_at", #"{"type": "string", "format": "date-time"}"#), ("provider", string),
            ("api", string), ("request_model", nullableString), ("response_model", nullableString),
            ("user_id", string), ("component_type", string),
            ("tags", #"{"type": "object", "additionalProperties": {"type": "string"}}"#), ("stream", boolean),
            ("status", count), ("error_type", nullableString), ("client_disconnected", boolean),
        ]
        + [
            "input_tokens", "cached_input_tokens", "cache_write_tokens", "output_tokens", "reasoning_tokens",
            "audio_input_tokens", "audio_output_tokens",
        ].map { ($0, count) }
        + [
            ("cost_usd", nullableMoney), ("cost_known_usd", money), ("unpriced", array(string)),
            ("price_source", #"{"enum": ["catalogue", "configured", "fallback", "provider", "none"]}"#),
            ("usage_source", #"{"enum": ["reported", "estimated", "interrupted", "none"]}"#), ("duration_ms", money),
            ("time_to_first_token_ms", nullableMoney), ("upstream_request_id", nullableString),
            ("trace_id", nullableString),
        ]

    private static let attempt = object([
        ("number", count), ("provider", string), ("outcome", string), ("status", #"{"type": ["integer", "null"]}"#),
        ("error_type", nullableString), ("duration_ms", nullableMoney), ("time_to_first_token_ms", nullableMoney),
        ("upstream_request_id", nullableString),
    ])
    private static let counts = ["requests", "errors", "unpriced_requests", "input_tokens", "output_tokens"]
        .map { ($0, count) }
    private static let costs = [("cost_usd", money), ("projected_month_end_usd", money)] + counts
    private static let tokenClasses = [
        "input", "cached_input", "cache_write_5m", "cache_write_1h", "audio_input", "cached_audio_input",
        "image_input", "cached_image_input", "video_input", "output", "reasoning", "audio_output", "image_output",
        "citation",
    ]

    static let string = #"{"type": "string"}"#
    static let nullableString = #"{"type": ["string", "null"]}"#
    static let boolean = #"{"type": "boolean"}"#
    static let count = #"{"type": "integer", "minimum": 0}"#
    static let money = #"{"type": "number"}"#
    static let nullableMoney = #"{"type": ["number", "null"]}"#

    static func reference(_ name: String) -> String { "{\"$ref\": \"#/components/schemas/\(name)\"}" }

    static func array(_ items: String) -> String { "{\"type\": \"array\", \"items\": \(items)}" }

    /// An object that has exactly these members.
    static func object(_ members: [(String, String)]) -> String {
        let required = members.map { "\"\($0.0)\"" }.joined(separator: ", ")
        let properties = members.map { "\"\($0.0)\": \($0.1)" }.joined(separator: ", ")
        return """
            {"type": "object", "additionalProperties": false, "required": [\(required)], "properties": {\(properties)}}
            """
    }
}
