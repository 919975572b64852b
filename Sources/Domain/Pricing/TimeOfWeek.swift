/// Windows of the day, in UTC, on some or all days of the week.
public struct TimeOfWeek: Sendable, Hashable {
    /// Half open, in minutes since midnight; one that ends before it begins runs over midnight.
    public var windows: [Window]
    /// Bit n set = ISO weekday n (1 = Monday … 7 = Sunday) counts, by the day of the instant itself.
    public var weekdays: UInt8

    /// From `start` up to, not including, `end`, in minutes since midnight; equal = the whole day.
    public struct Window: Sendable, Hashable {
        public var start: Int64
        public var end: Int64

        /// From `start` to `end`.
        public init(start: Int64, end: Int64) {
            self.start = start
            self.end = end
        }

        /// Whether minute `minute` of a day is within.
        func contains(_ minute: Int64) -> Bool {
            if start == end { return true }
            return start < end ? (start <= minute && minute < end) : (minute >= start || minute < end)
        }
    }

    /// Every day of the week.
    public static let everyDay: UInt8 = 0b1111_1110

    /// `windows` on `weekdays`.
    public init(windows: [Window], weekdays: UInt8 = everyDay) {
        self.windows = windows
        self.weekdays = weekdays
    }

    /// Whether the instant `microseconds` since 1970 is within.
    public func contains(microseconds: Int64) -> Bool {
        let minutes = floorDivide(microseconds, 60_000_000)
        let days = floorDivide(minutes, 1_440)
        // 1970-01-01 was a Thursday, ISO weekday 4.
        let weekday = (days % 7 + 7 + 3) % 7 + 1
        guard weekdays & (1 << UInt8(weekday)) != 0 else { return false }
        let minute = minutes - days * 1_440
        return windows.contains { $0.contains(minute) }
    }

    private func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
