import Foundation

/// How a process comes to have its crashes reported, when it was not started with `SWIFT_BACKTRACE`: it starts itself again.
///
/// The id stays, and so do arguments, folder, open descriptors and everything else that `execve` keeps. It happens once: a
/// process that has the variable is never started again, whoever has set it.
public enum Reexecution: Sendable, Hashable {
    /// To be started again with this value.
    case needed(BacktraceSetting)

    /// It has been, or somebody has set the variable so that reports are written to this folder.
    case done(directory: String)

    /// Somebody has set the variable otherwise, and that counts.
    case refused(BacktraceSetting)

    /// There is no way, and why, in a sentence that a person can act on.
    case impossible(String)

    /// What to do.
    ///
    /// - Parameters:
    ///   - directory: where reports are to go, an absolute path.
    ///   - executable: the program's path.
    ///   - environment: the process's.
    ///   - find: looks for `swift-backtrace`.
    public static func decide(
        directory: String, executable: String, environment: [String: String],
        find: (String, [String: String]) -> String? = { Backtracer.find(executable: $0, environment: $1) }
    ) -> Reexecution {
        if let text = environment[BacktraceSetting.variable] {
            let setting = BacktraceSetting(text)
            return setting.reportDirectory.map { .done(directory: $0) } ?? .refused(setting)
        }
        guard let backtracer = find(executable, environment) else {
            return .impossible(
                "swift-backtrace is not on this machine: put the toolchain's libexec/swift/linux/swift-backtrace-static "
                    + "beside the program")
        }
        guard directory.hasPrefix("/"), let setting = BacktraceSetting(directory: directory, backtracer: backtracer)
        else {
            return .impossible("the path \(directory) cannot be written into SWIFT_BACKTRACE: it has a comma")
        }
        return .needed(setting)
    }

    /// Starts this process again with the variable set; returns only where that fails, with the error's number.
    ///
    /// To be called before anything is opened or started that must not be there twice.
    public static func run(_ setting: BacktraceSetting, executable: String = programPath()) -> Int32 {
        let arguments = Self.arguments()
        restoreSignalMask()
        setenv(BacktraceSetting.variable, setting.text, 1)
        var pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
        pointers.append(nil)
        execv(executable, pointers)
        let number = errno
        for pointer in pointers { free(pointer) }
        unsetenv(BacktraceSetting.variable)
        return number
    }

    /// The path of the running program; the kernel's own link to it where its file has been replaced.
    public static func programPath() -> String {
        let link = "/proc/self/exe"
        guard let path = try? FileManager.default.destinationOfSymbolicLink(atPath: link),
            FileManager.default.isExecutableFile(atPath: path)
        else { return link }
        return path
    }

    /// The arguments as they were given, whatever a parser has made of them.
    private static func arguments() -> [String] {
        guard let bytes = FileManager.default.contents(atPath: "/proc/self/cmdline"), !bytes.isEmpty else {
            return CommandLine.arguments
        }
        return bytes.dropLast().split(separator: 0, omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    /// Signals that are blocked stay so across `execve`, and Dispatch's threads block nearly all: what counts is the main
    /// thread's mask.
    private static func restoreSignalMask() {
        let status = (try? String(contentsOfFile: "/proc/self/task/\(getpid())/status", encoding: .utf8)) ?? ""
        guard let line = status.split(separator: "\n").first(where: { $0.hasPrefix("SigBlk:") }),
            let bits = UInt64(line.dropFirst(7).trimmingCharacters(in: .whitespaces), radix: 16)
        else { return }
        var mask = sigset_t()
        sigemptyset(&mask)
        for signal in 1...64 where bits & (1 << UInt64(signal - 1)) != 0 { sigaddset(&mask, Int32(signal)) }
        pthread_sigmask(SIG_SETMASK, &mask, nil)
    }
}
