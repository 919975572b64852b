import GRDB
public import Ledger

extension SQLiteLedger: BackgroundReading {
    public func openResponses() async throws -> [String] {
        try await read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT json_extract(detail, '$.opens'), json_extract(detail, '$.settles')
                    FROM requests INDEXED BY requests_of_background WHERE \(Schema.isOfBackground)
                    """)
            var open: Set<String> = []
            var settled: Set<String> = []
            for row in rows {
                if let id: String = row[0] { open.insert(id) }
                if let id: String = row[1] { settled.insert(id) }
            }
            return Array(open.subtracting(settled))
        }
    }
}
