/// What encoding writes to: one caller's at a time.
///
/// `@unchecked Sendable`: it goes from thread to thread only through ``WorkspacePool``, which takes it out of a list
/// under a lock and puts it back when its user is done, so no two threads ever hold the same.
final class Workspace: @unchecked Sendable {
    let cache = PieceCache()
    let windows = WindowMerge()
    var long = LongMerge()
}
