#if os(Linux)
    import Foundation
    import Runtime

    /// The one thread on which addresses are looked up, for all symbolicators of the process.
    ///
    /// The toolchain keeps what it has read of an image for each thread: seconds of work and much memory where debug
    /// information is large. Here it is read once; what was found is kept as well, whoever had asked. After a minute without
    /// a question the thread ends, and what it has read of images goes with it.
    ///
    /// `@unchecked`: `jobs` and `isRunning` are touched under `condition` only, `found` on the thread only, of which there is
    /// one at a time.
    final class LookUpThread: @unchecked Sendable {
        static let shared = LookUpThread()

        /// Addresses whose symbols are kept; when there are more, all are forgotten.
        private static let capacity = 16_384

        private let condition = NSCondition()
        private var jobs: [() -> Void] = []
        private var isRunning = false
        private var found: [UInt: [FoundSymbol]] = [:]

        private init() {}

        private func start() {
            let thread = Thread { [self] in work() }
            thread.name = "stack symbols"
            thread.qualityOfService = .utility
            // Long names are demangled recursively.
            thread.stackSize = 8 << 20
            thread.start()
        }

        /// Waits for its turn; the symbols of each address, none where nothing is known.
        func symbols(of addresses: [UInt], _ images: ImageMap) -> [UInt: [FoundSymbol]] {
            let answer = Answer()
            condition.lock()
            jobs.append { [self] in answer.give(lookUp(addresses, images)) }
            if !isRunning {
                isRunning = true
                start()
            }
            condition.signal()
            condition.unlock()
            return answer.wait()
        }

        private func work() {
            while true {
                condition.lock()
                let idle = Date(timeIntervalSinceNow: 60)
                while jobs.isEmpty {
                    guard condition.wait(until: idle) || !jobs.isEmpty else {
                        isRunning = false
                        condition.unlock()
                        return
                    }
                }
                let job = jobs.removeFirst()
                condition.unlock()
                job()
            }
        }

        private func lookUp(_ addresses: [UInt], _ images: ImageMap) -> [UInt: [FoundSymbol]] {
            // Each once: inlined frames share their address with the one that follows, and are told apart by it.
            if found.count + addresses.count > Self.capacity { found.removeAll() }
            let unknown = Array(Set(addresses.filter { found[$0] == nil }))
            if let trace = Backtrace(addresses: unknown),
                let symbolicated = trace.symbolicated(
                    with: images, options: [.showInlineFrames, .showSourceLocations])
            {
                for address in unknown { found[address] = [] }
                for frame in symbolicated.frames {
                    guard let address = UInt(frame.captured.originalProgramCounter), let symbol = FoundSymbol(frame)
                    else { continue }
                    found[address, default: []].append(symbol)
                }
            }
            var result: [UInt: [FoundSymbol]] = [:]
            for address in addresses { result[address] = found[address] }
            return result
        }
    }

    /// `@unchecked`: `value` is touched under `condition` only.
    private final class Answer: @unchecked Sendable {
        private let condition = NSCondition()
        private var value: [UInt: [FoundSymbol]]?

        func give(_ symbols: [UInt: [FoundSymbol]]) {
            condition.lock()
            value = symbols
            condition.signal()
            condition.unlock()
        }

        func wait() -> [UInt: [FoundSymbol]] {
            condition.lock()
            defer { condition.unlock() }
            while true {
                if let value { return value }
                condition.wait()
            }
        }
    }
#endif
