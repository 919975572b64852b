#pragma once

#include <stddef.h>

/// The first byte of catalogue.tsv, which lives as long as the process and is not terminated by a zero.
const unsigned char *tollgate_catalogue_bytes(void);

/// The number of bytes.
size_t tollgate_catalogue_length(void);
