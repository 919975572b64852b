import Dialects
import Gateway
import HTTPMessages
import Money
import NIOCore
import Testing
import Usage

/// The machines of the data plane under events in random orders: whatever comes when, none goes back, gives out what it
/// must keep, or gives out what did not come.
///
/// A failure names its seed.
@Suite struct RandomOrderTests {
    private struct Dice: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    private static let event = #"data: {"id":"c","choices":[{"index":0,"delta":{"content":"hi"}}]}"# + "\n\n"
    private static let events =
        event + event + event
        + #"data: {"id":"c","choices":[],"usage":{"prompt_tokens":7,"completion_tokens":3,"total_tokens":10}}"#
        + "\n\ndata: [DONE]\n\n"
    private static let body = #"{"id":"c","choices":[],"usage":{"prompt_tokens":7,"completion_tokens":3}}"#

    private struct Answer {
        var bytes: [UInt8]
        var body: String
        /// Its end is the connection's: a cut is not to be told from it.
        var endsWithConnection = false
    }

    private static func answer(_ dice: inout Dice) -> Answer {
        let isStream = Bool.random(using: &dice)
        let body = isStream ? events : body
        var endsWithConnection = false
        var text = "HTTP/1.1 200 OK\r\nContent-Type: \(isStream ? "text/event-stream" : "application/json")\r\n"
        switch Int.random(in: 0..<3, using: &dice) {
        case 0: text += "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
        case 1:
            text += "\r\n\(body)"
            endsWithConnection = true
        default:
            text += "Transfer-Encoding: chunked\r\n\r\n"
            var rest = body[...]
            while !rest.isEmpty {
                let part = rest.prefix(Int.random(in: 1...80, using: &dice))
                text += String(part.utf8.count, radix: 16) + "\r\n\(part)\r\n"
                rest = rest.dropFirst(part.count)
            }
            text += "0\r\n\r\n"
        }
        return Answer(bytes: Array(text.utf8), body: body, endsWithConnection: endsWithConnection)
    }

    /// What a client reads of a relay's output: the body, as far as it came, and whether it has its end.
    private static func read(_ output: [UInt8]) -> (body: String, isWhole: Bool, status: Int)? {
        var reader = AnswerReader(limits: .response, isHEAD: false)
        reader.receive(ByteBuffer(bytes: output))
        var body = ""
        var status = 0
        while true {
            switch reader.step() {
            case .needMore: return (body, false, status)
            case .failed: return nil
            case .head(let head, _): status = head.status
            case .body(let part): body += String(buffer: part)
            case .end: return (body, true, status)
            }
        }
    }

    private static func rank(_ stage: AnswerRelay.Stage) -> Int {
        switch stage {
        case .relaying: 0
        case .withholding: 1
        case .released: 2
        case .finished, .truncated: 3
        }
    }

    @Test(arguments: 0..<10)
    func `an answer, its commit, its cut and its end in any order`(block: UInt64) throws {
        for seed in (block * 150)..<((block + 1) * 150) { try relayInAnyOrder(seed) }
    }

    private func relayInAnyOrder(_ seed: UInt64) throws {
        var dice = Dice(state: seed)
        let answer = Self.answer(&dice)
        var reader = AnswerReader(limits: .response, isHEAD: false)
        var relay = AnswerRelay(
            AnswerRelay.Call(
                api: .chatCompletions, flavor: .openai, stripsUsage: false, isHEAD: false,
                head: ClientHead(requestID: "req_1", keepsAlive: true, clientMinorVersion: 1),
                bufferedAnswer: Bool.random(using: &dice) ? 1 << 20 : 30, withheldLimit: 1 << 16))
        var fed = 0
        var output: [UInt8] = []
        var isAttached = true
        var isReplaced = false
        var wasReleased = false
        var reached = 0

        func take() {
            if let bytes = relay.takeOutput() { output.append(contentsOf: bytes.readableBytesView) }
        }
        func advance() {
            while isAttached {
                switch reader.step() {
                case .needMore: return
                case .head(let head, let bytes): relay.answerHead(head, in: bytes)
                case .body(let part): relay.answerBody(part)
                case .end:
                    isAttached = false
                    relay.answerEnd()
                case .failed:
                    Issue.record("\(seed): a good answer was not read")
                    return
                }
            }
        }
        /// The provider's connection has ended, in order or not: as `Call.upstreamFailed` has it.
        func lose() {
            isAttached = false
            if reader.closed() {
                relay.answerEnd()
            } else if relay.hasOutput || wasReleased || relay.stage == .withholding {
                relay.answerCut()
            } else {
                isReplaced = true
                relay.answerLocally(status: 502, reason: "Bad Gateway", body: Array("{}".utf8), fields: [])
            }
        }

        for _ in 0..<400 where relay.stage != .finished && relay.stage != .truncated {
            switch Int.random(in: 0..<40, using: &dice) {
            case 0 where isAttached: lose()
            case 1...4:
                if relay.stage == .withholding {
                    wasReleased = true
                    relay.release(cost: NanoUSD(rawValue: 5))
                }
            case 5...10: take()
            default:
                let end = min(fed + Int.random(in: 1...60, using: &dice), answer.bytes.count)
                if isAttached, fed < end {
                    reader.receive(ByteBuffer(bytes: answer.bytes[fed..<end]))
                    fed = end
                    advance()
                } else if isAttached {
                    lose()
                }
            }
            #expect(Self.rank(relay.stage) >= reached, "\(seed): a step back")
            reached = Self.rank(relay.stage)
            if !wasReleased {
                take()
                let text = String(decoding: output, as: UTF8.self)
                #expect(!text.contains("[DONE]"), "\(seed): the end before the commit")
                if let read = Self.read(output) { #expect(!read.isWhole, "\(seed): a whole answer before the commit") }
            }
        }
        take()
        try check(answer, relay, output, isReplaced: isReplaced, "\(seed)")
    }

    private func check(
        _ answer: Answer, _ relay: borrowing AnswerRelay, _ output: [UInt8], isReplaced: Bool, _ seed: Comment
    ) throws {
        let read = try #require(Self.read(output), seed)
        switch relay.stage {
        case .finished where isReplaced: #expect(read == ("{}", true, 502), seed)
        case .finished where answer.endsWithConnection:
            #expect(read.isWhole && read.status == 200 && answer.body.hasPrefix(read.body), seed)
        case .finished: #expect(read == (answer.body, true, 200), seed)
        default:
            #expect(!read.isWhole && answer.body.hasPrefix(read.body), seed)
        }
    }

    @Test(arguments: 0..<10)
    func `requests, answers and refusals in any order`(block: UInt64) {
        for seed in (block * 80)..<((block + 1) * 80) { readInAnyOrder(seed) }
    }

    private func readInAnyOrder(_ seed: UInt64) {
        var dice = Dice(state: seed &* 77)
        var wanted: [String] = []
        var bytes: [UInt8] = []
        for number in 0..<Int.random(in: 1...5, using: &dice) {
            let body = String(repeating: "b\(number)", count: Int.random(in: 0...60, using: &dice))
            var text = "POST /v1/x HTTP/1.1\r\nHost: h\r\n"
            if Bool.random(using: &dice) {
                text += "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
            } else {
                let chunk = body.isEmpty ? "" : String(body.utf8.count, radix: 16) + "\r\n\(body)\r\n"
                text += "Transfer-Encoding: chunked\r\n\r\n\(chunk)0\r\n\r\n"
            }
            bytes += Array(text.utf8)
            wanted.append(body)
        }
        let isBroken = Bool.random(using: &dice)
        let smuggled = "GET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n"
        if isBroken { bytes += Array("GET / HTTP/1.1\r\nHost : h\r\n\r\n\(smuggled)".utf8) }
        var reader = RequestReader(limits: HeadLimits(), bodyLimit: 1 << 20)
        var got: [String] = []
        var current: String?
        var isAnswering = false
        var refusals = 0
        var fed = 0
        for _ in 0..<2_000 {
            if Int.random(in: 0..<3, using: &dice) > 0, fed < bytes.count {
                let end = min(fed + Int.random(in: 1...90, using: &dice), bytes.count)
                reader.receive(ByteBuffer(bytes: bytes[fed..<end]))
                fed = end
            } else if isAnswering, Bool.random(using: &dice) {
                isAnswering = false
                reader.next()
            }
            let collected = Int.random(in: 0...40, using: &dice)
            let isStreamed = Int.random(in: 0..<3, using: &dice) == 0
            stepping: while true {
                let step = reader.step { _, _ in isStreamed ? .streamed : .collected(upTo: collected) }
                if isAnswering {
                    guard case .needMore = step else {
                        Issue.record("\(seed): read on while a request is answered")
                        return
                    }
                }
                switch step {
                case .needMore, .sendContinue: break stepping
                case .request(_, _, let body):
                    got.append(String(buffer: body))
                    isAnswering = true
                case .begin: current = ""
                case .large(_, _, let beginning): current = String(buffer: beginning)
                case .part(let part): current? += String(buffer: part)
                case .end:
                    got.append(current ?? "no beginning")
                    current = nil
                    isAnswering = true
                case .refuse:
                    refusals += 1
                    break stepping
                }
            }
        }
        #expect(fed == bytes.count && got == wanted, "\(seed)")
        #expect(refusals == (isBroken ? 1 : 0), "\(seed)")
    }
}
