import Synchronization

/// The workspaces of an encoding that nobody uses just now.
final class WorkspacePool: Sendable {
    /// More than this many are not kept, and not needed but by as many threads at once.
    private static let limit = 16
    private let idle = Mutex<[Workspace]>([])

    /// Calls `body` with a workspace that is nobody else's meanwhile.
    @inline(__always)
    func with<R>(_ body: (Workspace) -> R) -> R {
        let workspace = idle.withLock { $0.popLast() } ?? Workspace()
        defer { idle.withLock { if $0.count < Self.limit { $0.append(workspace) } } }
        return body(workspace)
    }
}
