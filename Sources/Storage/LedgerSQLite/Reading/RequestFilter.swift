import GRDB

/// One condition on rows, and the indexes that find the rows by it, newest first.
struct RequestFilter {
    /// SQL with its arguments.
    struct Condition {
        let sql: String
        let arguments: StatementArguments

        init(_ sql: String, _ values: (any DatabaseValueConvertible)?...) {
            self.sql = sql
            arguments = StatementArguments(values)
        }

        init(_ sql: String, arguments: StatementArguments) {
            self.sql = sql
            self.arguments = arguments
        }
    }

    /// A part of the rows that one index has, in the order of their ids.
    struct Part {
        let index: String
        let condition: Condition
    }

    /// The condition as a whole.
    let whole: Condition
    /// Together the same rows; no row is in two of them.
    let parts: [Part]
    /// The index has what every other filter asks of a row, so that none is fetched to be passed over.
    let isCovering: Bool

    private init(_ index: String, _ condition: Condition, isCovering: Bool = false) {
        self.init(whole: condition, parts: [Part(index: index, condition: condition)], isCovering: isCovering)
    }

    init(whole: Condition, parts: [Part], isCovering: Bool = false) {
        self.whole = whole
        self.parts = parts
        self.isCovering = isCovering
    }

    static func user(_ name: String) -> RequestFilter { .init("requests_by_user", Condition("user = ?", name)) }

    static func component(_ name: String) -> RequestFilter {
        .init("requests_by_component", Condition("component = ?", name))
    }

    /// Any error.
    static var error: RequestFilter {
        .init("requests_with_error", Condition("error_type IS NOT NULL"), isCovering: true)
    }

    /// A status other than 200.
    static func status(_ code: Int) -> RequestFilter {
        .init("requests_by_status", Condition("status = ? AND status <> 200", code), isCovering: true)
    }

    /// The indexes that the first version of the tables did not have.
    static let indexes = """
        CREATE INDEX requests_by_component ON requests (component);
        CREATE INDEX requests_by_status ON requests (status) WHERE status <> 200;
        CREATE INDEX requests_by_request_model ON requests (request_model);
        CREATE INDEX requests_by_response_model ON requests (response_model)
            WHERE response_model IS NOT request_model AND (request_model IS NULL
                OR substr(response_model, 1, length(request_model) + 1) <> request_model || '-');
        CREATE INDEX requests_by_priced_as ON requests (priced_as) WHERE \(isOtherPrice);
        """

    /// The same indexes, of as many entries, with more in them: filters are also found where they meet.
    ///
    /// A model's rows come by what answered and by component (``ModelRows``). Failures, which are few, have all that a filter can
    /// ask, so that the ones of one model are found among those of all.
    static let widerIndexes = """
        DROP INDEX requests_with_error;
        DROP INDEX requests_by_status;
        DROP INDEX requests_by_request_model;
        DROP INDEX requests_by_response_model;
        CREATE INDEX requests_with_error ON requests (id, \(asked), status, error_type) WHERE error_type IS NOT NULL;
        CREATE INDEX requests_by_status ON requests (status, id, \(asked)) WHERE status <> 200;
        CREATE INDEX requests_by_request_model ON requests (request_model, response_model, component);
        CREATE INDEX requests_by_response_model ON requests (response_model) WHERE \(isOtherResponseModel);
        """

    /// What filters ask of a row, what they ask most often first.
    private static let asked = "request_model, response_model, priced_as, component, user, started_at"

    /// Rows that the index of `request_model` does not find by their response's model: what answered is no version of what was
    /// asked for, which is to say it does not begin with its name.
    static let isOtherResponseModel = """
        response_model IS NOT request_model AND (request_model IS NULL OR instr(response_model, request_model) <> 1)
        """
    /// Rows that neither of the two finds by the model whose price they have.
    static let isOtherPrice = "priced_as IS NOT request_model AND priced_as IS NOT response_model"
}
