public import Foundation
import Glibc
import Synchronization

/// A real `redis-server` on a free port of this machine, in a folder of its own; ended with the object.
public final class RedisProcess: Sendable {
    /// What goes wrong before a test can begin.
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    public let port: Int
    /// Its data and its log.
    public let directory: URL
    private let arguments: [String]
    private let process = Mutex<Process?>(nil)

    /// Starts a server with `arguments` beyond the port and the folder, and waits until it answers.
    public init(_ arguments: [String] = [], port: Int? = nil) async throws {
        self.port = try port ?? Self.freePort()
        self.arguments = arguments
        directory = FileManager.default.temporaryDirectory.appendingPathComponent("tollgate-redis-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        try await start()
    }

    deinit {
        process.withLock { process in
            guard let process, process.isRunning else { return }
            kill(process.processIdentifier, SIGCONT)
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
        try? FileManager.default.removeItem(at: directory)
    }

    /// `redis://127.0.0.1:<port>`.
    public var url: String { "redis://127.0.0.1:\(port)" }

    /// Starts it (again).
    public func start() async throws {
        let started = Process()
        started.executableURL = try Self.executable("redis-server")
        started.arguments =
            ["--bind", "127.0.0.1", "--dir", directory.path, "--save", "", "--logfile", "redis.log"]
            + (arguments.contains("--tls-port") ? [] : ["--port", String(port)]) + arguments
        started.standardOutput = FileHandle.nullDevice
        started.standardError = FileHandle.nullDevice
        try started.run()
        process.withLock { $0 = started }
        for _ in 0..<500 {
            if Self.accepts(port) { return }
            guard started.isRunning else { break }
            try await Task.sleep(for: .milliseconds(20))
        }
        let log = (try? String(contentsOf: directory.appendingPathComponent("redis.log"), encoding: .utf8)) ?? ""
        throw Failure(description: "redis-server did not start: \(log.suffix(2000))")
    }

    /// Sends it a signal.
    public func signal(_ number: Int32) {
        process.withLock { process in
            if let process { kill(process.processIdentifier, number) }
        }
    }

    /// Ends it; what it had in memory is gone.
    public func stop() {
        process.withLock { process in
            guard let process else { return }
            kill(process.processIdentifier, SIGCONT)
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
    }

    /// Where a program is.
    public static func executable(_ name: String) throws -> URL {
        for folder in ["/usr/bin", "/usr/local/bin", "/usr/sbin"] {
            let path = "\(folder)/\(name)"
            if FileManager.default.isExecutableFile(atPath: path) { return URL(fileURLWithPath: path) }
        }
        throw Failure(description: "\(name) is not installed: Scripts/install-packages.sh test")
    }

    /// A port that nothing listens on now.
    public static func freePort() throws -> Int {
        try withSocket { descriptor, address in
            let isBound = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
                }
            }
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let isRead = withUnsafeMutablePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) == 0 }
            }
            guard isBound, isRead else { throw Failure(description: "no free port") }
            return Int(UInt16(bigEndian: address.sin_port))
        }
    }

    private static func accepts(_ port: Int) -> Bool {
        let isOpen = try? withSocket { descriptor, address in
            address.sin_port = UInt16(port).bigEndian
            return withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
                }
            }
        }
        return isOpen ?? false
    }

    private static func withSocket<Value>(_ body: (Int32, inout sockaddr_in) throws -> Value) throws -> Value {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw Failure(description: "no socket") }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return try body(descriptor, &address)
    }
}
