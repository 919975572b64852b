import GRDBSQLite
import Ledger
import Synchronization

/// What the writer does besides rows: asks for checkpoints, and deletes old rows, and kinds that no row has any more, when
/// nothing else is to be done.
///
/// **Checkpoints** copy the log into the database, on ``Checkpointer``'s own thread and connection, so that no commit
/// waits for the disk. They are asked for when the log has grown by `checkpointFrames` pages since the last, and
/// after some idle seconds. A log can only start afresh after a checkpoint that reached its end; under a load that
/// never pauses the other thread never reaches it. So a log of `longestFrames` (256 MiB) makes the writer copy the
/// rest itself, right after the other thread has copied nearly all: the one commit in tens of thousands that waits
/// for the disk.
///
/// Not `Sendable`: part of ``WriterLoop``.
final class WriterUpkeep {
    static let checkpointFrames = 4096
    static let longestFrames = 65_536
    /// The length that the log keeps, in bytes: what it grows to before it starts afresh.
    ///
    /// So it is not cut and allocated again and again. A frame is a page and 24 bytes.
    static let logBytes = (longestFrames + 8 * checkpointFrames) * (4096 + 24)
    private static let idleNanoseconds: UInt64 = 2_000_000_000
    private static let rowsADeletion: Int64 = 200
    private static let nanosecondsAnHour: UInt64 = 3_600_000_000_000

    private let writer: Writer
    private let connection: SQLConnection
    private let checkpointer: Checkpointer
    /// Pages in the log after the last commit; written by SQLite's hook.
    private let frames = FrameCount()
    private var framesAsked = 0
    private var lastCommit: UInt64 = 0
    private var isDirty = false
    private var nextDeletion: UInt64 = 0
    private var deletion: SQLStatement?
    /// Looks for kinds that lost their last row: once, as somebody may have deleted rows while no gateway ran, and after each
    /// deletion; nil when there is nothing to look for.
    private var sweep: KindSweep? = KindSweep()
    /// Kinds were deleted, and whoever remembers their numbers must forget them.
    private(set) var hasDeletedKinds = false

    init(_ writer: Writer, connection: SQLConnection, checkpointer: Checkpointer) {
        self.writer = writer
        self.connection = connection
        self.checkpointer = checkpointer
        // Replaces SQLite's own checkpoints, which would run within a commit.
        sqlite3_wal_hook(
            connection.handle,
            { context, _, _, pages in
                guard let context else { return SQLITE_OK }
                Unmanaged<FrameCount>.fromOpaque(context).takeUnretainedValue().value = Int(pages)
                return SQLITE_OK
            }, Unmanaged.passUnretained(frames).toOpaque())
    }

    /// Takes the hook away; call it before the connection outlives this object.
    func end() {
        sqlite3_wal_hook(connection.handle, nil, nil)
        deletion = nil
        sweep = nil
    }

    /// After each commit: a look at the size of the log.
    func committed() {
        lastCommit = writer.clock.monotonic()
        isDirty = true
        let count = frames.value
        // The log has started afresh.
        if count < framesAsked { framesAsked = 0 }
        if count >= framesAsked + Self.checkpointFrames {
            framesAsked = count
            checkpointer.request()
        } else if count >= Self.longestFrames, checkpointer.hasJustFinished() {
            sqlite3_wal_checkpoint_v2(connection.handle, nil, SQLITE_CHECKPOINT_PASSIVE, nil, nil)
        }
    }

    /// When there is nothing to write: does what is due, and says how long the thread may sleep; nil = until woken.
    func run(untilBacklogIsDue backlog: Double?) -> Double? {
        let now = writer.clock.monotonic()
        var pause = backlog
        func sleep(until deadline: UInt64) {
            let seconds = deadline > now ? Double(deadline - now) / 1e9 : 0
            pause = min(pause ?? seconds, seconds)
        }
        if isDirty {
            if now >= lastCommit + Self.idleNanoseconds {
                isDirty = false
                checkpointer.request()
            } else {
                sleep(until: lastCommit + Self.idleNanoseconds)
            }
        }
        if writer.settings.retentionDays > 0 || sweep != nil {
            if now >= nextDeletion {
                nextDeletion = deleteSome() || sweepSome() ? now : now + Self.nanosecondsAnHour
            }
            sleep(until: nextDeletion)
        }
        return pause
    }

    /// Deletes a few rows that are older than the settings want; true when there may be more.
    private func deleteSome() -> Bool {
        guard writer.settings.retentionDays > 0 else { return false }
        let age = Int64(writer.settings.retentionDays) * 86_400_000_000
        let oldest = CallID.earliest(at: writer.clock.wall() - age)
        do throws(SQLiteFailure) {
            let deletion: SQLStatement
            if let ready = self.deletion {
                deletion = ready
            } else {
                deletion = try connection.prepare(
                    "DELETE FROM requests WHERE id IN (SELECT id FROM requests WHERE id < ? ORDER BY id LIMIT ?)")
                self.deletion = deletion
            }
            deletion.bind(oldest.rawValue, at: 1)
            deletion.bind(Self.rowsADeletion, at: 2)
            try deletion.run()
            guard connection.changes > 0 else { return false }
            changed()
            sweep = KindSweep()
            return true
        } catch {
            // Old rows do no harm: the next hour tries again, and a real trouble shows at the next commit.
            return false
        }
    }

    /// Deletes some of the kinds that have no rows any more; true when there may be more.
    private func sweepSome() -> Bool {
        guard let sweep else { return false }
        do throws(SQLiteFailure) {
            let (deleted, isDone) = try sweep.run(connection)
            if deleted > 0 {
                hasDeletedKinds = true
                changed()
            }
            if isDone { self.sweep = nil }
            return !isDone
        } catch {
            return false
        }
    }

    /// The kinds that were deleted are forgotten.
    func forgotKinds() { hasDeletedKinds = false }

    private func changed() {
        isDirty = true
        lastCommit = writer.clock.monotonic()
    }

    private final class FrameCount {
        var value = 0
    }
}
