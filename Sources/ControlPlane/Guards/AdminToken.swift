/// The admin token, compared without telling by the time taken how much of a guess was right.
///
/// However it, or a value that holds it, is printed, it shows as `<redacted>`: a service group logs its services'
/// descriptions.
public struct AdminToken: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let bytes: [UInt8]

    /// The token as configured; not empty.
    public init(_ text: String) { bytes = Array(text.utf8) }

    public var description: String { "<redacted>" }
    public var debugDescription: String { "<redacted>" }
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }

    /// Whether `candidate` is the token; the time depends on the candidate's length only.
    func matches(_ candidate: some Collection<UInt8>) -> Bool {
        guard !bytes.isEmpty else { return false }
        var difference = bytes.count ^ candidate.count
        for (index, byte) in candidate.enumerated() {
            difference |= Int(byte ^ bytes[index % bytes.count])
        }
        return difference == 0
    }
}
