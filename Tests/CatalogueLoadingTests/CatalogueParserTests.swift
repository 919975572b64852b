import CatalogueLoading
import Money
import Pricing
import Testing
import Usage

@Suite struct CatalogueParserTests {
    private static let lines = [
        "tollgate-catalogue\t1\t2026-11-12",
        "P\tacme\tAcme Corp\tacme,acme-ai\tother,third\trequest",
        "U\tper_web_search=0.01",
        "M\tBig-1\tchat\t200000\t8192\tdeprecated\t2027-01-01",
        "A\tbig\tbig-one",
        "X\tstarts_with=big-1\tnot_contains=mini",
        "X\tdated=big-1",
        "R\t\tinput=1\toutput=0.08333333333",
        "T\t200000\tinput=2",
        "V\tbatch\tinput=0.5",
        "T\t100000\tinput=0.75",
        "W\t60-240,990-30\t12345\tinput=3",
        "F\tregional_endpoint=1.1\tspeed_fast=2",
        "I\thd/1024x1024=0.08",
        "R\t1000000\tinput=4",
        "M\tplain\tembedding\t\t\t\t",
        "R\t\tinput=0.02",
        "P\tother\tOther\t\t\t",
    ]

    private func text(_ lines: [String] = lines) -> String {
        (lines + ["E\t\(lines.count)"]).map { $0 + "\n" }.joined()
    }

    @Test func `every kind of line arrives in its place`() throws {
        let catalogue = try PriceCatalogue(text: text())
        #expect(catalogue.asOf == "2026-11-12")
        #expect(catalogue.providers.map(\.id.rawValue) == ["acme", "other"])
        let acme = try #require(catalogue.provider(ProviderID(rawValue: "ACME-AI")))
        #expect(acme.name == "Acme Corp")
        #expect(acme.fallback == [ProviderID(rawValue: "other"), ProviderID(rawValue: "third")])
        #expect(acme.requestNameFirst)
        #expect(acme.tools[.perWebSearch] == Rate(decimal: "0.01"))
        #expect(acme.models.count == 2)
        let big = acme.models[0]
        #expect(big.id.rawValue == "Big-1")
        #expect(big.aliases == ["big", "big-one"])
        #expect(
            big.patterns == [
                ModelPattern([.startsWith("big-1"), .notContains("mini")]), ModelPattern([.dated("big-1")]),
            ])
        #expect(big.contextWindow == 200_000)
        #expect(big.maxOutput == 8_192)
        #expect(big.status == .deprecated)
        #expect(big.retires == "2027-01-01")
        #expect(big.prices.map(\.validFrom) == [nil, 1_000_000])
        let price = big.prices[0]
        #expect(price.standard.base[.output] == Rate(decimal: "0.08333333333"))
        #expect(price.standard.tiers.map(\.aboveInputTokens) == [200_000])
        #expect(price.variants.map(\.tier) == [.batch])
        #expect(price.variants[0].rates.tiers.map(\.aboveInputTokens) == [100_000])
        #expect(price.timesOfWeek[0].windows.weekdays == 0b0011_1110)
        #expect(price.timesOfWeek[0].windows.windows == [.init(start: 60, end: 240), .init(start: 990, end: 30)])
        #expect(price.multipliers.map(\.condition) == [.regionalEndpoint, .speedFast])
        #expect(price.images == [.init(variant: "hd/1024x1024", rate: try #require(Rate(decimal: "0.08")))])
        #expect(acme.models[1].mode == .embedding)
        #expect(acme.models[1].contextWindow == nil)
        #expect(acme.models[1].status == .offered)
    }

    @Test(arguments: [
        (0, "tollgate-catalogue\t2\t2026-11-12", CatalogueError.Code.header), (0, "", .header),
        (1, "Z\tx", .line), (2, "", .line), (1, "M\tm\tchat\t\t\t\t", .line), (3, "R\t\tinput=1", .line),
        (3, "A\tx", .line), (3, "X\tcontains=x", .line), (7, "T\t5\tinput=1", .line), (7, "V\tbatch\tinput=1", .line),
        (7, "W\t1-2\t1\tinput=1", .line), (7, "F\tspeed_fast=2", .line), (7, "I\thd=1", .line), (3, "E\t3", .line),
        (2, "U\tper_web_search=free", .field), (2, "U\tper_web_search", .field), (2, "U\tper_moon=1", .field),
        (3, "M\tm\tchess\t\t\t\t", .field), (3, "M\tm\tchat\tlots\t\t\t", .field), (3, "M\tm", .field),
        (3, "M\tm\tchat\t1\t1\tnew\t", .field), (5, "X\tsounds_like=x", .field), (7, "R\tsoon\tinput=1", .field),
        (7, "R\t\tinput=-1", .field), (8, "T\t\tinput=1", .field), (9, "V\tturbo\tinput=1", .field),
        (11, "W\t1-2-3\t1\tinput=1", .field), (11, "W\t0-1441\t1\tinput=1", .field),
        (11, "W\t0-1\t8\tinput=1", .field), (12, "F\tmoon=1.1", .field), (12, "F\tspeed_fast=fast", .field),
        (13, "I\thd/1=x", .field),
    ])
    func `a line that cannot be read is named`(index: Int, line: String, code: CatalogueError.Code) throws {
        var lines = Self.lines
        lines[index] = line
        do throws(CatalogueError) {
            _ = try PriceCatalogue(text: text(lines))
            Issue.record("it was read")
        } catch {
            #expect(error.code == code)
            #expect(error.line >= index + 1)
            #expect(!error.description.isEmpty)
        }
    }

    @Test func `a catalogue that is cut off anywhere is not one`() throws {
        let bytes = Array(text().utf8)
        for length in 0..<bytes.count {
            #expect(throws: CatalogueError.self) {
                try PriceCatalogue(text: String(decoding: bytes[..<length], as: UTF8.self))
            }
        }
    }

    @Test func `a lost line is noticed`() throws {
        let missing = text().split(separator: "\n", omittingEmptySubsequences: false)
            .filter { !$0.hasPrefix("T\t2") }.joined(separator: "\n")
        #expect { try PriceCatalogue(text: missing) } throws: { ($0 as? CatalogueError)?.code == .truncated }
    }
}
