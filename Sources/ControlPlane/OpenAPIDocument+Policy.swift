import Foundation

extension OpenAPIDocument {
    /// The paths of keys, budgets and alerts.
    static let policyPaths = """
            "/api/v1/admin/keys": {
              "get": {
                "operationId": "listKeys",
                "summary": "The virtual keys in force; never their texts.",
                "responses": {
                  "200": {"description": "The keys.", "content": {
                    "application/json": {"schema": {"$ref": "#/components/schemas/KeyList"}}}},
                  \(failures)
                }
              },
              "post": {
                "operationId": "createKey",
                "summary": "Makes a virtual key, and shows it this once.",
                "requestBody": {"required": true, "content": {
                  "application/json": {"schema": {"$ref": "#/components/schemas/NewKey"}}}},
                "responses": {
                  "201": {"description": "The key.", "content": {
                    "application/json": {"schema": {"$ref": "#/components/schemas/CreatedKey"}}}},
                  \(bodyFailures),
                  \(failures)
                }
              }
            },
            "/api/v1/admin/keys/{id}": {
              "put": {
                "operationId": "changeKey",
                "summary": "Changes what a virtual key grants, at once: all of it; what is left out is as for a new key.",
                "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
                "requestBody": {"required": true, "content": {
                  "application/json": {"schema": {"$ref": "#/components/schemas/NewKey"}}}},
                "responses": {
                  "200": {"description": "The key as it is now.", "content": {
                    "application/json": {"schema": {"$ref": "#/components/schemas/Key"}}}},
                  "404": {"$ref": "#/components/responses/NotFound"},
                  \(bodyFailures),
                  \(failures)
                }
              },
              "delete": {
                "operationId": "revokeKey",
                "summary": "Revokes a virtual key at once.",
                "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
                "responses": {
                  "204": {"description": "It is not valid any more."},
                  "404": {"$ref": "#/components/responses/NotFound"},
                  \(failures)
                }
              }
            },
            "/api/v1/admin/budgets": {
              "get": {
                "operationId": "listBudgets",
                "summary": "The budgets in force with their running windows, and the default for users.",
                "responses": {
                  "200": {"description": "The budgets.", "content": {
                    "application/json": {"schema": {"$ref": "#/components/schemas/BudgetList"}}}},
                  \(failures)
                }
              }
            },
            "/api/v1/admin/budgets/{scope}/{id}/{window}": {
              "parameters": [
                {"name": "scope", "in": "path", "required": true,
                  "schema": {"enum": ["user", "key", "component", "model", "gateway"]}},
                {"name": "id", "in": "path", "required": true, "schema": {"type": "string", "minLength": 1, "maxLength": 256},
                  "description": "The user, the key's id, the component or the model; for the gateway: gateway."},
                {"name": "window", "in": "path", "required": true,
                  "schema": {"enum": ["hour", "day", "week", "month", "total"]}}
              ],
              "get": {
                "operationId": "budget",
                "summary": "A budget with what is spent and held of it.",
                "responses": {
                  "200": {"description": "The budget.", "content": {
                    "application/json": {"schema": {"$ref": "#/components/schemas/Budget"}}}},
                  "400": {"$ref": "#/components/responses/BadRequest"},
                  "404": {"$ref": "#/components/responses/NotFound"},
                  \(failures)
                }
              },
              "put": {
                "operationId": "setBudget",
                "summary": "Puts a budget in force, at once and for good.",
                "requestBody": {"required": true, "content": {
                  "application/json": {"schema": {"$ref": "#/components/schemas/BudgetTerms"}}}},
                "responses": {
                  "200": {"description": "The budget.", "content": {
                    "application/json": {"schema": {"$ref": "#/components/schemas/Budget"}}}},
                  "409": {"$ref": "#/components/responses/Conflict"},
                  \(bodyFailures),
                  \(failures)
                }
              },
              "delete": {
                "operationId": "removeBudget",
                "summary": "Takes a budget out of force; what the configuration says holds again.",
                "responses": {
                  "204": {"description": "It does not hold any more."},
                  "400": {"$ref": "#/components/responses/BadRequest"},
                  "404": {"$ref": "#/components/responses/NotFound"},
                  "409": {"$ref": "#/components/responses/Conflict"},
                  \(failures)
                }
              }
            },
            "/api/v1/admin/alerts": {
              "get": {
                "operationId": "alerts",
                "summary": "Alerts that were told, newest first.",
                "parameters": [
                  {"name": "limit", "in": "query", "schema": \(limit)},
                  {"name": "cursor", "in": "query", "schema": {"type": "string", "pattern": "^([0-9]{1,18})?$"},
                    "description": "The next_cursor of the page before."}
                ],
                "responses": {
                  "200": {"description": "A page.", "content": {
                    "application/json": {"schema": {"$ref": "#/components/schemas/AlertPage"}}}},
                  "400": {"$ref": "#/components/responses/BadRequest"},
                  \(failures)
                }
              }
            },
            "/api/v1/admin/events": {
              "get": {
                "operationId": "events",
                "summary": "Alerts as they come, as server-sent events, without an end.",
                "responses": {
                  "200": {"description": "Events called budget_alert, with an Alert each.", "content": {
                    "text/event-stream": {"schema": {"type": "string"}}}},
                  \(failures)
                }
              }
            }
        """

    /// What every path of this part may answer.
    private static let failures =
        guarded + """

                      "503": {"$ref": "#/components/responses/PolicyUnavailable"}
            """

    /// What a path that takes a body may answer.
    private static let bodyFailures = """
        "400": {"$ref": "#/components/responses/BadRequest"},
                  "413": {"$ref": "#/components/responses/TooLarge"},
                  "415": {"$ref": "#/components/responses/UnsupportedMediaType"}
        """

    /// The members of `components.schemas` that this part adds.
    static let policySchemas = [
        ("KeyList", object([("keys", array(reference("Key")))])),
        (
            "Key",
            object([
                ("id", string), ("hint", string), ("owner", string), ("component", nullableString),
                ("tags", labels), ("models", nullableStrings), ("providers", nullableStrings),
                ("requests_per_minute", nullableCount), ("tokens_per_minute", nullableCount),
                ("max_concurrent", nullableCount), ("expires_at", nullableString), ("trusted", boolean),
                ("created_at", string),
            ])
        ),
        ("CreatedKey", object([("id", string), ("key", string)])),
        (
            "NewKey",
            input(
                ["owner"],
                [
                    ("owner", name), ("component", name), ("tags", newLabels), ("models", names),
                    ("providers", names), ("requests_per_minute", positive), ("tokens_per_minute", positive),
                    ("max_concurrent", positive),
                    ("expires_at", future), ("trusted", boolean),
                ])
        ),
        (
            "BudgetList",
            object([
                ("budgets", array(reference("Budget"))),
                (
                    "default",
                    "{\"anyOf\": [{\"type\": \"null\"}, \(object([("scope", string), ("window", string)] + terms))]}"
                ),
            ])
        ),
        (
            "Budget",
            object(
                [("scope", string), ("id", string), ("window", string)] + terms + [
                    ("period", string), ("period_start", nullableString), ("period_end", nullableString),
                    ("spent_usd", money), ("held_usd", money), ("left_usd", money), ("used_ratio", nullableMoney),
                    ("configured", boolean),
                ])
        ),
        (
            "BudgetTerms",
            input(
                ["limit_usd"],
                [
                    ("limit_usd", amount),
                    ("mode", #"{"enum": ["soft", "hard"]}"#),
                    (
                        "thresholds",
                        #"{"type": "array", "maxItems": 16, "items": {"type": "number", "minimum": 0.000001, "maximum": 10}}"#
                    ),
                    ("timezone", zone), ("on_outage", #"{"enum": ["closed", "local_lease", "open"]}"#),
                    ("cap_output", boolean),
                ])
        ),
        ("AlertPage", object([("alerts", array(reference("Alert"))), ("next_cursor", nullableString)])),
        (
            "Alert",
            object([
                ("id", string), ("user_id", nullableString), ("scope", string), ("scope_id", string),
                ("window", string), ("threshold", money), ("spent_usd", money), ("limit_usd", money),
                ("projected_usd", nullableMoney), ("at", string),
            ])
        ),
    ].map { "      \"\($0.0)\": \($0.1)" }.joined(separator: ",\n")

    private static let terms = [
        ("limit_usd", money), ("mode", string), ("thresholds", array(money)), ("timezone", string),
        ("on_outage", string), ("cap_output", boolean),
    ]
    private static let name = #"{"type": "string", "minLength": 1, "maxLength": 256}"#
    private static let names = "{\"type\": \"array\", \"maxItems\": 128, \"items\": \(name)}"
    private static let newLabels =
        #"{"type": "object", "maxProperties": 32, "propertyNames": {"minLength": 1, "maxLength": 256}, "#
        + #""additionalProperties": {"type": "string", "maxLength": 256}}"#
    /// A date and time to come; the API takes any that is.
    private static let future =
        #"{"type": "string", "pattern": "^20(2[7-9]|[3-9][0-9])-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])"#
        + #"T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$"}"#
    /// Exact in a string; of a number, what is beyond 9 places is rounded off.
    private static let amount =
        #"{"anyOf": [{"type": "number", "minimum": 0.000000001, "maximum": 9000000000}, {"type": "string", "#
        + #""pattern": "^([1-9][0-9]{0,8}([.][0-9]{1,9})?|0[.][0-9]{0,8}[1-9])$"}]}"#
    private static var zone: String {
        let names = ["UTC"] + TimeZone.knownTimeZoneIdentifiers.filter { $0.contains("/") }.sorted()
        return "{\"enum\": [\(names.map { "\"\($0)\"" }.joined(separator: ", "))]}"
    }
    private static let positive = #"{"type": "integer", "minimum": 1, "maximum": 1000000000000}"#
    private static let labels = #"{"type": "object", "additionalProperties": {"type": "string"}}"#
    private static let nullableStrings = #"{"type": ["array", "null"], "items": {"type": "string"}}"#
    private static let nullableCount = #"{"type": ["integer", "null"]}"#

    /// An object of which only some members must be there; null counts as absent.
    private static func input(_ required: [String], _ members: [(String, String)]) -> String {
        let properties = members.map { member, schema in
            let taken = required.contains(member) ? schema : "{\"anyOf\": [{\"type\": \"null\"}, \(schema)]}"
            return "\"\(member)\": \(taken)"
        }.joined(separator: ", ")
        let needed = required.map { "\"\($0)\"" }.joined(separator: ", ")
        return "{\"type\": \"object\", \"additionalProperties\": false, "
            + "\"required\": [\(needed)], \"properties\": {\(properties)}}"
    }
}
