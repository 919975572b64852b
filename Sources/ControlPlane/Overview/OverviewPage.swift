import Ledger
import Money
import Usage

/// The page at `/`: what a month cost, by whom and for what, and the newest calls.
///
/// Plain HTML, no script.
struct OverviewPage {
    let report: CostReport
    let projection: Projection
    /// Newest first.
    let requests: [UsageRecord]

    /// Rows of a table at most, whatever callers call themselves and their models.
    static let rows = 25

    /// The whole document.
    var html: String {
        var html = HTMLWriter()
        html.markup("<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">")
        html.markup("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
        html.markup("<link rel=\"stylesheet\" href=\"/style.css\">")
        html.element("title", text: "Tollgate – \(report.month)")
        html.markup("</head><body><header><h1>Tollgate</h1>")
        navigation(&html)
        html.markup("</header><main>")
        figures(&html)
        breakdown(
            &html, "Cost by user", "User", report.users.map { ($0.user.rawValue, $0.totals) },
            hasMore: report.nextCursor != nil)
        breakdown(
            &html, "Cost by model", "Model", report.models.map { ("\($0.provider) / \($0.model)", $0.totals) })
        breakdown(
            &html, "Cost by component", "Component", report.components.map { ($0.component.rawValue, $0.totals) })
        RequestTable(requests: requests).write(to: &html)
        html.markup("</main><footer><p>Read from the ledger; times and months are UTC. ")
        html.markup("<a href=\"/api/v1/openapi.json\">Admin API</a> · <a href=\"/metrics\">Metrics</a></p>")
        html.markup("</footer></body></html>\n")
        return html.html
    }

    private func navigation(_ html: inout HTMLWriter) {
        html.element("nav", ["aria-label": "Month"]) { html in
            if let previous = report.month.previous {
                html.element("a", ["href": "/?month=\(previous)", "rel": "prev"], text: "‹ \(previous)")
            }
            html.element("strong", text: report.month.description)
            if let next = report.month.next {
                html.element("a", ["href": "/?month=\(next)", "rel": "next"], text: "\(next) ›")
            }
            html.element(
                "a", ["href": "/api/v1/admin/llm-costs?month=\(report.month)&format=csv"], text: "Users as CSV")
        }
    }

    private func figures(_ html: inout HTMLWriter) {
        let total = report.total
        html.element("dl", ["class": "figures"]) { html in
            figure(&html, "Total cost", Figure.dollars(total.cost), exact: "\(total.cost) USD")
            let projected = projection.projected(total.cost)
            figure(&html, "Projected for the month", Figure.dollars(projected), exact: "\(projected) USD")
            figure(&html, "Input tokens", Figure.count(total.inputTokens))
            figure(&html, "Output tokens", Figure.count(total.outputTokens))
            figure(&html, "Requests", Figure.count(total.requests))
            figure(&html, "Error rate", Figure.errorRate(total), exact: "\(total.errors) errors")
            if total.unpricedRequests > 0 {
                figure(&html, "Requests without a full price", Figure.count(total.unpricedRequests))
            }
        }
        if !report.complete {
            html.element(
                "p", ["class": "note"], text: "This month is known to this gateway only; others may have served more.")
        }
    }

    private func figure(_ html: inout HTMLWriter, _ name: String, _ value: String, exact: String? = nil) {
        html.element("div") { html in
            html.element("dt", text: name)
            html.element("dd", ["title": exact ?? value], text: value)
        }
    }

    private func breakdown(
        _ html: inout HTMLWriter, _ title: String, _ column: String, _ entries: [(name: String, totals: UsageTotals)],
        hasMore: Bool = false
    ) {
        html.element("section") { html in
            html.element("h2", text: title)
            guard !entries.isEmpty else {
                return html.element("p", ["class": "note"], text: "No calls this month.")
            }
            html.element("table") { html in
                html.element("thead") { html in
                    html.element("tr") { html in
                        html.element("th", ["scope": "col"], text: column)
                        for name in ["Cost", "Requests", "Errors", "Input tokens", "Output tokens"] {
                            html.element("th", ["scope": "col", "class": "number"], text: name)
                        }
                    }
                }
                html.element("tbody") { html in
                    for entry in entries.prefix(Self.rows) { row(&html, entry.name, entry.totals) }
                }
            }
            if hasMore || entries.count > Self.rows {
                html.element("p", ["class": "note"], text: "There are more; the admin API lists them all.")
            }
        }
    }

    private func row(_ html: inout HTMLWriter, _ name: String, _ totals: UsageTotals) {
        html.element("tr") { html in
            html.element("th", ["scope": "row"], text: name)
            html.element(
                "td", ["class": "number", "title": "\(totals.cost) USD"], text: Figure.cost(of: totals))
            for count in [totals.requests, totals.errors, totals.inputTokens, totals.outputTokens] {
                html.element("td", ["class": "number"], text: Figure.count(count))
            }
        }
    }
}
