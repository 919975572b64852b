extension ProviderSimulator {
    /// Where a simulator listens, what it remembers, and how it behaves unless a request asks for something else.
    public struct Configuration: Sendable, Hashable {
        /// The address to listen on.
        public var host = "127.0.0.1"
        /// The port; 0 lets the system choose.
        public var port = 0
        /// Event loop threads.
        public var threads = 1
        /// How many calls are kept in memory; 0 turns the record off (for load tests).
        public var recordLimit = 100_000
        /// A file to which each ended call is appended as a JSON line.
        public var recordFile: String?
        /// The largest request body in bytes; a longer one is answered with 413.
        public var bodyLimit = 64 * 1_024 * 1_024
        /// What holds for every request that does not say otherwise.
        public var behaviour = Behaviour()

        /// The defaults.
        public init() {}
    }
}
