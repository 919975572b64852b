// Two counters that eight threads increase: one behind a Mutex, one behind nothing.
//
//   planted          the guarded one only: the sanitizer must find nothing
//   planted race     both: it must find the second
//
// Scripts/test-threads.sh runs it before the unit tests, so that "no race found" means something.

import Glibc
import Synchronization

final class Counters: Sendable {
    /// Under the lock long enough to be waited for.
    let guarded = Mutex([Int](repeating: 0, count: 16))
    /// The planted race: nothing guards it, which is what it is for.
    nonisolated(unsafe) var unguarded = 0
}

/// A closure on its way into a thread.
final class Start: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}

func start(_ body: @escaping @Sendable () -> Void) -> pthread_t {
    var thread = pthread_t()
    let argument = Unmanaged.passRetained(Start(body)).toOpaque()
    pthread_create(
        &thread, nil,
        { argument in
            if let argument { Unmanaged<Start>.fromOpaque(argument).takeRetainedValue().body() }
            return nil
        }, argument)
    return thread
}

let counters = Counters()
let isRacing = CommandLine.arguments.dropFirst().first == "race"
let threads = (0..<8).map { _ in
    start {
        for round in 0..<2000 {
            counters.guarded.withLock { counts in
                counts[round & 15] += 1
                if round % 50 == 0 { counts = counts.map { $0 } }
                if round % 100 == 0 { usleep(50) }
            }
            if isRacing { counters.unguarded += 1 }
        }
    }
}
for thread in threads { pthread_join(thread, nil) }
print(counters.guarded.withLock { $0.reduce(0, +) })
