/// Records all spans, or none.
public struct ConstantSampler: Sampler {
    private let isOn: Bool

    private init(isOn: Bool) { self.isOn = isOn }

    /// Records all.
    public static let alwaysOn = ConstantSampler(isOn: true)
    /// Records none.
    public static let alwaysOff = ConstantSampler(isOn: false)

    public func samples(_ candidate: borrowing SamplingCandidate) -> Bool { isOn }
}
