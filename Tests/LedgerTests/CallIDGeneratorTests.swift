import Ledger
import Testing

/// Ids: ascending, unique, readable.
struct CallIDGeneratorTests {
    /// The moment 2026-11-22T00:00:00Z.
    private let moment: Int64 = 1_795_305_600_000_000

    @Test func `ids carry time, node and sequence`() {
        let generator = CallIDGenerator(node: 0x2A5)
        let id = generator.next(at: moment)
        #expect(id.microseconds == moment)
        #expect(id.rawValue >> 12 & 0x3FF == 0x2A5)
        #expect(id.rawValue & 0xFFF == 0)
        #expect(generator.next(at: moment).rawValue == id.rawValue + 1)
        #expect(CallID.earliest(at: moment) <= id)
        #expect(CallID.earliest(at: moment + 1000) > id)
    }

    @Test func `a clock that goes back or stands still makes no id smaller or equal`() {
        let generator = CallIDGenerator(node: 1023)
        var last = CallID(rawValue: 0)
        let moments: [Int64] = [
            moment, moment, moment - 5_000_000, moment + 999, 0, .min / 2, moment + 1000, moment,
        ]
        for moment in moments {
            let id = generator.next(at: moment)
            #expect(id > last)
            last = id
        }
    }

    @Test func `a sequence that overflows borrows from the next millisecond`() {
        let generator = CallIDGenerator(node: 3)
        let ids = (0..<10_000).map { _ in generator.next(at: moment) }
        #expect(Set(ids).count == 10_000)
        #expect(ids == ids.sorted())
        #expect(ids.allSatisfy { $0.rawValue >> 12 & 0x3FF == 3 })
        #expect(ids.last?.microseconds == moment + 2000)
    }

    @Test func `ids come after the newest that is known`() {
        let newest = CallIDGenerator(node: 9).next(at: moment + 60_000_000)
        let id = CallIDGenerator(node: 4, after: newest).next(at: moment)
        #expect(id > newest || id.microseconds == newest.microseconds)
        #expect(id.rawValue & 0xFFF == newest.rawValue & 0xFFF + 1)
    }

    @Test func `eight threads never get the same id`() async {
        let generator = CallIDGenerator(node: 512)
        let moment = moment
        let ids = await withTaskGroup(of: [CallID].self) { group in
            for _ in 0..<8 {
                group.addTask { (0..<5000).map { generator.next(at: moment + Int64($0)) } }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        #expect(Set(ids).count == 40_000)
    }

    @Test func `as text, ids sort as they do as numbers`() {
        let generator = CallIDGenerator(node: 77)
        let ids = (0..<2000).map { generator.next(at: moment + Int64($0) * 700) }
        #expect(ids.map(\.description) == ids.map(\.description).sorted())
        #expect(ids.map { CallID($0.description) } == ids)
    }
}
