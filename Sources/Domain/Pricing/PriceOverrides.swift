import Usage

/// The configured prices; where several fit, one for the provider goes before one for every provider, a whole name
/// before a `*`, and a longer name before a shorter one.
struct PriceOverrides: Sendable {
    private var exact: [Key: PriceOverride] = [:]
    /// Longest prefix first.
    private var prefixes: [(prefix: String, price: PriceOverride)] = []

    private struct Key: Hashable {
        var provider: ProviderID?
        var model: String
    }

    var isEmpty: Bool { exact.isEmpty && prefixes.isEmpty }

    /// Of two for the same provider and name, the later one holds.
    init(_ overrides: [PriceOverride]) {
        for override in overrides {
            let name = override.model.lowercased()
            if name.utf8.last == UInt8(ascii: "*") {
                prefixes.append((String(name.dropLast()), override))
            } else {
                exact[Key(provider: override.provider, model: name)] = override
            }
        }
        prefixes.reverse()
        prefixes.sort { left, right in
            (left.price.provider == nil ? 0 : 1, left.prefix.utf8.count)
                > (right.price.provider == nil ? 0 : 1, right.prefix.utf8.count)
        }
    }

    /// The price for `model` at `provider`.
    func price(provider: ProviderID, model: ModelID) -> PriceOverride? {
        if isEmpty { return nil }
        let name = model.rawValue.lowercased()
        if let price = exact[Key(provider: provider, model: name)] { return price }
        let prefixed = prefixes.first { prefix, price in
            (price.provider == nil || price.provider == provider) && name.utf8.starts(with: prefix.utf8)
        }
        if let prefixed, prefixed.price.provider != nil { return prefixed.price }
        return exact[Key(provider: nil, model: name)] ?? prefixed?.price
    }
}
