import ControlPlane
import Foundation
import Logging
import ServiceLifecycle
import Testing

#if canImport(Glibc)
    import Glibc
#endif

@Suite struct ShutdownTests {
    /// A TCP connection to 127.0.0.1 that has asked for everything and reads nothing.
    private func stalledReader(_ port: Int) throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let connected = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(connected == 0)
        let request = Array(
            "GET /api/v1/admin/requests HTTP/1.1\r\nHost: localhost\r\nAccept: application/x-ndjson\r\n\r\n".utf8)
        try #require(send(descriptor, request, request.count, 0) == request.count)
        var first: UInt8 = 0
        try #require(recv(descriptor, &first, 1, 0) == 1)
        return descriptor
    }

    @Test(.timeLimit(.minutes(1))) func `a reader that stands still does not hold up the end`() async throws {
        let (ports, told) = AsyncStream.makeStream(of: Int.self)
        let plane = controlPlane(EndlessLedger()) { told.yield($0) }
        let group = ServiceGroup(services: [plane], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        try await withThrowingTaskGroup { tasks in
            tasks.addTask { try await group.run() }
            var iterator = ports.makeAsyncIterator()
            let port = try #require(await iterator.next())
            let descriptor = try stalledReader(port)
            await group.triggerGracefulShutdown()
            try await tasks.next()
            close(descriptor)
        }
    }
}
