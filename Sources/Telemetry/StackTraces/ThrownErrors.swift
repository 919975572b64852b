import CStackTraces

/// Where errors were thrown, for the last of them; off unless somebody calls `remember`.
///
/// Swift's errors carry no stack. Once this is on, the runtime's hook takes one at each `throw` of the process (2 µs and
/// more a throw, caught or not), and the last thousand or so are kept. It is for
/// finding out where errors come from, where throws are rare.
///
/// An error is known by its object's address, and keeps the place of its first `throw` when it is thrown again on the same
/// thread further out. What a function with typed throws has thrown has no object of its own: the newest throw of its type
/// on the calling thread is taken for it, so ask before the next one and on the same thread. An error that was made but never
/// thrown can be taken for an earlier one of its type that lay at its address.
public enum ThrownErrors {
    /// Begins to remember.
    ///
    /// False where it was on already. A hook that somebody else has set is called as before.
    @discardableResult
    public static func remember() -> Bool {
        cstacktraces_remember_throws()
    }

    /// Ends it, and forgets.
    public static func forget() {
        cstacktraces_forget_throws()
    }

    /// The stack at the `throw` of an error, beginning with the function that threw; nil where it is not among those
    /// remembered.
    public static func stack(of error: any Error) -> StackTrace? {
        // `as` keeps the box: without it the generic function would be handed what is in it.
        let object = unsafeBitCast(error as any Error, to: UInt.self)
        let type = UInt(bitPattern: ObjectIdentifier(Swift.type(of: error)))
        let limit = Int(CSTACKTRACES_THROWN_FRAMES)
        return withUnsafeTemporaryAllocation(of: UInt.self, capacity: limit) { buffer in
            guard let start = buffer.baseAddress else { return nil }
            let count = Int(cstacktraces_thrown(object, type, start, Int32(limit)))
            guard count > 0 else { return nil }
            return StackTrace(addresses: Array(buffer[..<count]))
        }
    }

    /// Throws seen since `remember` was called first.
    public static var seen: UInt64 { cstacktraces_throws_seen() }
}
