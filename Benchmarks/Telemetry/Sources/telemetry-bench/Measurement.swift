import CAllocations
import Dispatch
import Glibc
import Synchronization

/// Measures how long an operation takes, and what it allocates.
struct Measurement {
    struct Result {
        var name: String
        var nanoseconds: Double
        var allocations: Double

        /// As JSON.
        var text: String { "{\"ns\": \(nanoseconds), \"allocations\": \(allocations)}" }
    }

    private(set) var results: [Result] = []

    static func now() -> Int64 { Int64(DispatchTime.now().uptimeNanoseconds) }

    /// Blocks of `count` operations each.
    private static let blocks = 9
    /// Rounds of a block, less than a millisecond each: on a busy machine some of them are not interrupted.
    private static let rounds = 100

    /// The fastest round of nine blocks of `count` operations, and the allocations of the block that had the fewest;
    /// `body` performs as many operations as it is told.
    mutating func measure(_ name: String, count: Int, _ body: (Int) -> Void) {
        let rounds = min(count, Self.rounds)
        let operations = count / rounds
        body(max(1, count / 10))
        var best = Double.infinity
        var allocated = Double.infinity
        for _ in 0..<Self.blocks {
            let before = allocations()
            for _ in 0..<rounds {
                let start = Self.now()
                body(operations)
                best = min(best, Double(Self.now() - start) / Double(operations))
            }
            allocated = min(allocated, Double(allocations() - before) / Double(operations * rounds))
        }
        results.append(Result(name: name, nanoseconds: best, allocations: allocated))
    }

    /// Bytes that something has taken.
    private(set) var memory: [(name: String, bytes: Int)] = []

    mutating func record(_ name: String, bytes: Int) { memory.append((name, bytes)) }

    /// The same with two threads at once; the time is for one operation of both together, as a single counter sees it.
    ///
    /// Only rounds count in which both ran nearly all the time: where one was kept from running, they did not contend.
    mutating func measureContended(_ name: String, count: Int, _ body: @escaping @Sendable (Int) -> Void) {
        let operations = count / Self.rounds
        var best = 1e9
        for _ in 0..<(Self.blocks * Self.rounds) {
            let ready = Atomic<Int>(0)
            let times = Mutex<[(start: Int64, end: Int64)]>([])
            DispatchQueue.concurrentPerform(iterations: 2) { _ in
                ready.wrappingAdd(1, ordering: .sequentiallyConsistent)
                // Both begin together; where there is one core only, this ends when the other is scheduled.
                while ready.load(ordering: .sequentiallyConsistent) < 2 {}
                let start = Self.now()
                body(operations)
                let end = Self.now()
                times.withLock { $0.append((start, end)) }
            }
            let both = times.withLock { $0 }
            guard let first = both.map(\.start).min(), let last = both.map(\.end).max(),
                let begun = both.map(\.start).max(), let ended = both.map(\.end).min(),
                Double(ended - begun) > 0.8 * Double(last - first)
            else { continue }
            best = min(best, Double(last - first) / Double(2 * operations))
        }
        results.append(Result(name: name, nanoseconds: best, allocations: 0))
    }
}

/// The memory of this process, in bytes.
func residentBytes() -> Int {
    guard let file = fopen("/proc/self/statm", "r") else { return 0 }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    guard fgets(&line, Int32(line.count), file) != nil else { return 0 }
    let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let fields = text.split(separator: " ")
    return fields.count > 1 ? (Int(fields[1]) ?? 0) * sysconf(Int32(_SC_PAGESIZE)) : 0
}
