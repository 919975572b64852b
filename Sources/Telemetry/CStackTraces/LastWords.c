// What a Swift program says before it traps.
//
// `fatalError`, failed preconditions and `!` print their message to C's `stderr` and then trap; the message is in no
// register and no report. glibc lets a program put a stream of its own in place of `stderr`: this one writes to the same
// descriptor, and copies a text with "Fatal error" in it into a mapped file, whose pages belong to the kernel as soon as
// they are written.

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "CStackTraces.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#if defined(__GLIBC__)

static char *words;

static void keep(const char *text, size_t length) {
    static const char mark[] = "Fatal error";
    const char *found = memmem(text, length, mark, sizeof(mark) - 1);
    if (found == 0) {
        return;
    }
    // From the beginning of its line, which says where.
    while (found > text && found[-1] != '\n') {
        found--;
    }
    size_t kept = length - (size_t)(found - text);
    kept = kept < CSTACKTRACES_LAST_WORDS - 1 ? kept : CSTACKTRACES_LAST_WORDS - 1;
    memcpy(words, found, kept);
    memset(words + kept, 0, CSTACKTRACES_LAST_WORDS - kept);
}

static ssize_t write_through(void *cookie, const char *text, size_t length) {
    keep(text, length);
    size_t done = 0;
    while (done < length) {
        ssize_t written = write(STDERR_FILENO, text + done, length - done);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            break;
        }
        done += (size_t)written;
    }
    return (ssize_t)done;
}

bool cstacktraces_keep_last_words(const char *path) {
    if (words != 0) {
        return true;
    }
    int file = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0) {
        return false;
    }
    // Its block is had now: a full disk must not turn a message into a bus error.
    int problem = posix_fallocate(file, 0, CSTACKTRACES_LAST_WORDS);
    void *mapped = problem != 0
        ? MAP_FAILED
        : mmap(0, CSTACKTRACES_LAST_WORDS, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    problem = problem != 0 ? problem : mapped == MAP_FAILED ? errno : 0;
    close(file);
    if (problem != 0) {
        errno = problem;
        return false;
    }
    cookie_io_functions_t functions = {.write = write_through};
    FILE *stream = fopencookie(0, "w", functions);
    if (stream == 0) {
        munmap(mapped, CSTACKTRACES_LAST_WORDS);
        return false;
    }
    setvbuf(stream, 0, _IONBF, 0);
    words = mapped;
    stderr = stream;
    return true;
}

#else

bool cstacktraces_keep_last_words(const char *path) {
    (void)path;
    errno = ENOSYS;
    return false;
}

#endif
