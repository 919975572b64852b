/// A crash that nobody else will report: its file has been renamed.
public struct ClaimedCrash: Sendable, Hashable {
    /// What the report says; nil where the file is no report.
    public package(set) var report: CrashReport?

    /// What was written down about the run that crashed.
    public let run: RunRecord?

    /// A name for this crash that stays the same however often it is claimed: 32 lowercase hexadecimal digits, made of the
    /// file's name and bytes.
    public let id: String

    /// The renamed file.
    public let path: String
}
