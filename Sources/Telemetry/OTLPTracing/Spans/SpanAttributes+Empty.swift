import Tracing

extension SpanAttributes {
    /// None, without a call of the dictionary literal's initialiser, which costs as much as setting an attribute.
    static var none: SpanAttributes { SpanAttributes([String: SpanAttribute]()) }
}
