import Dialects
import Money
import Usage

/// Calls `body` with the bytes of `text`.
@discardableResult
func withBytes<Result>(_ text: String, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    try Array(text.utf8).withUnsafeBytes(body)
}

/// The amount that `dollars`, plain decimal, says.
func exactUSD(_ dollars: String) -> ExactUSD {
    let parts = dollars.split(separator: ".")
    let fraction = parts.count > 1 ? String(parts[1]) : ""
    var units: Int128 = 0
    for digit in (parts[0] + fraction).utf8 { units = units * 10 + Int128(digit - UInt8(ascii: "0")) }
    for _ in fraction.utf8.count..<18 { units *= 10 }
    return ExactUSD(units: units * 3600)
}

/// Reads `text` as a plain answer.
func read(_ text: String, _ api: API, _ flavor: UsageFlavor = .openai) -> MeteredResponse {
    withBytes(text) { ResponseReader.read($0, api: api, flavor: flavor) }
}

extension UsageFlavor {
    /// The flavor of the provider called `provider`.
    init(provider: String, dialect: Dialect = .openai) {
        self.init(provider: ProviderID(rawValue: provider), dialect: dialect)
    }
}
