extension OpenAPIDocument {
    /// The paths that pages report their errors by.
    static let monitoringPaths = """
            "/monitoring": {
              "post": {
                "operationId": "reportErrors",
                "summary": "Takes an envelope of a browser's Sentry SDK or of tollgate-browser.js, and passes it on.",
                "description": "Only for pages of this host and of sentry.tunnel_origins, and for DSNs that are configured.",
                "security": [],
                "requestBody": {"required": true, "content": {
                  "application/x-sentry-envelope": {"schema": {"type": "string"}},
                  "text/plain": {"schema": {"type": "string"}}}},
                "responses": {
                  "200": {"description": "The receiver has it.", "content": {
                    "application/json": {"schema": {"type": "object"}}}},
                  "400": {"$ref": "#/components/responses/BadRequest"},
                  "403": {"$ref": "#/components/responses/Forbidden"},
                  "404": {"$ref": "#/components/responses/NotFound"},
                  "405": {"$ref": "#/components/responses/MethodNotAllowed"},
                  "413": {"$ref": "#/components/responses/TooLarge"},
                  "415": {"$ref": "#/components/responses/UnsupportedMediaType"},
                  "429": {"description": "Too many; Retry-After and X-Sentry-Rate-Limits say for how long.", "content": {
                    "application/json": {"schema": {"type": "object"}}}},
                  "502": {"description": "The receiver could not be reached.", "content": {
                    "application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}},
                  "default": {"description": "What else the receiver answered.", "content": {
                    "application/json": {"schema": {"type": "object"}}}}
                }
              },
              "options": {
                "operationId": "reportErrorsPreflight",
                "summary": "Whether a page of another origin may report here.",
                "security": [],
                "responses": {
                  "204": {"description": "It may."},
                  "403": {"$ref": "#/components/responses/Forbidden"},
                  "404": {"$ref": "#/components/responses/NotFound"},
                  "405": {"$ref": "#/components/responses/MethodNotAllowed"}
                }
              }
            },
            "/tollgate-browser.js": {
              "get": {
                "operationId": "browserScript",
                "summary": "Reports a page's errors through /monitoring; does nothing where error reports are off.",
                "security": [],
                "responses": {
                  "200": {"description": "The script.", "content": {"text/javascript": {"schema": {"type": "string"}}}},
                  "405": {"$ref": "#/components/responses/MethodNotAllowed"}
                }
              }
            }
        """
}
