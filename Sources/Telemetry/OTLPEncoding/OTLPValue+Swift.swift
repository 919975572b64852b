extension OTLPValue {
    /// A text.
    public static func string(_ value: String) -> OTLPValue {
        var result = OTLPValue()
        result.stringValue = value
        return result
    }

    /// A whole number.
    public static func int(_ value: Int64) -> OTLPValue {
        var result = OTLPValue()
        result.intValue = value
        return result
    }

    /// A number with a fraction.
    public static func double(_ value: Double) -> OTLPValue {
        var result = OTLPValue()
        result.doubleValue = value
        return result
    }

    /// Yes or no.
    public static func bool(_ value: Bool) -> OTLPValue {
        var result = OTLPValue()
        result.boolValue = value
        return result
    }

    /// Several values.
    public static func array(_ values: [OTLPValue]) -> OTLPValue {
        var result = OTLPValue()
        result.arrayValue.values = values
        return result
    }
}

extension OTLPKeyValue {
    /// The attribute `key` = `value`.
    public init(_ key: String, _ value: OTLPValue) {
        self.init()
        self.key = key
        self.value = value
    }
}
