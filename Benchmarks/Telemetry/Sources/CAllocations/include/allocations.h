// Counts the calls of malloc, calloc, realloc and aligned allocations of the whole process (glibc).
#pragma once
#include <stdint.h>

int64_t allocations(void);
