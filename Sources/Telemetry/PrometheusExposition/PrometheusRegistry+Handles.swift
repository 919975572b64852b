extension PrometheusRegistry {
    /// A counter of whole numbers.
    ///
    /// `initial` and `created` (seconds since 1970; now, unless told) restore one that lived before; they count for a
    /// new series only. With `decimalPlaces`, both it and its increments are in units of the last place.
    public func counter(
        _ description: MetricDescription, labels: MetricLabels = .none, decimalPlaces: Int = 0, initial: Int = 0,
        created: Double? = nil
    ) -> Counter {
        series(.counter, description, labels) { identity in
            Counter(
                CounterLines(identity, created: created ?? WallClock.seconds()), initial: initial,
                places: min(max(0, decimalPlaces), 18))
        }
    }

    /// A counter of numbers with a fraction; `initial` and `created` are as for ``counter(_:labels:decimalPlaces:initial:created:)``.
    public func doubleCounter(
        _ description: MetricDescription, labels: MetricLabels = .none, initial: Double = 0, created: Double? = nil
    ) -> DoubleCounter {
        series(.counter, description, labels) { identity in
            DoubleCounter(CounterLines(identity, created: created ?? WallClock.seconds()), initial: initial)
        }
    }

    /// A counter whose value is asked for at each scrape; nil leaves it out.
    @discardableResult
    public func counter(
        _ description: MetricDescription, labels: MetricLabels = .none, created: Double? = nil,
        read: @escaping @Sendable () -> Double?
    ) -> CallbackSeries {
        series(.counter, description, labels) { identity in
            CallbackSeries(counter: CounterLines(identity, created: created ?? WallClock.seconds()), read: read)
        }
    }

    /// A gauge.
    public func gauge(
        _ description: MetricDescription, labels: MetricLabels = .none, initial: Double = 0
    ) -> Gauge {
        series(.gauge, description, labels) { Gauge($0, initial: initial) }
    }

    /// A gauge whose value is asked for at each scrape; nil leaves it out.
    @discardableResult
    public func gauge(
        _ description: MetricDescription, labels: MetricLabels = .none, read: @escaping @Sendable () -> Double?
    ) -> CallbackSeries {
        series(.gauge, description, labels) { CallbackSeries(gauge: $0, read: read) }
    }

    /// A histogram; every series of a metric has the same buckets.
    public func histogram(
        _ description: MetricDescription, labels: MetricLabels = .none, buckets: HistogramBuckets = .standard,
        created: Double? = nil
    ) -> Histogram {
        series(.histogram, description, labels, buckets: buckets) { identity in
            Histogram(identity, buckets: buckets, created: created ?? WallClock.seconds())
        }
    }
}
