/// What the command line says; it wins over the environment and the file.
public struct Overrides: Sendable, Hashable {
    /// `--config`; wins over `TOLLGATE_CONFIG`.
    public var configFile: String?
    /// `--host`.
    public var host: String?
    /// `--port`.
    public var port: Int?
    /// `--admin-host`.
    public var adminHost: String?
    /// `--admin-port`.
    public var adminPort: Int?
    /// `--data-dir`.
    public var dataDirectory: String?
    /// `--log-level`.
    public var logLevel: String?
    /// `--require-keys`.
    public var requireKeys: Bool?
    /// `--threads`.
    public var threads: Int?

    /// Nothing on the command line.
    public init() {}

    /// The values by the path that they stand in for.
    var values: [String: String] {
        let pairs: [(String, String?)] = [
            ("host", host), ("port", port.map(String.init)), ("admin.host", adminHost),
            ("admin.port", adminPort.map(String.init)), ("data_dir", dataDirectory), ("log_level", logLevel),
            ("require_keys", requireKeys.map(String.init)), ("threads", threads.map(String.init)),
        ]
        return Dictionary(uniqueKeysWithValues: pairs.compactMap { path, value in value.map { (path, $0) } })
    }

    /// The option that stands in for a path: `--admin-port` for `admin.port`.
    static func option(for path: String) -> String {
        "--" + path.map { $0 == "." || $0 == "_" ? "-" : String($0) }.joined()
    }
}
