import Glibc

/// Numbers for names, by their bytes: found without a string being made.
///
/// An open hash table: `slots` has a name's number or -1, `hashes` and `ends` are by number, `bytes` has all names one
/// after the other.
struct UserNames {
    private var slots: [Int32] = Array(repeating: -1, count: 1024)
    private var hashes: [UInt64] = []
    private var ends: [Int] = []
    private var bytes: [UInt8] = []

    /// No names.
    init() {}

    /// How many there are; the numbers are below it.
    var count: Int { ends.count }

    /// The name of a number.
    subscript(number: Int) -> String { String(decoding: bytes[range(number)], as: UTF8.self) }

    /// Runs `body` with the bytes of a number's name, which are good until it returns.
    func withBytes<Value>(of number: Int, _ body: (UnsafeRawBufferPointer) throws -> Value) rethrows -> Value {
        try bytes.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[range(number)])) }
    }

    /// Whether the name of one number comes before that of another, by their bytes.
    func areInOrder(_ left: Int, _ right: Int) -> Bool {
        bytes[range(left)].lexicographicallyPrecedes(bytes[range(right)])
    }

    /// The number of a name, which is given one when it is new.
    mutating func number(_ name: UnsafeRawBufferPointer) -> Int {
        let hash = Self.hash(name)
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] >= 0 {
            let number = Int(slots[slot])
            if hashes[number] == hash, isName(number, name) { return number }
            slot = (slot + 1) & mask
        }
        slots[slot] = Int32(count)
        hashes.append(hash)
        bytes.append(contentsOf: name)
        ends.append(bytes.count)
        if count * 2 > slots.count { grow() }
        return count - 1
    }

    private mutating func grow() {
        slots = Array(repeating: -1, count: slots.count * 4)
        let mask = slots.count - 1
        for (number, hash) in hashes.enumerated() {
            var slot = Int(truncatingIfNeeded: hash) & mask
            while slots[slot] >= 0 { slot = (slot + 1) & mask }
            slots[slot] = Int32(number)
        }
    }

    private func range(_ number: Int) -> Range<Int> { (number == 0 ? 0 : ends[number - 1])..<ends[number] }

    private func isName(_ number: Int, _ name: UnsafeRawBufferPointer) -> Bool {
        let range = range(number)
        guard range.count == name.count else { return false }
        return bytes.withUnsafeBytes { all in
            guard let known = all.baseAddress, let name = name.baseAddress else { return true }
            return memcmp(known + range.lowerBound, name, range.count) == 0
        }
    }

    /// Eight bytes at a time, mixed by multiplication; the seed keeps others from choosing names that collide.
    private static func hash(_ name: UnsafeRawBufferPointer) -> UInt64 {
        var hash = seed ^ UInt64(truncatingIfNeeded: name.count)
        func mix(_ word: UInt64) {
            let product = (hash ^ word).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
            hash = product.high ^ product.low
        }
        var offset = 0
        while offset + 8 <= name.count {
            mix(name.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            offset += 8
        }
        var rest: UInt64 = 0
        while offset < name.count {
            rest = rest << 8 | UInt64(name[offset])
            offset += 1
        }
        mix(rest)
        return hash
    }

    private static let seed = UInt64.random(in: 1...UInt64.max)
}
