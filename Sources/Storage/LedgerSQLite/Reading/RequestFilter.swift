import GRDB

/// One condition on rows, and the indexes that find the rows by it, newest first.
struct RequestFilter {
    /// SQL with its arguments.
    struct Condition {
        let sql: String
        let arguments: StatementArguments

        init(_ sql: String, _ values: (any DatabaseValueConvertible)...) {
            self.sql = sql
            arguments = StatementArguments(values)
        }
    }

    /// A part of the rows that one index has.
    struct Part {
        let index: String
        let condition: Condition
    }

    /// The condition as a whole.
    let whole: Condition
    /// Together the same rows; no row is in two of them.
    let parts: [Part]

    private init(_ index: String, _ condition: Condition) {
        whole = condition
        parts = [Part(index: index, condition: condition)]
    }

    private init(whole: Condition, parts: [Part]) {
        self.whole = whole
        self.parts = parts
    }

    static func user(_ name: String) -> RequestFilter { .init("requests_by_user", Condition("user = ?", name)) }

    static func component(_ name: String) -> RequestFilter {
        .init("requests_by_component", Condition("component = ?", name))
    }

    /// Any error.
    static var error: RequestFilter { .init("requests_with_error", Condition("error_type IS NOT NULL")) }

    /// A status other than 200.
    static func status(_ code: Int) -> RequestFilter {
        .init("requests_by_status", Condition("status = ? AND status <> 200", code))
    }

    /// The model that was asked for, answered, or priced.
    static func model(_ name: String) -> RequestFilter {
        RequestFilter(
            whole: Condition("(request_model = ? OR response_model = ? OR priced_as = ?)", name, name, name),
            parts: [
                Part(index: "requests_by_request_model", condition: Condition("request_model = ?", name)),
                Part(
                    index: "requests_by_response_model",
                    condition: Condition("response_model = ? AND \(isOtherResponseModel)", name)),
                Part(
                    index: "requests_by_priced_as", condition: Condition("priced_as = ? AND \(isOtherPrice)", name)),
            ] + versioned(name))
    }

    /// Rows that asked for a model and were answered by a version of it, the name with a dash and more.
    ///
    /// As nearly all rows of some providers are such, no index has them; they are found by what was asked for.
    private static func versioned(_ name: String) -> [Part] {
        name.indices.filter { name[$0] == "-" && $0 > name.startIndex }.suffix(16).map { dash in
            Part(
                index: "requests_by_request_model",
                condition: Condition("request_model = ? AND response_model = ?", String(name[..<dash]), name))
        }
    }

    /// Rows that the index of `request_model` does not find by their response's model.
    private static let isOtherResponseModel = """
        response_model IS NOT request_model
            AND (request_model IS NULL OR substr(response_model, 1, length(request_model) + 1) <> request_model || '-')
        """
    /// Rows that neither of the two finds by the model whose price they have.
    private static let isOtherPrice = "priced_as IS NOT request_model AND priced_as IS NOT response_model"

    /// The indexes that the first version of the tables did not have.
    static let indexes = """
        CREATE INDEX requests_by_component ON requests (component);
        CREATE INDEX requests_by_status ON requests (status) WHERE status <> 200;
        CREATE INDEX requests_by_request_model ON requests (request_model);
        CREATE INDEX requests_by_response_model ON requests (response_model) WHERE \(isOtherResponseModel);
        CREATE INDEX requests_by_priced_as ON requests (priced_as) WHERE \(isOtherPrice);
        """
}
