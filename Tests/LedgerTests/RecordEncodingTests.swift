import Ledger
import LedgerConformance
import LedgerSQLite
import Testing
import Usage

/// The binary form of rows in the files of holds and in the journal.
struct RecordEncodingTests {
    private func encoded(_ record: UsageRecord) -> [UInt8] {
        let size = RecordEncoding.size(of: record)
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = RecordEncoding.write(record, to: UnsafeMutableRawBufferPointer(buffer))
        }
    }

    private func decoded(_ bytes: some Collection<UInt8>) -> UsageRecord? {
        Array(bytes).withUnsafeBytes { RecordDecoding.read($0) }
    }

    @Test(arguments: [SampleCalls.everyField] + (0..<120).map { SampleCalls.call($0) })
    func `what is written is read`(_ record: UsageRecord) {
        let bytes = encoded(record)
        #expect(bytes.count <= RecordEncoding.size(of: record))
        #expect(decoded(bytes) == record)
    }

    @Test func `a row without a virtual key, as an earlier version wrote it, is read`() {
        var record = SampleCalls.everyField
        record.keyID = nil
        var bytes = Array(encoded(record).dropLast(4))
        bytes[0] = 1
        #expect(decoded(bytes) == record)
    }

    @Test func `whatever is cut off is noticed`() {
        let bytes = encoded(SampleCalls.everyField)
        for count in 0..<bytes.count { #expect(decoded(bytes.prefix(count)) == nil, "\(count) bytes") }
    }

    @Test func `any bytes are read without harm`() {
        var random = SystemRandomNumberGenerator()
        let bytes = encoded(SampleCalls.everyField)
        for _ in 0..<20_000 {
            var changed = bytes
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                changed[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            _ = decoded(changed.prefix(Int.random(in: 0...bytes.count, using: &random)))
        }
    }

    @Test(arguments: [512, 700, 1000, 2032])
    func `shortening fits, at any size of anything`(_ capacity: Int) {
        for length in [0, 1, 100, 255, 256, 1024, 5000] {
            var record = SampleCalls.everyField
            let text = String(repeating: "ü🙂e\u{301}", count: length / 9 + 1)
            record.user = UserID(rawValue: text)
            record.component = ComponentType(rawValue: text)
            record.requestModel = ModelID(rawValue: text)
            record.pricedAs = ModelID(rawValue: text)
            record.modelLabel = text
            record.api = text
            record.upstreamRequestID = text
            let short = record.shortened(toFit: capacity)
            #expect(RecordEncoding.size(of: short) <= capacity)
            #expect(decoded(encoded(short)) == short)
        }
    }
}
