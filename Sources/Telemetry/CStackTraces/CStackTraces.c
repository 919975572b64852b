#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "CStackTraces.h"

#include <dlfcn.h>

#if __has_include(<execinfo.h>)
#include <execinfo.h>
#define HAS_BACKTRACE 1
#else
#define HAS_BACKTRACE 0
#endif

__attribute__((noinline)) int cstacktraces_capture(uintptr_t *addresses, int limit) {
    if (limit <= 0) {
        return 0;
    }
#if HAS_BACKTRACE
    return backtrace((void **)addresses, limit);
#else
    return 0;
#endif
}

bool cstacktraces_image(uintptr_t address, const char **name, uintptr_t *base) {
    Dl_info info;
    if (dladdr((const void *)address, &info) == 0 || info.dli_fname == 0) {
        return false;
    }
    *name = info.dli_fname;
    *base = (uintptr_t)info.dli_fbase;
    return true;
}
