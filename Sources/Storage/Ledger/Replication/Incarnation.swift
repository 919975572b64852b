/// One life of a gateway on its data directory: who wrote a total that other gateways see.
///
/// A gateway begins a new incarnation at each start. What earlier ones have booked is frozen then, so that each total has
/// one writer and only grows: a directory that is copied or restored from a backup can neither add to nor take away
/// from what another process has already told.
public struct Incarnation: Sendable, Hashable {
    /// `<node>.<incarnation>`; no colon, no braces, one dot.
    public var label: String
    /// Whether the directory in which it ran is, by all that the file system tells, the one that is open now; then its
    /// process has ended.
    public var isOfThisDirectory: Bool

    /// The incarnation named `label`.
    public init(label: String, isOfThisDirectory: Bool) {
        self.label = label
        self.isOfThisDirectory = isOfThisDirectory
    }
}
