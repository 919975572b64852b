var measurement = Measurement()
measureMetrics(&measurement)
measureTracing(&measurement)
print("{")
for (index, result) in measurement.results.enumerated() {
    let comma = index + 1 < measurement.results.count ? "," : ""
    print("  \"\(result.name)\": {\"ns\": \(result.nanoseconds), \"allocations\": \(result.allocations)}\(comma)")
}
print("}")
