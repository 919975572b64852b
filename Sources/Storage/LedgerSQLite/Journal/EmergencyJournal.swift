import Glibc
import Ledger
import Synchronization

/// The file that takes rows while the database does not: `emergency.journal`, allocated beforehand.
///
/// A header of 4 KiB (magic, generation), then frames: seal (8 bytes), generation (4), length (4), record
/// (``RecordEncoding``). The seal is the checksum of what follows. Frames are valid from the first on, as long as the
/// generation is the header's and the seal fits; so emptying the journal is one write of a new generation, and the
/// space stays allocated for the day on which the disk is full. Replaying is idempotent, because a row's id is the
/// database's key: a row may be in both.
final class EmergencyJournal: Sendable {
    private static let magic: UInt64 = 0x3130_4C4E_4A47_5454  // "TTGJNL01"
    private static let headerBytes = 4096
    private static let frameBytes = 16

    /// A place between two frames.
    struct Position: Sendable, Hashable {
        fileprivate var offset: Int
    }

    private struct State {
        var generation: UInt32
        var tail: Int
        var rows: Int
    }

    /// Whether the file was there and is no journal; it is kept as `<name>.unreadable`.
    let wasUnreadable: Bool
    private let file: DataFile
    private let capacity: Int
    private let synchronous: Bool
    private let state: Mutex<State>

    /// Opens or makes the journal `path` of at least `capacity` bytes; `synchronous`: appends wait for the disk.
    init(path: String, capacity: Int, synchronous: Bool) throws(LedgerError) {
        var file = try DataFile(path, flags: O_RDWR | O_CREAT)
        wasUnreadable = !Self.isJournal(file) && !file.isBlank
        if wasUnreadable {
            rename(path, path + ".unreadable")
            file = try DataFile(path, flags: O_RDWR | O_CREAT)
        }
        self.file = file
        self.capacity = max(capacity, file.size, Self.headerBytes + 4096)
        self.synchronous = synchronous
        if file.size < self.capacity {
            try file.allocate(self.capacity)
            if synchronous { try file.synchronize() }
        }
        var header: [UInt64] = [0, 0]
        _ = header.withUnsafeMutableBytes { file.read($0, at: 0) }
        state = Mutex(State(generation: 0, tail: Self.headerBytes, rows: 0))
        guard header[0] == Self.magic else {
            guard Self.writeHeader(file, generation: 0) else {
                throw LedgerError(errno: errno, doing: "write \(path)", path: path)
            }
            return
        }
        state.withLock { $0.generation = UInt32(truncatingIfNeeded: header[1]) }
        var position = start
        while case let (records, next) = read(from: position, limit: 1000), !records.isEmpty {
            position = next
            let count = records.count
            state.withLock {
                $0.tail = next.offset
                $0.rows += count
            }
        }
    }

    /// The first frame's place.
    var start: Position { Position(offset: Self.headerBytes) }

    /// Rows that have not been taken out.
    var rows: Int { state.withLock { $0.rows } }

    /// Appends one row; false when there is no room or the system refuses.
    ///
    /// `waits`: for the disk, where the journal is synchronous.
    func append(_ record: borrowing UsageRecord, waits: Bool = true) -> Bool {
        let size = Self.frameBytes + RecordEncoding.size(of: record)
        return withUnsafeTemporaryAllocation(byteCount: size, alignment: 8) { buffer in
            let body = UnsafeMutableRawBufferPointer(rebasing: buffer[Self.frameBytes...])
            let length = RecordEncoding.write(record, to: body)
            let frame = UnsafeMutableRawBufferPointer(rebasing: buffer[..<(Self.frameBytes + length)])
            frame.storeBytes(of: UInt32(length), toByteOffset: 12, as: UInt32.self)
            return state.withLock { state in
                guard state.tail + frame.count <= capacity else { return false }
                frame.storeBytes(of: state.generation, toByteOffset: 8, as: UInt32.self)
                let seal = Seal.of(UnsafeRawBufferPointer(rebasing: frame[8...]))
                frame.storeBytes(of: seal, toByteOffset: 0, as: UInt64.self)
                guard file.write(UnsafeRawBufferPointer(frame), at: state.tail) else { return false }
                if synchronous, waits, fdatasync(file.descriptor) != 0 { return false }
                state.tail += frame.count
                state.rows += 1
                return true
            }
        }
    }

    /// Up to `limit` rows from `position` on, and the place after them.
    ///
    /// Stops at the first frame that is torn, stale
    /// or empty.
    func read(from position: Position, limit: Int) -> (records: [UsageRecord], next: Position) {
        let generation = state.withLock { $0.generation }
        var records: [UsageRecord] = []
        var position = position
        while records.count < limit, let (record, next) = frame(at: position, generation: generation) {
            records.append(record)
            position = next
        }
        return (records, position)
    }

    /// Empties the journal if nothing was appended after `position`; false if something was.
    func empty(upTo position: Position) -> Bool {
        state.withLock { state in
            guard state.tail <= position.offset, Self.writeHeader(file, generation: state.generation &+ 1) else {
                return false
            }
            state.generation &+= 1
            state.tail = Self.headerBytes
            state.rows = 0
            return true
        }
    }

    private func frame(at position: Position, generation: UInt32) -> (UsageRecord, Position)? {
        var head: (seal: UInt64, generation: UInt32, length: UInt32) = (0, 0, 0)
        let count = withUnsafeMutableBytes(of: &head) { file.read($0, at: position.offset) }
        guard count == Self.frameBytes, head.generation == generation,
            position.offset + Self.frameBytes + Int(head.length) <= capacity
        else { return nil }
        let size = 8 + Int(head.length)
        let record = withUnsafeTemporaryAllocation(byteCount: size, alignment: 8) { buffer -> UsageRecord? in
            guard file.read(buffer, at: position.offset + 8) == size,
                Seal.of(UnsafeRawBufferPointer(buffer)) == head.seal
            else { return nil }
            return RecordDecoding.read(UnsafeRawBufferPointer(rebasing: buffer[8...]))
        }
        guard let record else { return nil }
        return (record, Position(offset: position.offset + Self.frameBytes + Int(head.length)))
    }

    private static func isJournal(_ file: DataFile) -> Bool {
        var magic: UInt64 = 0
        return withUnsafeMutableBytes(of: &magic) { file.read($0, at: 0) } == 8 && magic == Self.magic
    }

    private static func writeHeader(_ file: DataFile, generation: UInt32) -> Bool {
        withUnsafeTemporaryAllocation(byteCount: 16, alignment: 8) { buffer in
            buffer.storeBytes(of: magic, as: UInt64.self)
            buffer.storeBytes(of: UInt64(generation), toByteOffset: 8, as: UInt64.self)
            return file.write(UnsafeRawBufferPointer(buffer), at: 0)
        }
    }
}
