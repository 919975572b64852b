import Budgets
import Ledger
import LedgerConformance
import LedgerSQLite
import Money
import Testing
import Usage

/// Filters find rows by their kind, however the kind came to be.
struct KindTests {
    private let directory = TemporaryDirectory()

    private static func record(_ number: Int, component: String, user: String = "ann") -> UsageRecord {
        var record = SampleCalls.call(number)
        record.component = ComponentType(rawValue: component)
        record.user = UserID(rawValue: user)
        return record
    }

    private func open() throws -> SQLiteLedger {
        var settings = SQLiteLedgerSettings()
        settings.retentionDays = 0
        return try SQLiteLedger(directory: directory.path, settings: settings)
    }

    private func found(_ ledger: SQLiteLedger, _ change: (inout RequestQuery) -> Void) async throws -> [CallID] {
        var query = RequestQuery()
        query.limit = 1000
        change(&query)
        return try await ledger.requests(query).records.map(\.id)
    }

    @Test func `rows of an older ledger get their kinds when it is opened`() async throws {
        let records = (0..<400).map { number in
            var record = SampleCalls.call(number)
            if number % 6 == 0 { record.requestModel = nil }
            if number % 5 == 0 { record.responseModel = ModelID(rawValue: "model-1-2026") }
            if number == 77 { record.startedAt -= 9_000_000_000 }
            return record
        }
        let ledger = try open()
        let lane = ledger.openLane { _ in }
        for record in records { lane.settle(record, releasing: nil) }
        ledger.close()
        try OtherConnection(directory.path).execute(
            """
            DROP INDEX requests_by_kind; DROP INDEX requests_by_user; DROP INDEX requests_out_of_time; ALTER TABLE requests DROP COLUMN kind;
            DROP TABLE kinds;
            CREATE INDEX requests_by_user ON requests (user);
            CREATE INDEX requests_with_error ON requests (id) WHERE error_type IS NOT NULL;
            CREATE INDEX requests_by_component ON requests (component);
            DELETE FROM grdb_migrations WHERE identifier = 'kinds';
            """)
        let later = try open()
        func expected(_ isMet: (UsageRecord) -> Bool) -> [CallID] { records.filter(isMet).map(\.id).reversed() }
        let (model, version) = (ModelID(rawValue: "model-1"), ModelID(rawValue: "model-1-2026"))
        #expect(
            try await found(later) { $0.model = version } == expected { $0.responseModel == version })
        #expect(
            try await found(later) {
                $0.model = model
                $0.status = .error
            }
                == expected {
                    $0.errorType != nil && [$0.requestModel, $0.responseModel, $0.pricedAs].contains(model)
                })
        #expect(
            try await found(later) {
                $0.component = ComponentType(rawValue: "chat")
                $0.user = UserID(rawValue: "user-3")
            } == expected { $0.component.rawValue == "chat" && $0.user.rawValue == "user-3" })
        let early = records[77]
        #expect(
            try await found(later) { $0.until = early.startedAt + 1 } == expected { $0.startedAt <= early.startedAt })
        later.close()
        #expect(try OtherConnection(directory.path).number("SELECT count(*) FROM requests WHERE kind IS NULL") == 0)
    }

    @Test func `a kind that a failed commit took back is made again`() async throws {
        let ledger = try open()
        let outcomes = Outcomes()
        let lane = ledger.openLane(outcome: outcomes.note)
        lane.settle(Self.record(0, component: "before"), releasing: nil)
        try await eventually("not committed") { outcomes.count(.committed) == 1 }
        let other = try OtherConnection(directory.path)
        try other.forbidInserts()
        for number in 1..<20 { lane.settle(Self.record(number, component: "new \(number % 3)"), releasing: nil) }
        try await eventually("not journaled") { outcomes.count(.journaled) == 19 }
        try other.allowInserts()
        for number in 20..<40 { lane.settle(Self.record(number, component: "new \(number % 3)"), releasing: nil) }
        try await eventually("not written") { try await found(ledger) { _ in }.count == 40 }
        for name in 0..<3 {
            let ids = (1..<40).reversed().filter { $0 % 3 == name }.map { SampleCalls.call($0).id }
            #expect(try await found(ledger) { $0.component = ComponentType(rawValue: "new \(name)") } == ids)
        }
        ledger.close()
        #expect(
            try other.number(
                """
                SELECT count(*) FROM requests LEFT JOIN kinds USING (kind)
                WHERE requests.component IS NOT kinds.component
                """) == 0)
    }

    @Test func `names that differ by their bytes only are different kinds`() async throws {
        let ledger = try open()
        let outcomes = Outcomes()
        let lane = ledger.openLane(outcome: outcomes.note)
        let names = ["caf\u{E9}", "cafe\u{301}", "cafe", ""]
        for number in 0..<40 {
            let name = names[number % 4]
            lane.settle(Self.record(number, component: name, user: name), releasing: nil)
        }
        try await eventually("not committed") { outcomes.count(.committed) == 40 }
        let report = try await ledger.costs(CostQuery(month: SampleCalls.month, sort: .userAscending))
        #expect(report.users.map(\.totals.requests) == [10, 10, 10, 10])
        #expect(report.components.map(\.totals.requests) == [10, 10, 10, 10])
        for (place, name) in names.enumerated() {
            let ids = (0..<40).reversed().filter { $0 % 4 == place }.map { SampleCalls.call($0).id }
            #expect(try await found(ledger) { $0.component = ComponentType(rawValue: name) } == ids, "\(name)")
            let spent = try await ledger.spend(SpendQuery(scope: .user, name: name, period: .total))
            let costs = (0..<40).filter { $0 % 4 == place }.map { SampleCalls.call($0).knownCost.rawValue }
            #expect(spent.values.map(\.rawValue) == [costs.reduce(0, +)], "\(name)")
        }
        ledger.close()
    }

    @Test func `a kind goes with its last row, and may come back`() async throws {
        let day: Int64 = 86_400_000_000
        var settings = SQLiteLedgerSettings()
        settings.retentionDays = 30
        func clock(day number: Int64) -> LedgerClock {
            LedgerClock(wall: { SampleCalls.november + number * day }, monotonic: LedgerClock.system.monotonic)
        }
        let ledger = try SQLiteLedger(directory: directory.path, settings: settings, clock: clock(day: 0))
        let lane = ledger.openLane { _ in }
        for number in 0..<1200 {
            var record = SampleCalls.call(number, after: number < 1190 ? 0 : 20 * day)
            record.component = ComponentType(rawValue: number < 1190 ? "once \(number)" : "kept")
            record.errorType = nil
            record.status = 200
            lane.settle(record, releasing: nil)
        }
        ledger.close()
        let other = try OtherConnection(directory.path)
        let kinds = try other.number("SELECT count(*) FROM kinds")
        #expect(kinds > 1190)

        let outcomes = Outcomes()
        let later = try SQLiteLedger(directory: directory.path, settings: settings, clock: clock(day: 40))
        let laterLane = later.openLane(outcome: outcomes.note)
        let left = try other.number("SELECT count(DISTINCT kind) FROM requests WHERE component = 'kept'")
        try await eventually("kinds stay") { try other.number("SELECT count(*) FROM kinds") == left }
        var again = SampleCalls.call(5000, after: 40 * day)
        again.component = ComponentType(rawValue: "once 7")
        laterLane.settle(again, releasing: nil)
        try await eventually("not committed") { outcomes.count(.committed) == 1 }
        #expect(try await found(later) { $0.component = again.component } == [again.id])
        #expect(try await found(later) { $0.component = ComponentType(rawValue: "once 8") }.isEmpty)
        #expect(try await found(later) { $0.component = ComponentType(rawValue: "kept") }.count == 10)
        later.close()
    }

    /// More kinds than are looked at one by one: old failures with names of their own, and many usual calls since.
    @Test func `names that no two calls share are found all the same`() async throws {
        let ledger = try open()
        let outcomes = Outcomes()
        let lane = ledger.openLane(outcome: outcomes.note)
        lane.settle(Self.record(0, component: "usual"), releasing: nil)
        try await eventually("not committed") { outcomes.count(.committed) == 1 }
        let (many, all) = (6_000, 60_000)
        try OtherConnection(directory.path).execute(
            """
            BEGIN IMMEDIATE;
            CREATE TEMP TABLE more AS
                WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < \(all))
                SELECT requests.*, n FROM requests, numbers;
            UPDATE more SET id = id + (n << 32), started_at = started_at + n * 1024000;
            UPDATE more SET user = 'bob', component = 'call ' || n, kind = 1000 + n, status = 404,
                error_type = 'invalid_request' WHERE n <= \(many);
            INSERT INTO kinds SELECT kind, request_model, response_model, priced_as, component, status, TRUE
                FROM more WHERE n <= \(many);
            ALTER TABLE more DROP COLUMN n;
            INSERT INTO requests SELECT * FROM more;
            COMMIT;
            """)
        let first = SampleCalls.call(0)
        func ids(_ numbers: any Collection<Int>) -> [CallID] {
            numbers.prefix(1000).map { CallID(rawValue: first.id.rawValue + Int64($0) << 32) }
        }
        let (failed, answered) = (Array((1...many).reversed()), Array((many + 1...all).reversed()))
        #expect(try await found(ledger) { $0.status = .ok } == ids(answered))
        #expect(try await found(ledger) { $0.user = UserID(rawValue: "ann") } == ids(answered))
        #expect(try await found(ledger) { $0.status = .error } == ids(failed))
        #expect(try await found(ledger) { $0.status = .code(404) } == ids(failed))
        #expect(try await found(ledger) { $0.user = UserID(rawValue: "bob") } == ids(failed))
        #expect(
            try await found(ledger) {
                $0.user = UserID(rawValue: "bob")
                $0.status = .code(404)
                $0.until = first.startedAt + 5_000 * 1_024_000
            } == ids(Array((1..<5_000).reversed())))
        // A page that the walk begins and the kinds complete.
        #expect(
            try await found(ledger) {
                $0.status = .error
                $0.cursor = ids([many + 49_990])[0]
            } == ids(failed))
        #expect(
            try await found(ledger) {
                $0.user = UserID(rawValue: "ann")
                $0.status = .error
            }.isEmpty)
        #expect(try await found(ledger) { $0.component = ComponentType(rawValue: "call 5") } == ids([5]))
        ledger.close()
    }

    @Test func `a NUL in a filter is the sign that stands for it in the ledger`() async throws {
        let ledger = try open()
        let outcomes = Outcomes()
        let lane = ledger.openLane(outcome: outcomes.note)
        for (number, name) in ["a", "a\u{0}", "a\u{0}b", "a\u{0}\u{301}"].enumerated() {
            lane.settle(Self.record(number, component: name, user: name), releasing: nil)
        }
        try await eventually("not committed") { outcomes.count(.committed) == 4 }
        for (number, name) in ["a", "a\u{0}", "a\u{0}b", "a\u{0}\u{301}"].enumerated() {
            #expect(
                try await found(ledger) { $0.component = ComponentType(rawValue: name) } == [
                    SampleCalls.call(number).id
                ])
            #expect(try await found(ledger) { $0.user = UserID(rawValue: name) } == [SampleCalls.call(number).id])
        }
        ledger.close()
    }
}
