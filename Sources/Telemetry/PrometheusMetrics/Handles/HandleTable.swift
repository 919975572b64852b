import PrometheusExposition
import Synchronization

/// The handles of one kind, found by label and dimensions.
///
/// The idea: label sets come from callers and may be without number. A metric keeps as many as its limit says; what is
/// beyond gets one shared handle whose label values are all `other`, and nothing is remembered of it. So neither the
/// exposition nor the table grows without bound.
final class HandleTable<Handle: SeriesHandle>: Sendable {
    private struct State {
        var handles: [HandleKey: Handle] = [:]
        var shared: [HandleKey: Handle] = [:]
        var counts: [String: Int] = [:]
        /// Where a handle is in `handles`.
        var keys: [ObjectIdentifier: HandleKey] = [:]
    }

    private let state = Mutex(State())

    /// The handle of these dimensions; `make` is called for a new one, with its labels and whether it is shared.
    func handle(
        _ label: String, _ dimensions: [(String, String)], limit: Int, _ overflow: Counter,
        make: (MetricLabels, Bool) -> Handle
    ) -> Handle {
        let key = HandleKey(label: label, dimensions: dimensions)
        return state.withLock { state in
            if let handle = state.handles[key] { return handle }
            let count = state.counts[label, default: 0]
            guard count < limit || dimensions.isEmpty else {
                overflow.increment()
                let other = HandleKey(label: label, dimensions: dimensions.map { ($0.0, "other") })
                if let handle = state.handles[other] ?? state.shared[other] { return handle }
                let handle = make(Self.labels(other.dimensions), true)
                // Other names of dimensions than before are exposed nowhere, and not kept.
                if state.shared.count < limit { state.shared[other] = handle }
                return handle
            }
            let handle = make(Self.labels(dimensions), false)
            state.handles[key] = handle
            state.keys[ObjectIdentifier(handle)] = key
            state.counts[label] = count + 1
            return handle
        }
    }

    /// Forgets a handle and takes its series out of `registry`; one of another kind changes nothing.
    func remove(_ handler: AnyObject, from registry: PrometheusRegistry) {
        guard let handle = handler as? Handle, !handle.identity.isShared else { return }
        let wasKept = state.withLock { state in
            guard let key = state.keys.removeValue(forKey: ObjectIdentifier(handle)) else { return false }
            state.handles[key] = nil
            let count = state.counts[key.label, default: 1] - 1
            state.counts[key.label] = count > 0 ? count : nil
            return true
        }
        if wasKept { registry.remove(handle.series, handle.identity.name, labels: handle.identity.labels) }
    }

    private static func labels(_ dimensions: [(String, String)]) -> MetricLabels {
        MetricLabels(
            dimensions.map { name, value in
                (name: String(MetricName.sanitized(name).map { $0 == ":" ? "_" : $0 }), value: value)
            })
    }
}
