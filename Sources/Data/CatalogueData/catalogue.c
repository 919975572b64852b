// The price catalogue inside the binary, so that no resource bundle has to travel with it.

#include "catalogue.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char bytes[] = {
#embed "catalogue.tsv"
};

const unsigned char *tollgate_catalogue_bytes(void) { return bytes; }

size_t tollgate_catalogue_length(void) { return sizeof bytes; }
