/// An executable or library as it was loaded.
public struct LoadedImage: Sendable, Hashable {
    /// The file's name.
    public var name: String

    /// The file's path.
    public var path: String?

    /// Where it was loaded.
    public var baseAddress: UInt64

    /// How many bytes from there to the end of its code; 0 where that is not known.
    public var size: UInt64

    /// The linker's build id in lowercase hexadecimal digits.
    public var buildID: String?

    /// An image; what is not known is nil or 0.
    public init(
        name: String, path: String? = nil, baseAddress: UInt64 = 0, size: UInt64 = 0, buildID: String? = nil
    ) {
        self.name = name
        self.path = path
        self.baseAddress = baseAddress
        self.size = size
        self.buildID = buildID
    }

    /// The id under which symbol servers keep its debug information: the first 16 bytes of the build id as a GUID, whose
    /// first three fields are little-endian; nil where the build id is shorter or not hexadecimal.
    ///
    /// Sentry, "Debug Information Files", ELF.
    public var debugID: String? {
        guard let digits = buildID?.lowercased(), digits.utf8.count >= 32,
            digits.allSatisfy({ $0.isASCII && $0.isHexDigit })
        else { return nil }
        let pairs = stride(from: 0, to: 32, by: 2).map { start in
            let from = digits.index(digits.startIndex, offsetBy: start)
            return digits[from..<digits.index(from, offsetBy: 2)]
        }
        let order = [[3, 2, 1, 0], [5, 4], [7, 6], [8, 9], [10, 11, 12, 13, 14, 15]]
        return order.map { field in field.map { String(pairs[$0]) }.joined() }.joined(separator: "-")
    }
}
