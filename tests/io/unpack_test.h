/* tests/io/unpack_test.h: a packed file read in every way, and what came of it. */
#ifndef TESTS_IO_UNPACK_TEST_H
#define TESTS_IO_UNPACK_TEST_H
#include "base/buf.h"
#include "io/unpack.h"
#include "tests/io/archives.h"

#define DOCUMENT "<catalog><drug code=\"A\">\xE9\x98\xBF\xE5\x8F\xB8\xE5\x8C\xB9\xE6\x9E\x97</drug><drug code=\"B\">aspirin aspirin aspirin</drug></catalog>\n"
#define document SPAN(DOCUMENT)

/* Bytes in memory, for source_of_reader. */
struct memory {
    struct span bytes;
    size_t at;
    uint64_t tapped;
};

int64_t memory_read(void *ctx, char *p, size_t n, struct error *err);
bool memory_rewind(void *ctx);
void memory_tap(void *ctx, const char *p, size_t n); /* fails where a byte comes that should not */

struct outcome {
    struct buf text; /* "NAME=CONTENT;" of each member */
    struct error err;
    int status;
    bool archive;
};

enum way { FROM_FILE, FROM_PIPE, WAYS };

/* The file is called "x". `limits` NULL: the usual ones. The caller releases o->text. */
void read_bytes(struct span bytes, enum way way, size_t chunk, const struct read_limits *limits, struct outcome *o);
/* In every way it comes to this … */
void reads(struct span bytes, const char *text);
/* … or to this sentence. */
void refused(struct span bytes, const char *sentence);
void refused_within(struct span bytes, const struct read_limits *limits, const char *sentence);
#endif
