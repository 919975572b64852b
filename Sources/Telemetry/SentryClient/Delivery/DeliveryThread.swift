#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A thread on which the client's own task runs.
///
/// Looking up symbols reads debug information, the first time for seconds where a program is large, and callbacks may do as
/// they like: on the threads that all tasks share, that would hold up requests. The thread ends with the executor, which
/// lives as long as the actor that it serves.
final class DeliveryThread: SerialExecutor {
    private let mailbox = Mailbox()

    init() {
        let mailbox = mailbox
        // The thread keeps the mailbox, not the executor, so that this is let go when the actor is.
        let passed = Unmanaged.passRetained(mailbox).toOpaque()
        #if canImport(Darwin)
            var thread: pthread_t?
        #else
            var thread = pthread_t()
        #endif
        let failed = pthread_create(&thread, nil, { run($0) }, passed) != 0
        // Nobody waits for its end: what it leaves behind is let go then.
        #if canImport(Darwin)
            if let thread, !failed { pthread_detach(thread) }
        #else
            if !failed { pthread_detach(thread) }
        #endif
        mailbox.setUp(asUnownedSerialExecutor(), hasThread: !failed)
        if failed { Unmanaged<Mailbox>.fromOpaque(passed).release() }
    }

    deinit { mailbox.end() }

    func enqueue(_ job: consuming ExecutorJob) { mailbox.add(UnownedJob(job)) }
}

/// Jobs on their way to the thread.
///
/// `@unchecked`: everything but the two primitives of pthread, which never move, is read and written under the mutex.
private final class Mailbox: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var jobs: [UnownedJob] = []
    private var isEnded = false
    private var isDraining = false
    private var hasThread = true
    private var executor: UnownedSerialExecutor?

    init() {
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(condition, nil)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    func setUp(_ executor: UnownedSerialExecutor, hasThread: Bool) {
        pthread_mutex_lock(mutex)
        self.executor = executor
        self.hasThread = hasThread
        pthread_cond_signal(condition)
        pthread_mutex_unlock(mutex)
    }

    func add(_ job: UnownedJob) {
        pthread_mutex_lock(mutex)
        jobs.append(job)
        // Where the system gives no thread, whoever finds nobody at work works until there is nothing left.
        let drains = !hasThread && !isDraining
        if drains { isDraining = true }
        pthread_cond_signal(condition)
        pthread_mutex_unlock(mutex)
        if drains { run() }
    }

    func end() {
        pthread_mutex_lock(mutex)
        isEnded = true
        pthread_cond_signal(condition)
        pthread_mutex_unlock(mutex)
    }

    /// The next job, when there is one; nil at the end.
    private func next() -> (UnownedJob, UnownedSerialExecutor)? {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while true {
            if let executor, !jobs.isEmpty { return (jobs.removeFirst(), executor) }
            if isEnded || isDraining {
                isDraining = false
                return nil
            }
            pthread_cond_wait(condition, mutex)
        }
    }

    func run() {
        while let (job, executor) = next() { job.runSynchronously(on: executor) }
    }
}

/// The thread's function: takes over the mailbox that it is passed.
private func run(_ mailbox: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let mailbox else { return nil }
    Unmanaged<Mailbox>.fromOpaque(mailbox).takeRetainedValue().run()
    return nil
}
