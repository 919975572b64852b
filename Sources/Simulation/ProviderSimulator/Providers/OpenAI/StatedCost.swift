/// The cost that some providers state in their answers: not what the tokens would cost by any list, so that a reader who
/// computes it instead of reading it is found out.
enum StatedCost {
    private static func nanodollars(_ used: Used) -> Int { used.input * 151 + used.output * 607 + 1_000_001 }

    /// In USD, as a decimal number with nine places.
    static func dollars(_ used: Used) -> String { decimal(nanodollars(used), places: 9) }

    /// In xAI's ticks: 10^10 are a dollar, so that the last digit is less than a nano-dollar.
    static func ticks(_ used: Used) -> Int { nanodollars(used) * 10 + 7 }

    /// The ticks in USD, with ten places.
    static func tickDollars(_ used: Used) -> String { decimal(ticks(used), places: 10) }

    private static func decimal(_ value: Int, places: Int) -> String {
        let digits = String(value)
        let padded = String(repeating: "0", count: max(0, places + 1 - digits.utf8.count)) + digits
        return padded.dropLast(places) + "." + padded.suffix(places)
    }
}
