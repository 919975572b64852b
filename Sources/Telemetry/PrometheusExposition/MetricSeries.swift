/// What a registry exposes under one name and one set of labels: the handle that a program records with.
public protocol MetricSeries: AnyObject, Sendable {
    /// Appends the sample lines, each with its newline.
    func emit(_ format: ExpositionFormat, into output: inout [UInt8])
    /// The most sample lines that ``emit(_:into:)`` writes.
    var lineCount: Int { get }
}
