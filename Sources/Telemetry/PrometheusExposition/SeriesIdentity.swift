/// What tells a series from every other.
struct SeriesIdentity: Sendable {
    /// Without the suffixes of its samples.
    let family: String
    /// In the family's order.
    let labels: [MetricLabels.Pair]
}
