// An end to crashes.
//
// Swift's crash handler stops all threads and waits for a program that reads this one's memory. It has no time limit of its
// own, and returns from a signal that somebody has sent as if nothing had been. The handler here stands before it: it writes
// down where the thread was, starts a timer whose signal nothing can block, calls Swift's handler, and ends the process.
// What is open here is closed in the program that Swift starts: one that hangs would keep the ports of this one.

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "CStackTraces.h"

#include <errno.h>

#if defined(__GLIBC__) && (defined(__x86_64__) || defined(__aarch64__))

#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

// Those that Swift's runtime handles, and what its reports call them.
static const struct {
    int number;
    const char *description;
} signals[] = {
    {SIGQUIT, "Terminated"},
    {SIGILL, "Illegal instruction"},
    {SIGTRAP, "System trap"},
    {SIGABRT, "Aborted"},
    {SIGBUS, "Bus error"},
    {SIGFPE, "Floating point exception"},
    {SIGSEGV, "Bad pointer dereference"},
};
enum { COUNT = sizeof(signals) / sizeof(signals[0]), FRAMES = 96 };

static struct sigaction before[COUNT];
static timer_t timer;
static struct itimerspec limit;
static const struct itimerspec unlimited;
static int note = -1;
static atomic_bool entered;

// Whether the instruction at hand is the cause, and stays it.
static bool is_fault(int number) {
    return number == SIGILL || number == SIGBUS || number == SIGFPE || number == SIGSEGV;
}

static size_t hexadecimal(char *target, uintptr_t number) {
    size_t length = 0;
    target[length++] = '0';
    target[length++] = 'x';
    for (int shift = (int)sizeof(number) * 8 - 4; shift >= 0; shift -= 4) {
        target[length++] = "0123456789abcdef"[(number >> shift) & 15];
    }
    return length;
}

static size_t add(char *target, const char *text) {
    size_t length = strlen(text);
    memcpy(target, text, length);
    return length;
}

// A frame's saved frame pointer and return address; asked of the kernel, which does not fault.
static bool frame(uintptr_t address, uintptr_t values[2]) {
    struct iovec to = {values, 2 * sizeof(uintptr_t)};
    struct iovec from = {(void *)address, 2 * sizeof(uintptr_t)};
    return syscall(SYS_process_vm_readv, getpid(), &to, 1L, &from, 1L, 0L) == (long)(2 * sizeof(uintptr_t));
}

// The end of a report as Swift's backtracer writes it: one thread, by its frame pointers.
static void write_note(int number, const char *description, const siginfo_t *info, const ucontext_t *context) {
    static char text[FRAMES * 64 + 512];
    static const char counter[] = "{\"kind\":\"programCounter\",\"address\":\"";
    static const char back[] = ",{\"kind\":\"returnAddress\",\"address\":\"";
#if defined(__x86_64__)
    uintptr_t pc = (uintptr_t)context->uc_mcontext.gregs[REG_RIP];
    uintptr_t next = (uintptr_t)context->uc_mcontext.gregs[REG_RBP];
#else
    uintptr_t pc = (uintptr_t)context->uc_mcontext.pc;
    uintptr_t next = (uintptr_t)context->uc_mcontext.regs[29];
#endif
    size_t length = add(text, "\"description\":\"");
    length += add(text + length, description);
    if (info->si_code > 0 && is_fault(number)) {
        length += add(text + length, "\",\"faultAddress\":\"");
        length += hexadecimal(text + length, (uintptr_t)info->si_addr);
    }
    length += add(text + length, "\",\"threads\":[{\"crashed\":true,\"frames\":[");
    length += add(text + length, counter);
    length += hexadecimal(text + length, pc);
    length += add(text + length, "\"}");
    uintptr_t last = 0;
    for (int count = 1; count < FRAMES; count++) {
        // Of asynchronous functions the runtime marks the frame pointer.
        next &= ~((uintptr_t)1 << 60);
        uintptr_t values[2];
        if (next <= last || next % sizeof(uintptr_t) != 0 || !frame(next, values) || values[1] == 0) {
            break;
        }
        length += add(text + length, back);
        length += hexadecimal(text + length, values[1]);
        length += add(text + length, "\"}");
        last = next;
        next = values[0];
    }
    length += add(text + length, "]}]}");
    // One call: whole or not there.
    (void)!write(note, text, length);
}

static void close_at_exec(void) {
#if defined(SYS_close_range)
    if (syscall(SYS_close_range, 3U, ~0U, 1U << 2) == 0) { // CLOSE_RANGE_CLOEXEC
        return;
    }
#endif
    for (int file = 3; file < 4096; file++) {
        int flags = fcntl(file, F_GETFD);
        if (flags >= 0) {
            fcntl(file, F_SETFD, flags | FD_CLOEXEC);
        }
    }
}

static void handle(int number, siginfo_t *info, void *context) {
    int error = errno;
    int place = 0;
    while (place < COUNT - 1 && signals[place].number != number) {
        place++;
    }
    if (!atomic_exchange(&entered, true)) {
        timer_settime(timer, 0, &limit, 0);
        close_at_exec();
        if (note >= 0) {
            write_note(number, signals[place].description, info, context);
        }
    }
    if ((before[place].sa_flags & SA_SIGINFO) != 0) {
        before[place].sa_sigaction(number, info, context);
    } else {
        before[place].sa_handler(number);
    }
    // The report is written, and the process ends now, however long its core takes. An instruction that faults does so again;
    // a signal that was sent, by the terminal's keys too, has to be sent again.
    timer_settime(timer, 0, &unlimited, 0);
    struct sigaction end = {.sa_handler = SIG_DFL};
    sigaction(number, &end, 0);
    if (info->si_code <= 0 || !is_fault(number)) {
        if (getpid() == 1) {
            // The first process of a container does not die of its own signals.
            _exit(128 + number);
        }
        syscall(SYS_tgkill, getpid(), (pid_t)syscall(SYS_gettid), number);
    }
    errno = error;
}

bool cstacktraces_limit_crashes(int seconds, const char *path, const char *beginning) {
    static bool isDone;
    if (isDone) {
        return true;
    }
    bool isHandled[COUNT];
    bool isAny = false;
    for (int place = 0; place < COUNT; place++) {
        isHandled[place] = sigaction(signals[place].number, 0, &before[place]) == 0 &&
            ((before[place].sa_flags & SA_SIGINFO) != 0 ||
             (before[place].sa_handler != SIG_DFL && before[place].sa_handler != SIG_IGN));
        isAny = isAny || isHandled[place];
    }
    if (!isAny) {
        return true;
    }
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGKILL};
    if (timer_create(CLOCK_MONOTONIC, &event, &timer) != 0) {
        return false;
    }
    limit.it_value.tv_sec = seconds > 0 ? seconds : 1;
    if (path != 0) {
        note = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
        if (note < 0) {
            return false;
        }
        size_t length = strlen(beginning);
        if (write(note, beginning, length) != (ssize_t)length) {
            int problem = errno;
            close(note);
            note = -1;
            errno = problem;
            return false;
        }
    }
    isDone = true;
    for (int place = 0; place < COUNT; place++) {
        if (!isHandled[place]) {
            continue;
        }
        struct sigaction own = before[place];
        own.sa_flags |= SA_SIGINFO;
        own.sa_sigaction = handle;
        sigaction(signals[place].number, &own, 0);
    }
    return true;
}

#else

bool cstacktraces_limit_crashes(int seconds, const char *path, const char *beginning) {
    (void)seconds;
    (void)path;
    (void)beginning;
    errno = ENOSYS;
    return false;
}

#endif
