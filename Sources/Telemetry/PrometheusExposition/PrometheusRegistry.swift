import Synchronization

/// The metrics of a program, and how they are exposed.
///
/// Ask for a handle once and keep it: asking takes a lock, recording with a handle never does. Asking again for the
/// same name and labels gives the same handle. What cannot be registered (an invalid name, a name that is taken by
/// another type, other label names, a full registry) gives a handle that works but is exposed nowhere, and is told
/// to `onProblem`: a metric can never stop a program.
///
/// A scrape copies the list of series under the lock and renders without it, so that it neither blocks recording nor
/// deadlocks with a callback.
public final class PrometheusRegistry: Sendable {
    /// A registry for programs that need only one.
    public static let `default` = PrometheusRegistry()

    /// The most lines exposed, of either format, with comments.
    public let maximumLines: Int
    private let onProblem: @Sendable (RegistryProblem) -> Void
    private let state = Mutex(RegistryState())
    private let refused = Atomic<Int>(0)
    private let lastSize = Atomic<Int>(4_096)

    /// An empty registry.
    public init(maximumLines: Int = .max, onProblem: @escaping @Sendable (RegistryProblem) -> Void = { _ in }) {
        self.maximumLines = maximumLines
        self.onProblem = onProblem
    }

    /// The lines that a scrape in OpenMetrics has now, with comments; the other format has fewer.
    public var lineCount: Int { state.withLock { $0.lineCount } }

    /// Series that were refused because the registry was full.
    public var refusedSeries: Int { refused.load(ordering: .relaxed) }

    /// Appends the whole exposition, in a stable order: metrics by name, series by their label values.
    public func emit(_ format: ExpositionFormat, into output: inout [UInt8]) {
        let start = output.count
        output.reserveCapacity(start + lastSize.load(ordering: .relaxed))
        for family in state.withLock({ $0.sorted() }) { family.emit(format, into: &output) }
        if format == .openMetrics { ExpositionText.append("# EOF\n", to: &output) }
        lastSize.store(output.count - start + 1_024, ordering: .relaxed)
    }

    /// Takes a series away; its handle goes on working and is exposed no more.
    ///
    /// False when there is no such series.
    @discardableResult
    public func remove(_ name: String, labels: MetricLabels = .none) -> Bool {
        state.withLock { $0.remove(name, labels) }
    }

    /// Takes `series` away, unless another one of its name and labels has taken its place.
    @discardableResult
    public func remove(_ series: any MetricSeries, _ name: String, labels: MetricLabels = .none) -> Bool {
        state.withLock { $0.remove(name, labels, only: series) }
    }

    /// Takes every series away.
    public func removeAll() {
        state.withLock { $0 = RegistryState() }
    }

    /// Finds or makes the series of `description` and `labels`; `make` is called for a new one, also for one that is
    /// exposed nowhere.
    func series<Series: MetricSeries>(
        _ kind: MetricFamily.Kind, _ description: MetricDescription, _ labels: MetricLabels,
        buckets: HistogramBuckets? = nil, make: (SeriesIdentity) -> Series
    ) -> Series {
        let request = SeriesRequest(kind: kind, description: description, labels: labels, buckets: buckets)
        let (series, problem) = state.withLock { state in state.register(request, maximumLines: maximumLines, make) }
        if let problem {
            if problem.code == .full { refused.wrappingAdd(1, ordering: .relaxed) }
            onProblem(problem)
        }
        return series
    }
}
