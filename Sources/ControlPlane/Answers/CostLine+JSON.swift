import Ledger
import Money

extension JSONWriter {
    /// `price_lines` and their exact sum, of a row.
    mutating func priceLines(_ lines: [CostLine]) {
        key("price_lines")
        array { json in
            for line in lines {
                json.object { json in
                    json.key("name")
                    json.string(line.name)
                    json.key("quantity")
                    json.integer(line.quantity)
                    json.key("per")
                    json.integer(line.per)
                    json.key("rate_usd")
                    if let rate = line.rate { json.verbatim(rate) } else { json.null() }
                    json.key("amount_usd")
                    if let amount = line.amount { json.verbatim(amount.description) } else { json.null() }
                }
            }
        }
        key("price_lines_usd")
        let sum = lines.compactMap(\.amount).reduce(ExactUSD.zero) { $0.addingClamped($1) }
        if lines.isEmpty { null() } else { verbatim(sum.description) }
    }
}
