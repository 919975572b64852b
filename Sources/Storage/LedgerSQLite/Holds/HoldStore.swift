import Foundation
import Glibc
import Ledger
import Synchronization

/// The files of holds in the data directory: which exist, and which are free for a lane.
final class HoldStore: Sendable {
    private struct State {
        var spare: [HoldSegment] = []
        var nextNumber = 0
    }

    private let directory: String
    private let slotsPerSegment: Int
    private let synchronous: Bool
    private let state = Mutex(State())

    /// The store of `directory`; nothing is read yet.
    init(directory: String, slotsPerSegment: Int, synchronous: Bool) {
        self.directory = directory
        self.synchronous = synchronous
        self.slotsPerSegment = min(max(slotsPerSegment, 1), 1 << HoldAddress.slotBits)
    }

    /// Opens the files that earlier processes left.
    ///
    /// Files that are not what they should be are put aside as
    /// `<name>.unreadable` and returned by name.
    func openExisting() throws(LedgerError) -> (segments: [HoldSegment], unreadable: [String]) {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: directory)
        } catch {
            throw LedgerError(.notWritable, "Cannot list \(directory): \(error.localizedDescription)")
        }
        var segments: [HoldSegment] = []
        var unreadable: [String] = []
        for name in names.sorted() where name.hasPrefix("holds-") && name.hasSuffix(".map") {
            let path = "\(directory)/\(name)"
            if let number = Int(name.dropFirst(6).dropLast(4)) {
                state.withLock { $0.nextNumber = max($0.nextNumber, number + 1) }
            }
            if let segment = try HoldSegment(opening: path) {
                segments.append(segment)
            } else if try DataFile(path, flags: O_RDONLY).isBlank {
                // Its process died while it made the file.
                unlink(path)
            } else {
                rename(path, path + ".unreadable")
                unreadable.append(name)
            }
        }
        return (segments, unreadable)
    }

    /// Gives segments that are empty back to the lanes to come.
    func reuse(_ segments: [HoldSegment]) { state.withLock { $0.spare += segments } }

    /// A segment for one lane: one that is left over, else a new one.
    func take() throws(LedgerError) -> HoldSegment {
        let (spare, number) = state.withLock { state -> (HoldSegment?, Int) in
            if let spare = state.spare.popLast() { return (spare, 0) }
            defer { state.nextNumber += 1 }
            return (nil, state.nextNumber)
        }
        if let spare { return spare }
        return try HoldSegment(
            creating: "\(directory)/holds-\(number).map", slots: slotsPerSegment, synchronous: synchronous)
    }
}

/// A ``HoldSlot`` taken apart: which segment of its lane, which slot of the segment.
struct HoldAddress {
    static let slotBits = 20
    let segment: Int
    let slot: Int

    /// The place that `slot` names.
    init(_ slot: HoldSlot) {
        segment = slot.rawValue >> Self.slotBits
        self.slot = slot.rawValue & (1 << Self.slotBits - 1)
    }

    /// The slot numbered `slot` of the segment numbered `segment`.
    init(segment: Int, slot: Int) {
        self.segment = segment
        self.slot = slot
    }

    /// The name of the place.
    var name: HoldSlot { HoldSlot(rawValue: segment << Self.slotBits | slot) }
}
