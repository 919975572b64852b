public import JSONScanning

/// Why a line could not be counted.
public enum TokenLineError: Error, Sendable, Hashable, CustomStringConvertible {
    /// It is not one JSON object, or a member is of a wrong kind.
    case json(JSONScanError)
    /// It has neither `text` nor `messages`.
    case nothingToCount

    public var description: String {
        switch self {
        case .json(let error): "not the JSON that is wanted: \(error)"
        case .nothingToCount: "neither \"text\" nor \"messages\" in it"
        }
    }
}
