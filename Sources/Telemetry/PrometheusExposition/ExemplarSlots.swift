import Synchronization

/// The latest exemplars of one series, one for each place (a bucket, or a counter's only line).
///
/// The idea: an exemplar is a sample of what happened, so that one more or less does not matter. Whoever comes while
/// another thread writes gives up at once; a scrape tries a few times and then leaves exemplars out. So neither waits.
/// The memory is taken when the first exemplar comes: a program without tracing pays one load for each recording.
///
/// `@unchecked`: `places` is touched only by whoever turned `taken` from false to true, and in `deinit`.
final class ExemplarSlots: @unchecked Sendable {
    /// An exemplar with what was measured, and when (seconds since 1970).
    struct Stored: Sendable {
        var exemplar: Exemplar
        var value: Double
        var seconds: Double
    }

    private let count: Int
    private let taken = Atomic<Bool>(false)
    private var places: UnsafeMutablePointer<Stored?>?

    init(count: Int) { self.count = count }

    deinit {
        places?.deinitialize(count: count)
        places?.deallocate()
    }

    /// Keeps `exemplar` at `place`, unless another thread is writing.
    func put(_ exemplar: Exemplar, value: Double, at place: Int) {
        guard place < count, take() else { return }
        defer { release() }
        if places == nil {
            let fresh = UnsafeMutablePointer<Stored?>.allocate(capacity: count)
            fresh.initialize(repeating: nil, count: count)
            places = fresh
        }
        places?[place] = Stored(exemplar: exemplar, value: value, seconds: WallClock.seconds())
    }

    /// What is kept, by place; nil when there is nothing, or it cannot be read now.
    func all() -> [Stored?]? {
        for _ in 0..<64 where take() {
            defer { release() }
            return places.map { Array(UnsafeBufferPointer(start: $0, count: count)) }
        }
        return nil
    }

    /// Forgets what is kept.
    func clear() {
        guard take() else { return }
        defer { release() }
        places?.update(repeating: nil, count: count)
    }

    private func take() -> Bool {
        taken.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged
    }

    private func release() { taken.store(false, ordering: .releasing) }
}
