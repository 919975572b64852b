/// The `Retry-After` field (RFC 9110, section 10.2.3).
package enum RetryAfter {
    /// Seconds to wait; nil where the field cannot be read.
    ///
    /// A date that has passed is 0.
    ///
    /// - Parameter now: Seconds since 1970.
    package static func seconds(_ field: String, now: Int64) -> Double? {
        let text = field.drop { $0 == " " || $0 == "\t" }
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        if !digits.isEmpty, text[digits.endIndex...].allSatisfy({ $0 == " " || $0 == "\t" }) {
            // A day is the most that anybody means; more would overflow sooner or later.
            return Double(min(Int64(digits) ?? 86_400, 86_400))
        }
        return HTTPDate.seconds(String(text)).map { Double(max(0, min($0 - now, 86_400))) }
    }
}
