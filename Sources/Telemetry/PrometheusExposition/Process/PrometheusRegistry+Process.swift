extension PrometheusRegistry {
    /// Exposes `process_*`, read from `/proc` at each scrape (prometheus/docs, `writing_clientlibs.md`).
    ///
    /// Where there is no `/proc` the metrics have no samples.
    public func registerProcessMetrics() {
        let start = ProcessStatus.startTime()
        counter(
            MetricDescription(
                "process_cpu_seconds_total", help: "Total user and system CPU time spent in seconds.", unit: "seconds"),
            created: start
        ) { ProcessStatus()?.cpuSeconds }
        gauge(
            MetricDescription(
                "process_resident_memory_bytes", help: "Resident memory size in bytes.", unit: "bytes")
        ) { ProcessStatus()?.residentBytes }
        gauge(
            MetricDescription("process_virtual_memory_bytes", help: "Virtual memory size in bytes.", unit: "bytes")
        ) { ProcessStatus()?.virtualBytes }
        gauge(
            MetricDescription(
                "process_start_time_seconds", help: "Start time of the process since unix epoch in seconds.",
                unit: "seconds")
        ) { start }
        gauge(MetricDescription("process_open_fds", help: "Number of open file descriptors.")) {
            ProcessStatus.openFiles()
        }
        gauge(MetricDescription("process_max_fds", help: "Maximum number of open file descriptors.")) {
            ProcessStatus.maximumFiles()
        }
    }
}
