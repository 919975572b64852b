import Dialects

extension LocalAnswer {
    /// The refusal of a call whose large body could not be put into a file.
    init(_ error: SpoolError, dialect: Dialect) {
        let remedy =
            error.isFull
            ? "There is no room for it on the disk of data_dir: make some, or send smaller requests."
            : "The file in data_dir failed (\(error.reason)): the gateway's operator can tell why."
        self.init(
            status: error.isFull ? 507 : 503, code: "body_not_stored",
            message: "The request's body is too large for memory (limits.buffered_request). " + remedy,
            dialect: dialect)
    }
}
