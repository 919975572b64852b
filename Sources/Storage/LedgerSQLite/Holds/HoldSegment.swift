import Glibc
import Ledger
import Synchronization

/// One file of holds, mapped into memory: fixed slots, each empty or sealed.
///
/// **Why not rows in the database.** Every call has a hold, and a hold must survive the death of the process from
/// the moment the request is forwarded. A row would cost an insert, a delete and a commit that the request has to
/// wait for. A page that is mapped `MAP_SHARED` belongs to the kernel: what was stored there is in the file whatever
/// happens to the process (`kill -9` at any instruction), without a system call.
///
/// **Layout.** A header of 4 KiB (magic with the version), then slots of 2 KiB: the seal (8 bytes), the length (8
/// bytes), the record (``RecordEncoding``). The seal is the checksum of length and record; 0 = empty. It is stored
/// last (release order), so a process that dies within ``write(_:to:)`` leaves an empty slot; the checksum finds
/// pages that were torn by a loss of power. The space is allocated beforehand (`posix_fallocate`), so a full disk
/// cannot raise SIGBUS.
///
/// **Life of a slot.** Its lane writes it, the commit of the call's row empties it. A process that dies between the
/// two leaves a sealed slot whose id is in the database: the start recognises it (``HoldRecovery``).
///
/// `@unchecked Sendable`: the mapping lives as long as the object. A slot is written by its lane while it is free,
/// and emptied by one atomic store; who may do so passes from lane to writer and back through the mutex of
/// ``LaneQueue``, never to two threads at once.
final class HoldSegment: @unchecked Sendable {
    static let headerBytes = 4096
    static let slotBytes = 2048
    /// What a record's encoding may take.
    static let recordBytes = slotBytes - 16
    private static let magic: UInt64 = 0x3130_444C_4F48_4754  // "TGHOLD01"

    let path: String
    let slots: Int
    private let base: UnsafeMutableRawPointer

    /// Makes the file `path` with room for `slots` holds; `synchronous`: and waits until the disk has it.
    init(creating path: String, slots: Int, synchronous: Bool) throws(LedgerError) {
        self.path = path
        self.slots = slots
        let file = try DataFile(path, flags: O_RDWR | O_CREAT)
        let bytes = Self.headerBytes + slots * Self.slotBytes
        do throws(LedgerError) {
            try file.allocate(bytes)
            base = try file.map(bytes)
            base.storeBytes(of: Self.magic, as: UInt64.self)
            if synchronous { try file.synchronize() }
        } catch {
            // What could be allocated before the disk was full would be missing elsewhere.
            unlink(path)
            throw error
        }
    }

    /// Opens the file `path` that another process left; nil when it is not a file of holds.
    init?(opening path: String) throws(LedgerError) {
        let file = try DataFile(path, flags: O_RDWR)
        let bytes = file.size
        let slots = (bytes - Self.headerBytes) / Self.slotBytes
        guard slots > 0 else { return nil }
        let base = try file.map(bytes)
        guard base.load(as: UInt64.self) == Self.magic else {
            munmap(base, bytes)
            return nil
        }
        self.path = path
        self.slots = slots
        self.base = base
    }

    deinit { munmap(base, Self.headerBytes + slots * Self.slotBytes) }

    /// Seals `record` into the empty slot `slot`; what is too long is shortened.
    func write(_ record: borrowing UsageRecord, to slot: Int) {
        let body = UnsafeMutableRawBufferPointer(start: address(slot) + 16, count: Self.recordBytes)
        let length: Int
        if RecordEncoding.size(of: record) <= Self.recordBytes {
            length = RecordEncoding.write(record, to: body)
        } else {
            length = RecordEncoding.write((copy record).shortened(toFit: Self.recordBytes), to: body)
        }
        (address(slot) + 8).storeBytes(of: UInt64(length), as: UInt64.self)
        let sealed = UnsafeRawBufferPointer(start: address(slot) + 8, count: 8 + length)
        seal(slot).pointee.store(Seal.of(sealed), ordering: .releasing)
    }

    /// Empties a slot.
    func clear(_ slot: Int) { seal(slot).pointee.store(0, ordering: .releasing) }

    /// Whether a slot has no seal; does not dirty its page.
    func isEmpty(_ slot: Int) -> Bool { seal(slot).pointee.load(ordering: .acquiring) == 0 }

    /// Waits until the slot is on the disk; false when the disk refuses.
    func synchronize(_ slot: Int) -> Bool {
        let page = address(slot) - (Self.headerBytes + slot * Self.slotBytes) % 4096
        return msync(page, 4096, MS_SYNC) == 0
    }

    /// What is in a slot.
    enum Content {
        case empty
        case record(UsageRecord)
        /// Sealed, but the seal does not fit: torn by a loss of power.
        case torn
    }

    /// Reads a slot.
    func read(_ slot: Int) -> Content {
        let stored = seal(slot).pointee.load(ordering: .acquiring)
        guard stored != 0 else { return .empty }
        let length = (address(slot) + 8).load(as: UInt64.self)
        guard length <= UInt64(Self.recordBytes) else { return .torn }
        let sealed = UnsafeRawBufferPointer(start: address(slot) + 8, count: 8 + Int(length))
        guard Seal.of(sealed) == stored,
            let record = RecordDecoding.read(UnsafeRawBufferPointer(rebasing: sealed.dropFirst(8)))
        else { return .torn }
        return .record(record)
    }

    private func address(_ slot: Int) -> UnsafeMutableRawPointer {
        base + (Self.headerBytes + slot * Self.slotBytes)
    }

    /// The seal as an atomic: 8 bytes, aligned to 8 by the layout; `Atomic<UInt64>` has the layout of `UInt64`.
    private func seal(_ slot: Int) -> UnsafeMutablePointer<Atomic<UInt64>> {
        address(slot).assumingMemoryBound(to: Atomic<UInt64>.self)
    }
}
