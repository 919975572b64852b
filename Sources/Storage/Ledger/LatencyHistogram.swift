/// How often calls took how long, in buckets whose width is at most a sixteenth of their lower bound.
///
/// Kept by the hour, so that a quantile over any hours can be told without their rows; it is within 6.25 % of the
/// exact one, by the width of a bucket.
public struct LatencyHistogram: Sendable, Hashable {
    /// How many values fell into each bucket.
    public private(set) var counts: [Int: Int64] = [:]

    /// No values.
    public init() {}

    /// Adds `count` values to a bucket.
    public mutating func add(_ count: Int64 = 1, bucket: Int) { counts[bucket, default: 0] += count }

    /// Values in all.
    public var total: Int64 { counts.values.reduce(0, +) }

    /// The bucket of a value in microseconds: below 16 one each, above 16 an octave.
    public static func bucket(ofMicroseconds value: Int64) -> Int {
        guard value >= 16 else { return Int(max(0, value)) }
        let exponent = 63 - value.leadingZeroBitCount
        return (exponent - 3) << 4 + Int(value >> Int64(exponent - 4)) & 15
    }

    /// The lowest value of a bucket, and how many values it spans.
    static func bounds(ofBucket bucket: Int) -> (lower: Int64, width: Int64) {
        guard bucket >= 16 else { return (Int64(max(0, bucket)), 1) }
        let shift = Int64(min(bucket >> 4, 59) - 1)
        return (Int64(16 + bucket & 15) << shift, 1 << shift)
    }

    /// The value, in microseconds, that `permille` of a thousand values do not exceed (nearest rank, spread evenly
    /// within its bucket); nil without values.
    public func quantile(permille: Int64) -> Int64? {
        let total = total
        guard total > 0 else { return nil }
        let rank = max(1, (total * permille + 999) / 1000)
        var below: Int64 = 0
        for (bucket, count) in counts.sorted(by: { $0.key < $1.key }) where count > 0 {
            guard below + count < rank else {
                let (lower, width) = Self.bounds(ofBucket: bucket)
                let (high, low) = width.multipliedFullWidth(by: 2 * (rank - below) - 1)
                return lower + (2 * count).dividingFullWidth((high, low)).quotient
            }
            below += count
        }
        return nil
    }
}
