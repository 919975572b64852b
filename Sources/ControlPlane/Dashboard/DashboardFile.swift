/// A file of the dashboard, as it is in the program.
struct DashboardFile: Sendable {
    /// `app.js`; the page itself is `index.html`.
    let name: String
    /// The media type.
    let type: String
    /// Changes with the content, quoted as `ETag` wants it.
    let tag: String
    let text: StaticString
}

/// All of them; ``DashboardFiles/generated`` is made by `Scripts/make-dashboard.py` out of `Dashboard/Files`.
enum DashboardFiles {
    /// The page.
    static var page: DashboardFile? { byName["index.html"] }

    /// The file of a name.
    static let byName = Dictionary(generated.map { ($0.name, $0) }) { first, _ in first }
}
