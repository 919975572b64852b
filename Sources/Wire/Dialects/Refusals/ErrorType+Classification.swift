public import Usage

extension ErrorType {
    /// What an answer with `status` counts as; nil below 400.
    public static func classify(dialect: Dialect, status: Int, body: UnsafeRawBufferPointer) -> ErrorType? {
        status < 400 ? nil : .serverError
    }
}
