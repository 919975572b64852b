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
        /// Whether debug information was read on this thread already.
        private var isWarm = false

        /// What is known of addresses, none where nothing is.
        struct Symbols: Sendable {
            var byAddress: [UInt: [FoundSymbol]] = [:]
            /// Whether debug information was read; otherwise there are names at best.
            var isWhole = false
        }

        private init() {}

        private func start() {
            let thread = Thread { [self] in work() }
            thread.name = "stack symbols"
            thread.qualityOfService = .utility
            // Long names are demangled recursively.
            thread.stackSize = 8 << 20
            thread.start()
        }

        /// Waits for its turn, and until it is done or `isHurried`: then there is what was found until then.
        func symbols(of addresses: [UInt], _ images: ImageMap, isHurried: () -> Bool) -> Symbols {
            guard !isHurried() else { return Symbols() }
            let answer = Answer()
            condition.lock()
            jobs.append { [self] in
                // Debug information may take long at first; names are there soon.
                if !isWarm { answer.give(Symbols(byAddress: names(of: addresses, images))) }
                answer.give(Symbols(byAddress: lookUp(addresses, images), isWhole: true))
                isWarm = true
            }
            if !isRunning {
                isRunning = true
                start()
            }
            condition.signal()
            condition.unlock()
            return answer.wait(isHurried)
        }

        private func work() {
            while true {
                condition.lock()
                let idle = Date(timeIntervalSinceNow: 60)
                while jobs.isEmpty {
                    guard condition.wait(until: idle) || !jobs.isEmpty else {
                        isRunning = false
                        isWarm = false
                        condition.unlock()
                        return
                    }
                }
                let job = jobs.removeFirst()
                condition.unlock()
                job()
            }
        }

        private func names(of addresses: [UInt], _ images: ImageMap) -> [UInt: [FoundSymbol]] {
            symbols(of: Array(Set(addresses)), images, options: [])
        }

        private func symbols(
            of addresses: [UInt], _ images: ImageMap, options: Backtrace.SymbolicationOptions
        ) -> [UInt: [FoundSymbol]] {
            guard let trace = Backtrace(addresses: addresses),
                let symbolicated = trace.symbolicated(with: images, options: options)
            else { return [:] }
            var result: [UInt: [FoundSymbol]] = [:]
            for frame in symbolicated.frames {
                guard let address = UInt(frame.captured.originalProgramCounter), let symbol = FoundSymbol(frame)
                else { continue }
                result[address, default: []].append(symbol)
            }
            return result
        }

        private func lookUp(_ addresses: [UInt], _ images: ImageMap) -> [UInt: [FoundSymbol]] {
            // Each once: inlined frames share their address with the one that follows, and are told apart by it.
            if found.count + addresses.count > Self.capacity { found.removeAll() }
            let unknown = Array(Set(addresses.filter { found[$0] == nil }))
            let symbols = symbols(of: unknown, images, options: [.showInlineFrames, .showSourceLocations])
            for address in unknown { found[address] = symbols[address] ?? [] }
            var result: [UInt: [FoundSymbol]] = [:]
            for address in addresses { result[address] = found[address] }
            return result
        }
    }

    /// `@unchecked`: `value` is touched under `condition` only.
    private final class Answer: @unchecked Sendable {
        private let condition = NSCondition()
        private var value = LookUpThread.Symbols()

        func give(_ symbols: LookUpThread.Symbols) {
            condition.lock()
            value = symbols
            condition.signal()
            condition.unlock()
        }

        /// Asks often enough whether it may go on waiting.
        func wait(_ isHurried: () -> Bool) -> LookUpThread.Symbols {
            condition.lock()
            defer { condition.unlock() }
            while !value.isWhole, !isHurried() { _ = condition.wait(until: Date(timeIntervalSinceNow: 0.05)) }
            return value
        }
    }
#endif
