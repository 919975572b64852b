/// The two clocks; tests bring their own.
public struct SharedClock: Sendable {
    /// Microseconds since 1970, UTC.
    public var wall: @Sendable () -> Int64
    /// Nanoseconds of a clock that never goes back; the one that admission reads.
    public var monotonic: @Sendable () -> Int64

    /// A clock of two functions.
    public init(wall: @escaping @Sendable () -> Int64, monotonic: @escaping @Sendable () -> Int64) {
        self.wall = wall
        self.monotonic = monotonic
    }
}
