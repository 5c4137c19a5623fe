/* tests/fuzz/fuzz.h: what the fuzzing harnesses have in common. A harness is one file, tests/fuzz/fuzz-NAME.c, with LLVMFuzzerTestOneInput: libFuzzer
 * calls it in the build of `make fuzz`, and tests/fuzz/replay.c, with the committed corpus, in every other build.
 *
 *     int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
 *     {
 *         const char *path = fuzz_file(0, data, n);
 *         ...
 *         fuzz_expect(whole == pieces, "read as %d whole, as %d in pieces", whole, pieces);
 *         return 0;
 *     }
 *
 * What must hold of every input is said by fuzz_expect, which ends the program: the fuzzer then keeps the input. */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include "base/buf.h"
#include "base/error.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* The bytes as a file that only this process has: its path, which stays the same for a slot (0, 1, 2). */
const char *fuzz_file(unsigned slot, const void *p, size_t n);
int fuzz_fd(unsigned slot); /* … and the file itself, at its first byte */
/* Where the program's share files are; where temporary files go. */
const char *fuzz_share(void);
const char *fuzz_temp(void);

/* Prints the sentence and aborts. */
void fuzz_fail(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));
#define fuzz_expect(condition, ...) ((condition) ? (void)0 : fuzz_fail(__VA_ARGS__))
/* The two texts must be the same; where they are not, both are shown around the first difference. */
void fuzz_same(const char *what, const struct buf *a, const struct buf *b);
/* The same of two readings of a document, each its outcome or "error: …". A document with two faults, of its archive, of its bytes, of its markup,
 * or one that is also larger than its limit, may be refused for any of them: how far libxml2 looks ahead, and how much the libraries of bzip2 and
 * zstd hand out in front of damage, depends on how the document is cut. */
void fuzz_same_document(const char *what, const struct buf *a, const struct buf *b);
/* What was made must have been made (memory): the harness's own preparations. */
void fuzz_need(const void *made, const struct error *err);
/* A number out of the input, for choices that must be the same whenever the input is. */
uint32_t fuzz_pick(const void *p, size_t n);
#endif
