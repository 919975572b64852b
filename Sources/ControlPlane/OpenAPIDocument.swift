/// The admin API as an OpenAPI 3.1 document; the tests hold it against what is served.
enum OpenAPIDocument {
    /// The whole document; `isGuarded`: an admin token is set, and wanted.
    static func json(isGuarded: Bool) -> String {
        """
        {
          "openapi": "3.1.0",
          "info": {
            "title": "Tollgate control plane",
            "version": "1",
            "summary": "What LLM calls cost, by whom and for what.",
            "description": "Money is a JSON number in plain decimal with up to 9 places; times are RFC 3339, UTC. \
        HEAD is served wherever GET is. A parameter with an empty value counts as absent; unknown parameters are ignored.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}
          },
          "servers": [{"url": "/"}],
          "security": [\(isGuarded ? #"{"bearer": []}, {"basic": []}"# : "")],
          "paths": {
        \(paths)
          },
          "components": {
            "securitySchemes": {
              "bearer": {"type": "http", "scheme": "bearer", "description": "The admin token, where one is set."},
              "basic": {"type": "http", "scheme": "basic", "description": "Any user, the admin token as password; reads only."}
            },
            "responses": {
        \(responses)
            },
            "schemas": {
        \(schemas)
            }
          }
        }

        """
    }
}
