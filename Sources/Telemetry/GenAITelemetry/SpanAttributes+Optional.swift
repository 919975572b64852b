import Tracing

/// Sets what there is: `nil` is passed over, where the subscript would look for something to take away.
///
/// A call has more than twenty attributes that it may not have, and a gateway sets them for each.
extension SpanAttributes {
    mutating func put(_ name: String, _ value: String?) {
        if let value { set(name, value: .string(value)) }
    }

    mutating func put(_ name: String, _ value: Int64?) {
        if let value { set(name, value: .int64(value)) }
    }

    mutating func put(_ name: String, _ value: Double?) {
        if let value { set(name, value: .double(value)) }
    }

    mutating func put(_ name: String, _ values: [String]) {
        if !values.isEmpty { set(name, value: .stringArray(values)) }
    }
}
