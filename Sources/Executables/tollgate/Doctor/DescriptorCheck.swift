import Foundation

/// Whether this user may have as many open files as the settings allow connections.
struct DescriptorCheck {
    let connections: Int
    private static let check = "file descriptors"

    func run() -> Finding {
        var limits = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits) == 0 else {
            return .warning(Self.check, "", "the limit cannot be read.", fix: "Look at 'ulimit -n'.")
        }
        let limit = limits.rlim_cur
        // Client and provider of each call, and the ledger's files.
        let wanted = UInt64(connections) * 2 + 200
        guard limit < wanted else { return .ok(Self.check, "", "\(limit) are allowed.") }
        let message = "\(limit) are allowed here; limits.connections: \(connections) may need \(wanted)."
        let fix =
            "Raise it where the gateway is started (LimitNOFILE=, --ulimit nofile=, ulimit -n), "
            + "or lower limits.connections."
        return limit < 256
            ? .failure(Self.check, "", message, fix: fix) : .warning(Self.check, "", message, fix: fix)
    }
}
