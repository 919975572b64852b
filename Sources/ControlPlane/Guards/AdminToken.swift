/// The admin token, compared without telling by the time taken how much of a guess was right.
struct AdminToken: Sendable {
    private let bytes: [UInt8]

    /// The token as configured; not empty.
    init(_ text: String) { bytes = Array(text.utf8) }

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
