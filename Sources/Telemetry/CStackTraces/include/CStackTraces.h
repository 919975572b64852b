#ifndef C_STACK_TRACES_H
#define C_STACK_TRACES_H

#include <stdbool.h>
#include <stdint.h>

/// The return addresses of the calling thread, innermost first, by glibc's `backtrace()`.
///
/// The first address lies in this function itself. Allocates nothing once it has been called, and must not be called from
/// a signal handler before that. Gives how many addresses were written: at most `limit`, 0 where there is no way.
int cstacktraces_capture(uintptr_t *addresses, int limit);

/// The file and the load address of the image that `address` lies in; false where it lies in none.
///
/// The name stays valid as long as the image is loaded.
bool cstacktraces_image(uintptr_t address, const char **name, uintptr_t *base);

/// Frames kept of one thrown error.
#define CSTACKTRACES_THROWN_FRAMES 48

/// Begins to remember where errors were thrown: `_swift_willThrow` and its twin for typed throws call it from then on.
///
/// A handler that was there before is called first. False where it had been switched on before.
bool cstacktraces_remember_throws(void);

/// Ends it, and forgets what was remembered.
void cstacktraces_forget_throws(void);

/// The stack at the `throw` of the error object at `object`, or, of a typed throw of a value of `type`, of the newest such
/// throw on this thread; 0 where neither is among those remembered.
///
/// The first address lies in the function that threw.
int cstacktraces_thrown(uintptr_t object, uintptr_t type, uintptr_t *addresses, int limit);

/// Throws seen since it was switched on.
uint64_t cstacktraces_throws_seen(void);

/// Bytes kept of a program's last words.
#define CSTACKTRACES_LAST_WORDS 2048

/// Has the newest text with `Fatal error` in it that is written to C's `stderr` kept in a file, which survives the process.
///
/// `stderr` is replaced by a stream that writes to the same descriptor. The file is made, for its owner only, or emptied.
/// False, with `errno`, where it cannot be had; true where it was done before.
bool cstacktraces_keep_last_words(const char *path);

/// Has a crash end within `seconds`, by `SIGKILL` where Swift's own handler is not done by then, and have a signal that
/// somebody has sent end the process as well.
///
/// To be called once, after the handlers were set, as Swift's runtime does before `main`; without any it does nothing.
/// `path`, which may be null, is a
/// file that begins with `beginning`, an open JSON object with a comma at its end; what a crash knows of itself at once is
/// put behind it: `description`, `faultAddress` and the crashed thread, by frame pointers, in the form of Swift's reports.
///
/// False, with `errno`, where it cannot be had.
bool cstacktraces_limit_crashes(int seconds, const char *path, const char *beginning);

#endif
