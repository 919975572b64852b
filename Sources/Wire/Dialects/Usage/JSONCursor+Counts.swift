import JSONScanning
import Money
import Usage

extension JSONCursor {
    /// The count at the cursor; nil for null, and for what cannot be true, whose `name` is then put into `rejected`:
    /// not a whole number, negative, or beyond ten thousand million.
    mutating func count(_ name: StaticString, _ rejected: inout [String]) throws(JSONScanError) -> Int64? {
        switch kind() {
        case .null:
            try null()
            return nil
        case .number:
            let value = JSONDecimal(try number(), in: bytes).int64
            if let value, value >= 0, value <= largestCount { return value }
        default:
            try skipLoosely()
        }
        let text = "\(name)"
        if !rejected.contains(text) { rejected.append(text) }
        return nil
    }

    /// The amount of money at the cursor, a number of units of which `perDollar` powers of ten make a dollar; nil
    /// for null; what is no amount, or negative, is named in `rejected`.
    mutating func amount(
        _ name: StaticString, dollarExponent: Int = 0, _ rejected: inout [String]
    ) throws(JSONScanError) -> ExactUSD? {
        switch kind() {
        case .null:
            try null()
            return nil
        case .number:
            // 10^18 parts of a dollar are exact in ExactUSD; more places than that are no money.
            let places = JSONDecimal(try number(), in: bytes).scaled(by: 18 - dollarExponent)
            if let places, places >= 0, places <= largestAmount * 1_000_000_000_000_000_000 {
                return ExactUSD(units: places * (ExactUSD.unitsPerDollar / 1_000_000_000_000_000_000))
            }
        default:
            try skipLoosely()
        }
        rejected.append("\(name)")
        return nil
    }

    /// Goes through the members of the object at the cursor, and returns whether it is one.
    ///
    /// Another kind of value is skipped, and so is one that is deeper than any answer of a provider: a reader that calls itself
    /// for what is inside must not be led as deep as an answer likes, as a stack has an end.
    @discardableResult
    mutating func members(
        _ read: (_ key: JSONString, _ cursor: inout JSONCursor) throws(JSONScanError) -> Void
    ) throws(JSONScanError) -> Bool {
        guard kind() == .object, levels < mostLevels else {
            try skipLoosely()
            return false
        }
        levels += 1
        defer { levels -= 1 }
        try beginObject()
        while let key = try nextKey() { try read(key, &self) }
        return true
    }

    /// Goes through the elements of the array at the cursor, and returns whether it is one.
    ///
    /// Another kind of value is skipped, and so is one that is deeper than any answer of a provider.
    @discardableResult
    mutating func elements(
        _ read: (_ cursor: inout JSONCursor) throws(JSONScanError) -> Void
    ) throws(JSONScanError) -> Bool {
        guard kind() == .array, levels < mostLevels else {
            try skipLoosely()
            return false
        }
        levels += 1
        defer { levels -= 1 }
        try beginArray()
        while try nextElement() { try read(&self) }
        return true
    }
}

/// What providers nest is a third of it.
private let mostLevels = 32
/// No call of today's models comes near it, by a factor of a thousand.
private let largestCount: Int64 = 10_000_000_000
/// Dollars that one call may cost, as a provider states it.
private let largestAmount: Int128 = 1_000_000
