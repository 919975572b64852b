/// What is to be known about a run once it has crashed: written at its start, read at the next.
///
/// A new version may be what is started after a crash; the crash is the old one's.
public struct RunRecord: Sendable, Hashable {
    /// The process's id.
    public var processID: Int32

    /// The version that ran.
    public var release: String?

    /// Where it ran, as `production`.
    public var environment: String?

    /// The host it ran on.
    public var serverName: String?

    /// When it began, in seconds since 1970.
    public var started: Int

    /// A record.
    public init(
        processID: Int32, release: String? = nil, environment: String? = nil, serverName: String? = nil, started: Int
    ) {
        self.processID = processID
        self.release = release
        self.environment = environment
        self.serverName = serverName
        self.started = started
    }

    /// One line a field; values have no line breaks.
    var text: String {
        let fields = [
            ("process", String(processID)), ("started", String(started)), ("release", release ?? ""),
            ("environment", environment ?? ""), ("server", serverName ?? ""),
        ]
        return fields.map { "\($0)=\($1.filter { !$0.isNewline })\n" }.joined()
    }

    /// Reads what `text` wrote; nil where it is something else.
    init?(text: String) {
        var fields: [Substring: String] = [:]
        for line in text.split(whereSeparator: \.isNewline).prefix(32) {
            guard let equals = line.firstIndex(of: "=") else { continue }
            let value = line[line.index(after: equals)...].prefix(200)
            fields[line[..<equals]] = value.isEmpty ? nil : String(value)
        }
        guard let process = fields["process"].flatMap(Int32.init), let started = fields["started"].flatMap(Int.init)
        else { return nil }
        self.init(
            processID: process, release: fields["release"], environment: fields["environment"],
            serverName: fields["server"], started: started)
    }
}
