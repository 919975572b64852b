// The vocabularies inside the binary, so that no resource bundle has to travel with it.

#include "vocabularies.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char o200k_base[] = {
#embed "o200k_base.bin"
};

static const unsigned char cl100k_base[] = {
#embed "cl100k_base.bin"
};

static const unsigned char p50k_base[] = {
#embed "p50k_base.bin"
};

static const unsigned char classes[] = {
#embed "classes.bin"
};

struct tollgate_embedded tollgate_vocabulary_o200k_base(void) {
    return (struct tollgate_embedded){o200k_base, sizeof o200k_base};
}

struct tollgate_embedded tollgate_vocabulary_cl100k_base(void) {
    return (struct tollgate_embedded){cl100k_base, sizeof cl100k_base};
}

struct tollgate_embedded tollgate_vocabulary_p50k_base(void) {
    return (struct tollgate_embedded){p50k_base, sizeof p50k_base};
}

struct tollgate_embedded tollgate_character_classes(void) {
    return (struct tollgate_embedded){classes, sizeof classes};
}
