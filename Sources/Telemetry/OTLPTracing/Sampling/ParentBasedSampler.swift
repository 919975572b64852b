/// Does as the span above does; the first span of a trace asks another sampler.
public struct ParentBasedSampler: Sampler {
    private let root: any Sampler

    /// Asks `root` about the first spans of traces.
    public init(root: any Sampler) { self.root = root }

    public func samples(_ candidate: borrowing SamplingCandidate) -> Bool {
        if let parent = candidate.parent { return parent.isSampled }
        return root.samples(candidate)
    }
}
