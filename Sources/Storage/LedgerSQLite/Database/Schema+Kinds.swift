import GRDB
import Ledger

extension Schema {
    /// The kinds of requests: each combination of what filters ask that some row has, under a number.
    ///
    /// A row's `kind` names its combination, so one index of kinds (and one of users with kinds, for the filter by user) answers
    /// every combination of filters: the rows of one kind lie in it in the order of their ids. There are few kinds, as there
    /// are few models, components and statuses; where callers make up names there may be as many as rows.
    static let kinds = """
        CREATE TABLE kinds (
            kind INTEGER PRIMARY KEY,
            request_model TEXT,
            response_model TEXT,
            priced_as TEXT,
            component TEXT NOT NULL,
            status INTEGER NOT NULL,
            failed INTEGER NOT NULL
        );
        INSERT INTO kinds (request_model, response_model, priced_as, component, status, failed)
            SELECT DISTINCT request_model, response_model, priced_as, component, status, error_type IS NOT NULL
            FROM requests;
        CREATE INDEX kinds_by_value ON kinds (request_model, response_model, priced_as, component, status, failed);
        ALTER TABLE requests ADD COLUMN kind INTEGER;
        UPDATE requests SET kind = (
            SELECT kinds.kind FROM kinds WHERE kinds.request_model IS requests.request_model
                AND kinds.response_model IS requests.response_model AND kinds.priced_as IS requests.priced_as
                AND kinds.component = requests.component AND kinds.status = requests.status
                AND kinds.failed = (requests.error_type IS NOT NULL));
        DROP INDEX requests_by_user;
        DROP INDEX requests_with_error;
        DROP INDEX IF EXISTS requests_by_component;
        DROP INDEX IF EXISTS requests_by_status;
        DROP INDEX IF EXISTS requests_by_request_model;
        DROP INDEX IF EXISTS requests_by_response_model;
        DROP INDEX IF EXISTS requests_by_priced_as;
        CREATE INDEX requests_by_kind ON requests (kind);
        CREATE INDEX requests_by_user ON requests (user, kind);
        CREATE INDEX requests_out_of_time ON requests (started_at) WHERE \(isOutOfTime);
        """

    /// How far the time in an id is away from its row's `started_at`, in microseconds, unless the row is in the index of those
    /// that are farther away: after a clock was set back, ids run ahead of it until it has come up with them.
    static let slack: Int64 = 1_000_000

    static let isOutOfTime = """
        ((id >> 22) + \(CallID.epochMilliseconds)) * 1000 - started_at NOT BETWEEN -\(slack) AND \(slack)
        """
}
