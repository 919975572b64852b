extension OpenAPIDocument {
    /// The members of `paths`.
    static let paths =
        reading + ",\n" + dashboardPaths + ",\n" + policyPaths + ",\n" + monitoringPaths

    /// What is read: costs, calls and health.
    private static let reading = """
            "/api/v1/admin/llm-costs": {
              "get": {
                "operationId": "llmCosts",
                "summary": "A month's costs by user, model, component and day.",
                "parameters": [
                  {"name": "month", "in": "query", "schema": \(month),
                    "description": "YYYY-MM, UTC; default the running month."},
                  {"name": "sort", "in": "query", "schema": {"type": "string", "default": "-cost",
                    "enum": ["-cost", "cost", "user", "-user", "-requests", "requests", ""]}},
                  {"name": "limit", "in": "query", "schema": \(limit),
                    "description": "Users a page; default 100, and all of them for CSV."},
                  {"name": "cursor", "in": "query", "schema": {"type": "string"},
                    "description": "The next_cursor of the page before."},
                  {"name": "format", "in": "query", "schema": {"type": "string", "enum": ["json", "csv", ""], "default": "json"}},
                  {"name": "table", "in": "query", "schema": {"type": "string", "default": "users",
                    "enum": ["users", "models", "components", "days", ""]}, "description": "Which table, for CSV."}
                ],
                "responses": {
                  "200": {
                    "description": "The report.",
                    "headers": {"Link": {"$ref": "#/components/responses/Next/headers/Link"}},
                    "content": {
                      "application/json": {"schema": {"$ref": "#/components/schemas/CostReport"}},
                      "text/csv": {"schema": {"type": "string"}}
                    }
                  },
                  "400": {"$ref": "#/components/responses/BadRequest"},
                  "404": {"$ref": "#/components/responses/NotFound"},
                  \(guarded)
                  "503": {"$ref": "#/components/responses/LedgerUnavailable"}
                }
              }
            },
            "/api/v1/admin/requests": {
              "get": {
                "operationId": "requests",
                "summary": "Calls, newest first.",
                "parameters": [
                  {"name": "since", "in": "query", "schema": \(time),
                    "description": "A date or an RFC 3339 time, inclusive."},
                  {"name": "until", "in": "query", "schema": \(time),
                    "description": "A date or an RFC 3339 time, exclusive."},
                  {"name": "user_id", "in": "query", "schema": {"type": "string"}},
                  {"name": "model", "in": "query", "schema": {"type": "string"},
                    "description": "The request's, the answer's or the priced model."},
                  {"name": "component_type", "in": "query", "schema": {"type": "string"}},
                  {"name": "status", "in": "query", "schema": {"type": "string", "pattern": "^(ok|error|0|[1-5][0-9]{2})?$"},
                    "description": "ok, error, an HTTP status, or 0 for calls that got no answer."},
                  {"name": "limit", "in": "query", "schema": \(limit),
                    "description": "Rows a page; default 100, and all of them for NDJSON."},
                  {"name": "cursor", "in": "query", "schema": \(cursor),
                    "description": "The next_cursor of the page before."}
                ],
                "responses": {
                  "200": {
                    "description": "A page; NDJSON where Accept prefers it.",
                    "headers": {"Link": {"$ref": "#/components/responses/Next/headers/Link"}},
                    "content": {
                      "application/json": {"schema": {"$ref": "#/components/schemas/RequestPage"}},
                      "application/x-ndjson": {"schema": {"$ref": "#/components/schemas/Request"}}
                    }
                  },
                  "400": {"$ref": "#/components/responses/BadRequest"},
                  \(guarded)
                  "503": {"$ref": "#/components/responses/LedgerUnavailable"}
                }
              }
            },
            "/api/v1/admin/requests/{id}": {
              "get": {
                "operationId": "request",
                "summary": "One call with its token classes and what else was billed.",
                "parameters": [
                  {"name": "id", "in": "path", "required": true, "schema": \(callID)}
                ],
                "responses": {
                  "200": {"description": "The call.", "content": {
                    "application/json": {"schema": {"$ref": "#/components/schemas/RequestDetail"}}}},
                  "400": {"$ref": "#/components/responses/BadRequest"},
                  "404": {"$ref": "#/components/responses/NotFound"},
                  \(guarded)
                  "503": {"$ref": "#/components/responses/LedgerUnavailable"}
                }
              }
            },
            "/api/v1/openapi.json": {
              "get": {
                "operationId": "openapi",
                "summary": "This document.",
                "responses": {
                  "200": {"description": "OpenAPI 3.1.", "content": {"application/json": {"schema": {"type": "object"}}}},
                  \(guarded.dropLast())
                }
              }
            },
            "/metrics": {
              "get": {
                "operationId": "metrics",
                "summary": "The metrics, in the Prometheus format that Accept prefers.",
                "security": [],
                "responses": {
                  "200": {"description": "The exposition.", "content": {
                    "text/plain": {"schema": {"type": "string"}},
                    "application/openmetrics-text": {"schema": {"type": "string"}}}},
                  "405": {"$ref": "#/components/responses/MethodNotAllowed"}
                }
              }
            },
            "/healthz": {
              "get": {
                "operationId": "healthz",
                "summary": "The process lives.",
                "security": [],
                "responses": {
                  "200": {"description": "ok", "content": {"text/plain": {"schema": {"type": "string"}}}},
                  "405": {"$ref": "#/components/responses/MethodNotAllowed"}
                }
              }
            },
            "/readyz": {
              "get": {
                "operationId": "readyz",
                "summary": "Whether calls can be served and recorded.",
                "security": [],
                "responses": {
                  "200": {"description": "Ready.", "content": {
                    "application/json": {"schema": {"$ref": "#/components/schemas/Readiness"}}}},
                  "405": {"$ref": "#/components/responses/MethodNotAllowed"},
                  "503": {"description": "Not ready; reasons says why.", "content": {
                    "application/json": {"schema": {"$ref": "#/components/schemas/Readiness"}}}}
                }
              }
            }
        """

    // Parameters of a query may be empty, which is the same as leaving them out.

    /// A month of the years 1970 to 9999.
    private static let month =
        #"{"type": "string", "pattern": "^((19[7-9][0-9]|[2-9][0-9]{3})-(0[1-9]|1[0-2]))?$"}"#
    /// A point in time.
    static let time =
        #"{"anyOf": [{"type": "string", "format": "date"}, "#
        + #"{"type": "string", "format": "date-time"}, {"type": "string", "maxLength": 0}]}"#
    /// How many a page.
    static let limit =
        #"{"anyOf": [{"type": "integer", "minimum": 1, "maximum": 1000}, {"type": "string", "maxLength": 0}]}"#
    /// An id as `x-tollgate-request-id` has it.
    private static let callID = #"{"type": "string", "pattern": "^req_[0-7][0-9a-hjkmnp-tv-z]{12}$"}"#
    /// The place behind a call.
    private static let cursor = #"{"type": "string", "pattern": "^(req_[0-7][0-9a-hjkmnp-tv-z]{12})?$"}"#

    /// What every guarded path may answer.
    static let guarded = """
        "401": {"$ref": "#/components/responses/Unauthorized"},
                  "403": {"$ref": "#/components/responses/Forbidden"},
                  "405": {"$ref": "#/components/responses/MethodNotAllowed"},
        """
}
