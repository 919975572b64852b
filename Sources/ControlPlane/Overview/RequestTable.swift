import Ledger
import Money
import Usage

/// The newest calls as a table.
struct RequestTable {
    /// Newest first.
    let requests: [UsageRecord]

    /// Writes the section.
    func write(to html: inout HTMLWriter) {
        html.element("section") { html in
            html.element("h2", text: "Newest requests")
            guard !requests.isEmpty else {
                return html.element(
                    "p", ["class": "note"], text: "None yet: point an SDK's base URL at the gateway's port.")
            }
            html.element("table") { html in
                html.element("thead") { html in
                    html.element("tr") { html in
                        for name in ["Time", "User", "Component", "Model", "Status"] {
                            html.element("th", ["scope": "col"], text: name)
                        }
                        for name in ["Input", "Output", "Cost", "Duration"] {
                            html.element("th", ["scope": "col", "class": "number"], text: name)
                        }
                    }
                }
                html.element("tbody") { html in
                    for request in requests { row(&html, request) }
                }
            }
        }
    }

    private func row(_ html: inout HTMLWriter, _ record: UsageRecord) {
        html.element("tr", ["class": record.errorType == nil ? "" : "error"]) { html in
            html.element("td") { html in
                html.element("a", ["href": "/api/v1/admin/requests/\(record.id)"]) { html in
                    html.element("time", text: Timestamp.text(microseconds: record.startedAt))
                }
            }
            html.element("td", text: record.user.rawValue)
            html.element("td", text: record.component.rawValue)
            let model = record.responseModel ?? record.requestModel
            html.element("td", text: "\(record.provider) / \(model?.rawValue ?? record.api)")
            html.element("td", text: status(of: record))
            html.element("td", ["class": "number"], text: Figure.count(record.tokens.inputTotal))
            html.element("td", ["class": "number"], text: Figure.count(record.tokens.outputTotal))
            html.element("td", ["class": "number"], text: cost(of: record))
            html.element(
                "td", ["class": "number"], text: "\(Decimal3.text(thousandths: record.durationMicroseconds)) ms")
        }
    }

    private func status(of record: UsageRecord) -> String {
        var parts = [record.status == 0 ? "no answer" : String(record.status)]
        if let error = record.errorType { parts.append(error.rawValue) }
        if record.clientDisconnected { parts.append("client gone") }
        if record.usageSource == .estimated || record.usageSource == .interrupted {
            parts.append(record.usageSource.rawValue)
        }
        return parts.joined(separator: ", ")
    }

    private func cost(of record: UsageRecord) -> String {
        if let cost = record.cost { return "$\(cost)" }
        return record.knownCost == .zero ? "unpriced" : "$\(record.knownCost) + unpriced"
    }
}
