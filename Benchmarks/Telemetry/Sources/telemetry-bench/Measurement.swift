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

    /// The best of nine rounds of `count` operations; `body` performs that many.
    mutating func measure(_ name: String, count: Int, _ body: (Int) -> Void) {
        body(max(1, count / 10))
        var best = Double.infinity
        var allocated = Double.infinity
        for _ in 0..<9 {
            let before = allocations()
            let start = Self.now()
            body(count)
            best = min(best, Double(Self.now() - start) / Double(count))
            allocated = min(allocated, Double(allocations() - before) / Double(count))
        }
        results.append(Result(name: name, nanoseconds: best, allocations: allocated))
    }

    /// Bytes that something has taken.
    private(set) var memory: [(name: String, bytes: Int)] = []

    mutating func record(_ name: String, bytes: Int) { memory.append((name, bytes)) }

    /// The same with two threads at once; the time is for one operation of both together, as a single counter sees it.
    mutating func measureContended(_ name: String, count: Int, _ body: @escaping @Sendable (Int) -> Void) {
        var best = Double.infinity
        for _ in 0..<9 {
            let ready = Atomic<Int>(0)
            let longest = Mutex<Int64>(0)
            DispatchQueue.concurrentPerform(iterations: 2) { _ in
                ready.wrappingAdd(1, ordering: .sequentiallyConsistent)
                // Both begin together; where there is one core only, this ends when the other is scheduled.
                while ready.load(ordering: .sequentiallyConsistent) < 2 {}
                let start = Self.now()
                body(count)
                let taken = Self.now() - start
                longest.withLock { $0 = max($0, taken) }
            }
            best = min(best, Double(longest.withLock { $0 }) / Double(2 * count))
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
