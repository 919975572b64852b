extension OpenAPIDocument {
    /// The paths of the dashboard, and those that are there for it.
    static let dashboardPaths = """
            "/api/v1/admin/overview": {
              "get": {
                "operationId": "overview",
                "summary": "Sums over some hours beside those of as many before, exact: what the dashboard shows.",
                "parameters": [
                  {"name": "since", "in": "query", "schema": \(time),
                    "description": "A date or an RFC 3339 time; the hour that it is in is the first. Default: 24 hours before until."},
                  {"name": "until", "in": "query", "schema": \(time),
                    "description": "A date or an RFC 3339 time, exclusive; the hour that it is in is the last. Default: now."},
                  {"name": "limit", "in": "query", "schema": \(limit), "description": "Users at most; default 10."}
                ],
                "responses": {
                  "200": {"description": "The sums; of at most 366 days.", "content": {
                    "application/json": {"schema": {"$ref": "#/components/schemas/Overview"}}}},
                  "400": {"$ref": "#/components/responses/BadRequest"},
                  \(guarded)
                  "503": {"$ref": "#/components/responses/LedgerUnavailable"}
                }
              }
            },
            "/api/v1/admin/status": {
              "get": {
                "operationId": "status",
                "summary": "How the gateway, its ledger and the store that gateways share are.",
                "responses": {
                  "200": {"description": "The state.", "content": {
                    "application/json": {"schema": {"$ref": "#/components/schemas/Status"}}}},
                  \(guarded.dropLast())
                }
              }
            },
            "/api/v1/session": {
              "get": {
                "operationId": "session",
                "summary": "Whether a token is wanted, and whether this browser has logged in.",
                "security": [],
                "responses": {
                  "200": {"description": "The state.", "content": {
                    "application/json": {"schema": {"$ref": "#/components/schemas/Session"}}}},
                  "405": {"$ref": "#/components/responses/MethodNotAllowed"}
                }
              },
              "post": {
                "operationId": "login",
                "summary": "Takes the admin token, sets a session's cookie for 12 hours.",
                "security": [],
                "requestBody": {"required": true, "content": {
                  "application/json": {"schema": {"$ref": "#/components/schemas/Login"}}}},
                "responses": {
                  "204": {"description": "Logged in."},
                  "400": {"$ref": "#/components/responses/BadRequest"},
                  "401": {"$ref": "#/components/responses/Unauthorized"},
                  "403": {"$ref": "#/components/responses/Forbidden"},
                  "405": {"$ref": "#/components/responses/MethodNotAllowed"},
                  "413": {"$ref": "#/components/responses/TooLarge"},
                  "415": {"$ref": "#/components/responses/UnsupportedMediaType"}
                }
              },
              "delete": {
                "operationId": "logout",
                "summary": "Ends this browser's session.",
                "security": [],
                "responses": {
                  "204": {"description": "Logged out."},
                  "403": {"$ref": "#/components/responses/Forbidden"},
                  "405": {"$ref": "#/components/responses/MethodNotAllowed"}
                }
              }
            },
            "/": {
              "get": {
                "operationId": "dashboard",
                "summary": "The dashboard; its data comes from the admin API.",
                "security": [],
                "responses": {
                  "200": {"description": "HTML.", "content": {"text/html": {"schema": {"type": "string"}}}},
                  "304": {"description": "As the reader's ETag has it."},
                  "405": {"$ref": "#/components/responses/MethodNotAllowed"}
                }
              }
            },
            "/dashboard/{file}": {
              "get": {
                "operationId": "dashboardFile",
                "summary": "A script or style of the dashboard.",
                "security": [],
                "parameters": [{"name": "file", "in": "path", "required": true, "schema": {"type": "string", "minLength": 1}}],
                "responses": {
                  "200": {"description": "The file.", "content": {
                    "text/javascript": {"schema": {"type": "string"}}, "text/css": {"schema": {"type": "string"}}}},
                  "304": {"description": "As the reader's ETag has it."},
                  "404": {"$ref": "#/components/responses/NotFound"},
                  "405": {"$ref": "#/components/responses/MethodNotAllowed"}
                }
              }
            }
        """

    /// The members of `components.schemas` that this part adds.
    static let dashboardSchemas = [
        (
            "Overview",
            object(
                [
                    ("since", string), ("until", string), ("currency", #"{"const": "USD"}"#), ("complete", boolean),
                    ("total", object(sums)), ("before", object(sums)), ("duration_ms", latency),
                    ("time_to_first_token_ms", latency), ("duration_before_ms", latency),
                    ("time_to_first_token_before_ms", latency),
                    ("users", array(object([("user_id", string)] + sums))), ("more_users", boolean),
                    ("models", array(object([("provider", string), ("model", string)] + sums))),
                    ("components", array(object([("component_type", string)] + sums))),
                    ("errors_by_type", array(object([("error_type", string), ("requests", count)]))),
                    ("bucket", #"{"enum": ["hour", "day"]}"#),
                    ("series", array(object([("start", string)] + sums))),
                ])
        ),
        (
            "Status",
            object([
                ("version", string), ("now", string), ("reasons", array(string)),
                (
                    "ledger",
                    object([
                        ("writable", boolean), ("rows_waiting", count), ("lag_ms", count), ("message", nullableString),
                    ])
                ),
                (
                    "shared_store",
                    #"{"type": ["object", "null"], "required": ["connected", "lag_ms", "message"]}"#
                ), ("trace_url", nullableString),
            ])
        ),
        (
            "Session",
            object([("token_required", boolean), ("logged_in", boolean), ("expires_at", nullableString)])
        ),
        ("Login", object([("token", #"{"type": "string", "minLength": 1, "maxLength": 4096}"#)])),
    ].map { "      \"\($0.0)\": \($0.1)" }.joined(separator: ",\n")

    private static let sums =
        [("cost_usd", money)]
        + [
            "requests", "errors", "unpriced_requests", "input_tokens", "cached_input_tokens", "cache_write_tokens",
            "output_tokens", "reasoning_tokens",
        ].map { ($0, count) }

    /// Quantiles in milliseconds, within 6.25 %; null without calls.
    private static let latency = object([
        ("count", count), ("p50", nullableMoney), ("p95", nullableMoney), ("p99", nullableMoney),
    ])

    /// A line of the price of one call.
    static let priceLine = object([
        ("name", string), ("quantity", count), ("per", count), ("rate_usd", nullableMoney),
        ("amount_usd", nullableMoney),
    ])
}
