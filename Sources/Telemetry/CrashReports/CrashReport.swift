public import StackTraces

/// What is known of a crash: of Swift's JSON report, without registers and the memory behind them.
public struct CrashReport: Sendable, Hashable {
    /// When, as the report says it: ISO 8601 in UTC.
    public var timestamp: String?

    /// What Swift's backtracer calls it, as `Bad pointer dereference`.
    public var reason: String

    /// The signal.
    public var signal: CrashSignal?

    /// What the program said at its end, where that was kept: the message of `fatalError`, of a failed precondition, of `!`.
    public var message: String?

    /// The address that the signal is about; of a trap that of the instruction.
    public var faultAddress: UInt64?

    /// The operating system.
    public var platform: String?

    /// The processor, as `x86_64`.
    public var architecture: String?

    /// The threads, the main thread first.
    public var threads: [CrashedThread]

    /// The images that frames lie in.
    public var images: [LoadedImage]

    /// The process's id, of the file's name.
    public var processID: Int32?

    /// The process's name, of the file's name.
    public var processName: String?

    /// Whether the report was written to its end.
    public var isComplete: Bool

    /// A report of which nothing is known but the reason.
    public init(reason: String) {
        self.reason = reason
        threads = []
        images = []
        isComplete = false
    }

    /// The thread that crashed.
    public var crashedThread: CrashedThread? { threads.first { $0.isCrashed } }
}
