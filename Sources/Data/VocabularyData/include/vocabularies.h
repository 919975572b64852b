#pragma once

#include <stddef.h>

/// Bytes that live as long as the process.
struct tollgate_embedded {
    const unsigned char *bytes;
    size_t length;
};

/// The vocabularies, and the classes of characters, in the forms that README.md describes.
struct tollgate_embedded tollgate_vocabulary_o200k_base(void);
struct tollgate_embedded tollgate_vocabulary_cl100k_base(void);
struct tollgate_embedded tollgate_vocabulary_p50k_base(void);
struct tollgate_embedded tollgate_character_classes(void);
