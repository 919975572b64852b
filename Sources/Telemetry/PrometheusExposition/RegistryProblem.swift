/// What a registry could not do as asked; the caller got a handle that works and is exposed nowhere.
public struct RegistryProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// What kind of problem it is.
    public enum Code: Sendable, Hashable {
        /// A metric's or label's name is not valid, or reserved.
        case invalidName
        /// The name is taken by a metric of another type, or one of its samples would be.
        case typeConflict
        /// The metric has other label names, or other buckets.
        case shapeConflict
        /// The registry has as many lines as it may.
        case full
        /// The unit is not the suffix of the name; the series is exposed, the unit is not.
        case unitMismatch
    }

    public var code: Code
    /// The name as it was given.
    public var metric: String
    /// A sentence for a person.
    public var description: String

    init(_ code: Code, _ metric: String, _ description: String) {
        self.code = code
        self.metric = metric
        self.description = description
    }
}
