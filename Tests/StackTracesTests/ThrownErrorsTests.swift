import StackTraces
import Testing

private struct Refused: Error {
    let reason: Int
}

private struct Unthrown: Error {}

private enum Full: Error { case full }

private final class Broken: Error {}

@inline(never) private func refuse(_ reason: Int) throws { throw Refused(reason: reason) }

@inline(never) private func passOn(_ reason: Int) throws {
    do { try refuse(reason) } catch { throw error }
}

@inline(never) private func breakDown() throws { throw Broken() }

@inline(never) private func fill() throws(Full) { throw .full }

@inline(never) private func refuseLater() async throws {
    await Task.yield()
    throw Refused(reason: 4)
}

/// One after the other, because what is remembered is the whole process's.
@Suite(.serialized) struct ThrownErrorsTests {
    init() { ThrownErrors.remember() }

    private func names(_ error: any Error) -> [String] {
        ThrownErrors.stack(of: error)?.symbolicated().map { $0.function ?? "?" } ?? []
    }

    @Test func `the stack of a thrown error begins with the function that threw`() {
        do {
            try refuse(1)
            Issue.record("refuse did not throw")
        } catch {
            #expect(names(error).first?.contains("refuse(_:)") == true, "\(names(error))")
        }
    }

    @Test func `an error that is thrown again keeps the place of its first throw`() {
        do {
            try passOn(2)
            Issue.record("passOn did not throw")
        } catch {
            #expect(
                names(error).prefix(2).map { $0.contains("refuse(_:)") || $0.contains("passOn(_:)") } == [true, true])
            #expect(names(error).first?.contains("refuse(_:)") == true, "\(names(error))")
        }
    }

    @Test func `errors of classes are remembered`() {
        do {
            try breakDown()
            Issue.record("breakDown did not throw")
        } catch {
            #expect(names(error).first?.contains("breakDown()") == true, "\(names(error))")
        }
    }

    @Test func `a typed throw is found by its type on the same thread`() {
        do {
            try fill()
            Issue.record("fill did not throw")
        } catch {
            #expect(names(error).first?.contains("fill()") == true, "\(names(error))")
        }
    }

    @Test func `an error of an async function is found wherever it is caught`() async {
        do {
            try await refuseLater()
            Issue.record("refuseLater did not throw")
        } catch {
            #expect(names(error).first?.contains("refuseLater()") == true, "\(names(error))")
        }
    }

    @Test func `an error that lies where an earlier one was is not taken for it`() async {
        // Boxes that are freed are made again at the same address, as a rule.
        for _ in 0..<100 {
            do { try refuse(7) } catch {}
            do { try fill() } catch { #expect(names(error).first?.contains("fill()") == true, "\(names(error))") }
            do { try refuse(8) } catch {}
            do { try await refuseLater() } catch {
                #expect(names(error).first?.contains("refuseLater()") == true, "\(names(error))")
            }
        }
    }

    @Test func `an error of a type that nobody threw has no stack, wherever it lies`() {
        for _ in 0..<100 {
            do { try refuse(9) } catch {}
            #expect(ThrownErrors.stack(of: Unthrown()) == nil)
        }
    }

    @Test func `what is remembered is bounded: of five thousand errors the last are known`() throws {
        var errors: [any Error] = []
        for reason in 0..<5_000 {
            do { try refuse(reason) } catch { errors.append(error) }
        }
        #expect(names(try #require(errors.last)).first?.contains("refuse(_:)") == true)
        #expect(errors.count { ThrownErrors.stack(of: $0) != nil } <= 1_024)
        #expect(ThrownErrors.seen >= 5_000)
    }

    @Test func `nothing is remembered once it is switched off, and switching on again works`() {
        #expect(!ThrownErrors.remember())
        ThrownErrors.forget()
        do { try refuse(5) } catch { #expect(ThrownErrors.stack(of: error) == nil) }
        #expect(ThrownErrors.remember())
        do { try refuse(6) } catch { #expect(ThrownErrors.stack(of: error) != nil) }
    }
}
