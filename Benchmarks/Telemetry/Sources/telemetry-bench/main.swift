var measurement = Measurement()
measureMetrics(&measurement)
measureTracing(&measurement)
measureSentry(&measurement)
print("{")
let lines =
    measurement.results.map { "  \"\($0.name)\": \($0.text)" }
    + measurement.memory.map { "  \"\($0.name)\": {\"bytes\": \($0.bytes)}" }
print(lines.joined(separator: ",\n"))
print("}")
