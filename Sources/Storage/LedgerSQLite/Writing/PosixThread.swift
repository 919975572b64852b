import Glibc
import Ledger

/// A thread of one's own, for work that blocks.
///
/// `@unchecked Sendable`: both fields are written once, before the object is shared; ``join()`` is called once, by
/// the owner's contract.
final class PosixThread: @unchecked Sendable {
    private let thread: pthread_t

    /// Starts `body` on a thread called `name` (15 bytes at most).
    init(name: String, _ body: @escaping @Sendable () -> Void) throws(LedgerError) {
        let box = Unmanaged.passRetained(Body(name: name, run: body))
        var thread = pthread_t()
        let code = pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                let body = Unmanaged<Body>.fromOpaque(argument).takeRetainedValue()
                body.setName()
                body.run()
                return nil
            }, box.toOpaque())
        guard code == 0 else {
            box.release()
            throw LedgerError(.failed, "Cannot start a thread: \(String(cString: strerror(code))).")
        }
        self.thread = thread
    }

    /// Waits until the thread has ended.
    func join() { pthread_join(thread, nil) }

    private final class Body: Sendable {
        let name: String
        let run: @Sendable () -> Void

        init(name: String, run: @escaping @Sendable () -> Void) {
            self.name = name
            self.run = run
        }

        /// Names the calling thread, for `top -H`; a system without this file shows the process's name.
        func setName() {
            let descriptor = open("/proc/thread-self/comm", O_WRONLY | O_CLOEXEC)
            guard descriptor >= 0 else { return }
            defer { close(descriptor) }
            _ = name.withCString { write(descriptor, $0, strlen($0)) }
        }
    }
}
