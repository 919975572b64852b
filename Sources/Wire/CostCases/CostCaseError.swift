public import JSONScanning

/// Why a line is no case that can be priced.
public enum CostCaseError: Error, Sendable, Hashable, CustomStringConvertible {
    /// It is not JSON.
    case notJSON(JSONScanError)
    /// It is JSON, but not an object.
    case notAnObject
    /// A field that must be there is not, or is of another kind.
    case missing(String)
    /// A field that says what is not known.
    case unknown(field: String, value: String, known: String)

    public var description: String {
        switch self {
        case .notJSON(let error): "not JSON: \(error)"
        case .notAnObject: "not a JSON object"
        case .missing(let field): "\(field) is missing, or of the wrong kind"
        case .unknown(let field, let value, let known): "\(field) '\(value)' is not known; it may be \(known)"
        }
    }
}
