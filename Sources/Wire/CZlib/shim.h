// zlib (Debian: zlib1g-dev), and its two macros that Swift cannot import.
#pragma once
#include <zlib.h>

static inline int tollgate_inflateInit2(z_streamp stream, int windowBits) {
    return inflateInit2(stream, windowBits);
}

static inline int tollgate_deflateInit2(z_streamp stream, int level, int windowBits) {
    return deflateInit2(stream, level, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY);
}
