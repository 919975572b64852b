import Glibc
import Ledger

extension LedgerError {
    /// The error for what the operating system refused.
    init(errno code: Int32, doing what: String, path: String) {
        let reason = String(cString: strerror(code))
        let directory = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        switch code {
        case ENOSPC, EDQUOT, EFBIG:
            self.init(.diskFull, "Cannot \(what): \(reason) (\(DiskSpace(directory))); free some space.")
        case EACCES, EPERM, EROFS:
            self.init(
                .notWritable,
                "Cannot \(what): \(reason). Give the user that runs tollgate write access to \(directory), "
                    + "or choose another data directory (TOLLGATE_DATA_DIR).")
        default:
            self.init(.failed, "Cannot \(what): \(reason).")
        }
    }
}
