import FoundationEssentials
import SentryProtocol

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What is known of the machine and the process: `os`, `runtime`, `device`, `app`, `culture`.
enum MachineContexts {
    /// Read from the system: to be done once, off the hot path.
    static func read(started: SentryTimestamp, environment: [String: String]) -> [String: SentryValue] {
        var system = utsname()
        let isKnown = uname(&system) == 0
        let kernel = isKnown ? text(&system.release) : nil
        let release = osRelease()
        var device: SentryValue = .fields([
            "arch": isKnown ? .string(text(&system.machine)) : nil,
            "processor_count": .integer(Int64(sysconf(Int32(_SC_NPROCESSORS_ONLN)))),
            "type": "server",
        ])
        let memory = Int64(sysconf(Int32(_SC_PHYS_PAGES))) * Int64(sysconf(Int32(_SC_PAGESIZE)))
        if memory > 0, case .object(var fields) = device {
            fields["memory_size"] = .integer(memory)
            device = .object(fields)
        }
        return [
            "os": .fields([
                "name": .string(release["NAME"] ?? "Linux"), "version": release["VERSION_ID"].map { .string($0) },
                "kernel_version": kernel.map { .string($0) },
            ]),
            "runtime": ["name": "Swift", "version": .string(compiler)], "device": device,
            "app": .fields([
                "app_name": CommandLine.arguments.first?.split(separator: "/").last.map { .string(String($0)) },
                "app_start_time": .string(started.text),
            ]),
            "culture": .fields([
                "locale": (environment["LC_ALL"] ?? environment["LANG"]).map { .string($0) },
                "timezone": .string(TimeZone.current.identifier),
            ]),
        ]
    }

    static var hostName: String? {
        var buffer = [CChar](repeating: 0, count: 256)
        guard gethostname(&buffer, buffer.count - 1) == 0 else { return nil }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The compiler that this was built with; the runtime tells no version.
    private static var compiler: String {
        #if swift(>=6.4)
            "6.4+"
        #elseif swift(>=6.3)
            "6.3"
        #else
            "6.2"
        #endif
    }

    private static func text<Field>(_ field: inout Field) -> String {
        withUnsafeBytes(of: &field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }

    private static func osRelease() -> [String: String] {
        guard let data = try? Data(contentsOf: URL(filePath: "/etc/os-release")) else { return [:] }
        var result: [String: String] = [:]
        for line in String(decoding: data, as: UTF8.self).split(separator: "\n") {
            let pair = line.split(separator: "=", maxSplits: 1)
            guard pair.count == 2 else { continue }
            result[String(pair[0])] = String(pair[1].filter { $0 != "\"" })
        }
        return result
    }
}
