import Glibc
import Synchronization

/// Lets one thread sleep and any thread wake it; a system call only when it really sleeps.
///
/// Nothing is lost as long as the sleeper looks for work **after** ``prepareToSleep()`` and wakers put the work where
/// it looks **before** ``wake()``, both under the same mutex (``LaneQueue``).
///
/// `@unchecked Sendable`: the mutex and the condition are only used through pthread's calls, which are made for it,
/// at an address that does not change.
final class WakeSignal: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private let sleeping = Atomic(false)

    init() {
        pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(condition, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    /// The sleeper's side: from now on ``wake()`` has something to do.
    func prepareToSleep() { sleeping.store(true, ordering: .sequentiallyConsistent) }

    /// The sleeper's side: there was work after all.
    func cancelSleep() { sleeping.store(false, ordering: .relaxed) }

    /// The sleeper's side: sleeps until it is woken, at most `seconds`.
    func sleep(seconds: Double?) {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        guard let seconds else {
            while sleeping.load(ordering: .acquiring) { pthread_cond_wait(condition, mutex) }
            return
        }
        var deadline = timespec()
        clock_gettime(CLOCK_MONOTONIC, &deadline)
        let nanoseconds = deadline.tv_nsec + Int(min(max(seconds, 0), 1_000_000) * 1e9)
        deadline.tv_sec += nanoseconds / 1_000_000_000
        deadline.tv_nsec = nanoseconds % 1_000_000_000
        while sleeping.load(ordering: .acquiring) {
            if pthread_cond_timedwait(condition, mutex, &deadline) == ETIMEDOUT { break }
        }
        sleeping.store(false, ordering: .relaxed)
    }

    /// Any thread's side: ends the sleep, if there is one.
    func wake() {
        guard sleeping.load(ordering: .sequentiallyConsistent),
            sleeping.exchange(false, ordering: .acquiringAndReleasing)
        else { return }
        pthread_mutex_lock(mutex)
        pthread_cond_signal(condition)
        pthread_mutex_unlock(mutex)
    }
}
