/// Moments as RFC 3339 writes them, without Foundation.
public enum InstantText {
    /// UTC to the second, cut off: `2026-11-25T19:00:00Z`; from microseconds since 1970.
    public static func utc(microseconds: Int64) -> String {
        let second = microseconds.flooredQuotient(1_000_000)
        let day = second.flooredQuotient(86_400)
        let time = second - day * 86_400
        let clock = [time / 3600, time / 60 % 60, time % 60].map { CivilDay.padded($0, 2) }.joined(separator: ":")
        return "\(CivilDay(daysSince1970: day).text)T\(clock)Z"
    }
}
