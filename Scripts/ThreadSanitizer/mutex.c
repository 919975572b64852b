// Tells the thread sanitizer of contended locks of Swift's Mutex, which it cannot see by itself on Linux.
//
// `Synchronization.Mutex` takes a free lock by an atomic exchange that is compiled into the caller, where the sanitizer
// sees it. A contended one goes through two functions of libswiftSynchronization.so, which is not instrumented and asks
// the kernel (futex): the sanitizer does not learn that the one thread has waited for the other, and reports a race
// where there is none. Loaded before it (LD_PRELOAD), this library stands in for these two functions, calls them, and
// says what they are: an acquire after the one, a release before the other. It changes nothing else; a race on what
// no lock guards is found as before (planted.swift, which Scripts/test-threads.sh runs first, has both).
//
// The names are those of `_MutexHandle._lockSlow(_: UInt32)` and `_MutexHandle._unlockSlow()`, Swift 6.0 and later.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"
#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context)) void *self

extern void __tsan_acquire(void *) __attribute__((weak));
extern void __tsan_release(void *) __attribute__((weak));

typedef SWIFT void (*lock_function)(uint32_t thread, SELF);
typedef SWIFT void (*unlock_function)(SELF);

static lock_function lock;
static unlock_function unlock;
static atomic_ulong waits;

__attribute__((constructor)) static void find(void) {
    lock = (lock_function)dlsym(RTLD_NEXT, LOCK);
    unlock = (unlock_function)dlsym(RTLD_NEXT, UNLOCK);
}

// What the script looks for: that this library was in use, and not passed by.
__attribute__((destructor)) static void say(void) {
    if (__tsan_acquire != NULL && getenv("TSAN_MUTEX_VERBOSE") != NULL)
        fprintf(stderr, "mutex.c: %lu locks were waited for\n", atomic_load(&waits));
}

SWIFT void lock_slow(uint32_t thread, SELF) __asm__(LOCK);
SWIFT void lock_slow(uint32_t thread, SELF) {
    lock(thread, self);
    atomic_fetch_add(&waits, 1);
    if (__tsan_acquire != NULL) __tsan_acquire(self);
}

SWIFT void unlock_slow(SELF) __asm__(UNLOCK);
SWIFT void unlock_slow(SELF) {
    if (__tsan_release != NULL) __tsan_release(self);
    unlock(self);
}
