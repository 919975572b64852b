import Tracing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension Resource {
    /// What can be found out about this process, its host and its container, with `attributes` in front of it.
    ///
    /// The command's arguments are left out: they may hold secrets.
    public static func detected(service: String?, attributes: [(name: String, value: String)] = []) -> Resource {
        let executable = executablePath()
        let program = executable?.split(separator: "/").last.map(String.init)
        var all: SpanAttributes = [
            "service.name": .string("unknown_service" + (program.map { ":\($0)" } ?? "")),
            "telemetry.sdk.name": .string("tollgate"),
            "telemetry.sdk.language": .string("swift"),
            "telemetry.sdk.version": .string(SDKVersion.text),
            "process.pid": .int64(Int64(getpid())),
            "process.runtime.name": .string("swift"),
            "os.type": .string(operatingSystem),
            "host.arch": .string(architecture),
        ]
        all["process.executable.path"] = executable
        all["process.executable.name"] = program
        all["host.name"] = hostName()
        all["container.id"] = containerID()
        for (name, value) in attributes { all[name] = value }
        if let service, !service.isEmpty { all["service.name"] = service }
        return Resource(all)
    }

    private static var operatingSystem: String {
        #if os(Linux)
            "linux"
        #else
            "darwin"
        #endif
    }

    private static var architecture: String {
        #if arch(x86_64)
            "amd64"
        #elseif arch(arm64)
            "arm64"
        #else
            "unknown"
        #endif
    }

    private static func hostName() -> String? {
        var bytes = [UInt8](repeating: 0, count: 256)
        let result = bytes.withUnsafeMutableBytes { buffer in
            buffer.baseAddress.map { gethostname($0.assumingMemoryBound(to: CChar.self), buffer.count - 1) }
        }
        return result == 0 ? String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self) : nil
    }

    private static func executablePath() -> String? {
        var bytes = [UInt8](repeating: 0, count: 4_096)
        let count = bytes.withUnsafeMutableBytes { buffer in
            buffer.baseAddress.map { readlink("/proc/self/exe", $0.assumingMemoryBound(to: CChar.self), buffer.count) }
        }
        guard let count else { return nil }
        return count > 0 ? String(decoding: bytes.prefix(count), as: UTF8.self) : nil
    }

    private static func containerID() -> String? {
        for path in ["/proc/self/cgroup", "/proc/self/mountinfo"] {
            if let text = SmallFile.read(path), let id = ContainerID.find(in: text) { return id }
        }
        return nil
    }
}
