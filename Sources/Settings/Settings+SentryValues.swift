extension Settings {
    /// Error reports.
    public struct Sentry: Sendable {
        /// nil = errors are reported nowhere.
        public internal(set) var dsn: Secret?
        public internal(set) var environment = ""
        /// nil = the program's own.
        public internal(set) var release: String?
        /// Of errors, 0…1.
        public internal(set) var sampleRate = 1.0
        /// Of traces, 0…1.
        public internal(set) var tracesSampleRate = 0.0
        public internal(set) var isDebug = false
        /// nil = no limit.
        public internal(set) var monthlyEvents: Int?
        /// nil = no limit.
        public internal(set) var monthlyTransactions: Int?
        public internal(set) var budgetRefusals = Reporting.breadcrumb
        public internal(set) var callerErrors = Reporting.breadcrumb
        public internal(set) var tunnel = Tunnel()

        /// What becomes of an error that is nobody's fault here.
        public enum Reporting: String, Sendable, Hashable, CaseIterable {
            case off
            case breadcrumb
            case warning
        }

        /// The way of pages' reports.
        public struct Tunnel: Sendable {
            public internal(set) var isOn = false
            /// Further DSNs.
            public internal(set) var dsns: [Secret] = []
            /// Lower case, without a slash at the end.
            public internal(set) var origins: [String] = []
            /// Bytes of a report.
            public internal(set) var size = 0
            /// Reports a minute.
            public internal(set) var rate = 0
        }
    }
}
