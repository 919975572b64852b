import Foundation
import Glibc
import Ledger

/// Copies the holds of a directory whose gateway may be running: each slot as it stood at one moment.
///
/// A slot is sealed last and emptied first, so a slot whose seal fits is a call that was open; one whose seal does not
/// fit is being written at this moment and is read again.
struct HoldCopy {
    let source: String
    let destination: String

    /// Calls that were open, and the files that were written for them: none where no slot was in use.
    func run() throws(LedgerError) -> (calls: Int, files: [String]) {
        var result: (calls: Int, files: [String]) = (0, [])
        for name in try DataDirectoryFiles.holds(in: source) {
            let calls = try copy(name)
            guard calls > 0 else { continue }
            result.calls += calls
            result.files.append(name)
        }
        return result
    }

    private func copy(_ name: String) throws(LedgerError) -> Int {
        let file = try DataFile("\(source)/\(name)", flags: O_RDONLY)
        let slots = (file.size - HoldSegment.headerBytes) / HoldSegment.slotBytes
        guard slots > 0 else { return 0 }
        let bytes = UnsafeMutableRawBufferPointer.allocate(
            byteCount: HoldSegment.headerBytes + slots * HoldSegment.slotBytes, alignment: 16)
        defer { bytes.deallocate() }
        bytes.initializeMemory(as: UInt8.self, repeating: 0)
        _ = file.read(UnsafeMutableRawBufferPointer(rebasing: bytes[..<HoldSegment.headerBytes]), at: 0)
        var calls = 0
        for slot in 0..<slots {
            let start = HoldSegment.headerBytes + slot * HoldSegment.slotBytes
            let place = UnsafeMutableRawBufferPointer(rebasing: bytes[start..<(start + HoldSegment.slotBytes)])
            if read(place, from: file, at: start) { calls += 1 }
        }
        guard calls > 0 else { return 0 }
        // Written in full, not with holes: whoever maps the file relies on its space being there.
        let path = "\(destination)/\(name)"
        let copy = try DataFile(path, flags: O_WRONLY | O_CREAT | O_EXCL)
        guard copy.write(UnsafeRawBufferPointer(bytes), at: 0) else {
            throw LedgerError(errno: errno, doing: "write \(path)", path: path)
        }
        try copy.synchronize()
        return calls
    }

    /// Reads one slot; whether a call is in it.
    private func read(_ slot: UnsafeMutableRawBufferPointer, from file: DataFile, at offset: Int) -> Bool {
        for _ in 0..<200 {
            guard file.read(slot, at: offset) == slot.count else { return false }
            let seal = slot.load(as: UInt64.self)
            guard seal != 0 else { return false }
            let length = slot.load(fromByteOffset: 8, as: UInt64.self)
            if length <= UInt64(HoldSegment.recordBytes),
                Seal.of(UnsafeRawBufferPointer(rebasing: slot[8..<(16 + Int(length))])) == seal
            {
                return true
            }
            usleep(200)
        }
        // Torn by a loss of power, long ago: kept as it is, and told by the start that finds it.
        return true
    }
}
