extension Dialect {
    /// The body (`application/json`) of `refusal` as this dialect's own API would write it.
    public func errorBody(_ refusal: Refusal) -> [UInt8] { [] }
}
