#if os(Linux)
    import Glibc
    import PrometheusExposition
    import Testing

    @Suite struct ProcessMetricsTests {
        private func values(_ registry: PrometheusRegistry) -> [String: Double] {
            var values: [String: Double] = [:]
            for line in registry.samples() {
                let parts = line.split(separator: " ")
                values[String(parts[0])] = Double(parts[1])
            }
            return values
        }

        @Test func `MUST 12: process metrics agree with the kernel`() throws {
            let registry = PrometheusRegistry()
            registry.registerProcessMetrics()
            let first = values(registry)
            let seconds = Double(clock()) / Double(CLOCKS_PER_SEC)
            #expect(abs(try #require(first["process_cpu_seconds_total"]) - seconds) < 1)
            let resident = try #require(first["process_resident_memory_bytes"])
            #expect(resident > 1e6 && resident < 4e9)
            #expect(try #require(first["process_virtual_memory_bytes"]) >= resident)
            let now = Double(time(nil))
            let start = try #require(first["process_start_time_seconds"])
            #expect(start <= now + 2 && start > now - 86_400)
            #expect(first["process_max_fds"] == Double(sysconf(Int32(_SC_OPEN_MAX))))
            let open = try #require(first["process_open_fds"])
            #expect(open >= 3)
            let files = (0..<200).map { _ in dup(0) }
            let more = try #require(values(registry)["process_open_fds"])
            for file in files { close(file) }
            // Other tests of this process open files meanwhile, a few at a time.
            #expect(abs(more - open - 200) < 100)
        }
    }
#endif
