#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What the kernel says about this process (`proc(5)`).
struct ProcessStatus {
    /// User and system time, seconds.
    let cpuSeconds: Double
    let residentBytes: Double
    let virtualBytes: Double
    /// Clock ticks between the machine's start and the process'.
    let startTicks: Double

    private static let ticksPerSecond = Double(sysconf(Int32(_SC_CLK_TCK)))
    private static let pageBytes = Double(sysconf(Int32(_SC_PAGESIZE)))

    /// Now; nil where there is no `/proc`.
    init?() {
        // The name, in parentheses, may hold anything; the numbers follow its last parenthesis.
        guard let text = ProcessFiles.read("/proc/self/stat"), let close = text.lastIndex(of: ")") else { return nil }
        // Counted from 1 in proc(5), and the third is the first behind the name.
        let fields = text[text.index(after: close)...].split(whereSeparator: \.isWhitespace).map { Double($0) }
        func field(_ number: Int) -> Double? { number - 3 < fields.count ? fields[number - 3] : nil }
        guard let user = field(14), let system = field(15), let start = field(22), let size = field(23),
            let resident = field(24)
        else { return nil }
        cpuSeconds = (user + system) / Self.ticksPerSecond
        startTicks = start
        virtualBytes = size
        residentBytes = resident * Self.pageBytes
    }

    /// Seconds since 1970 at which the process started; nil where it cannot be told.
    static func startTime() -> Double? {
        guard let status = ProcessStatus(), let machine = ProcessFiles.read("/proc/stat"),
            let line = machine.split(separator: "\n").first(where: { $0.hasPrefix("btime ") }),
            let boot = Double(line.dropFirst(6))
        else { return nil }
        return boot + status.startTicks / ticksPerSecond
    }

    /// Open files, without the one that is used to count them.
    static func openFiles() -> Double? {
        ProcessFiles.entryCount("/proc/self/fd").map { Double($0 - 1) }
    }

    /// The most files that may be open; infinity when there is no limit.
    static func maximumFiles() -> Double? {
        guard let text = ProcessFiles.read("/proc/self/limits"),
            let line = text.split(separator: "\n").first(where: { $0.hasPrefix("Max open files") })
        else { return nil }
        let soft = line.split(whereSeparator: \.isWhitespace).dropFirst(3).first
        return soft == "unlimited" ? .infinity : soft.flatMap { Double($0) }
    }
}
