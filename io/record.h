/* io/record.h: the flat form in which what tokenises hands its results to what understands them, over a pipe or by a call.
 *
 * A stream is frames: any number of RECORD, NOTE and PROGRESS, then exactly one END or ERROR, then nothing. What `kind` and
 * `slot` mean is agreed between the two sides (a profile's tables); io only carries them. Numbers travel in the machine's own
 * order: both ends are one program. The reader trusts nothing: a frame that does not add up is one clear error.
 *
 *     frame_add_record(&out, &record);                                  // writing
 *     while ((got = frame_next(&reader, &bytes, &frame, &err)) > 0) ... // reading */
#ifndef IO_RECORD_H
#define IO_RECORD_H

#include "base/buf.h"
#include <stdint.h>

#define FRAME_MOST  ((size_t)64 << 20) /* bytes of one frame */
#define FIELDS_MOST 100000             /* fields of one record */
#define DIGEST_SIZE 32

enum frame_type { FRAME_RECORD = 1, FRAME_NOTE, FRAME_PROGRESS, FRAME_ERROR, FRAME_END };

struct field {
    uint16_t slot; /* which field */
    uint16_t part; /* which piece of it (an attribute, a repetition): the two sides' business */
    uint32_t line, column;
    struct span text;
};

struct record {
    uint16_t kind;
    uint32_t line, column;
    uint64_t offset; /* in the decoded text */
    const struct field *fields;
    size_t n;
    bool broken; /* as read: some text is no UTF-8. Where it is to be text, the other side lied */
};

struct frame {
    enum frame_type type;
    union {
        struct record record;
        struct {
            uint32_t line, column; /* 0: none */
            uint32_t kind;         /* of note: the two sides' business */
            struct span text;      /* a whole sentence */
        } note;
        struct {
            uint64_t done, total, records; /* bytes, bytes (0: not known), records so far */
        } progress;
        struct {
            enum error_code code;
            struct span text;
        } error;
        struct {
            uint64_t records, notes, bytes;
            unsigned char digest[DIGEST_SIZE]; /* of the raw input */
        } end;
    } u;
};

/* Appends one frame of any type. A fault (memory; a field too long for the form) shows in buf_check; text of 4 GiB does not fit. */
void frame_add(struct buf *out, const struct frame *frame);
void frame_add_record(struct buf *out, const struct record *record);
bool frame_too_large(const struct frame *frame); /* where frame_add failed: a record beyond the form, and not memory */

/* What the reader keeps between two calls: the fields of the record handed out last. */
struct frame_reader {
    struct field *fields;
    size_t cap;
};
#define FRAME_READER_INIT { NULL, 0 }
void frame_reader_release(struct frame_reader *r);

/* The frame that *bytes begins with; *bytes moves behind it. 1: a frame (its spans point into the bytes and its fields into the
 * reader: valid until either changes), 0: not whole yet, -1: no frame (ERROR_INPUT) or memory. */
int frame_next(struct frame_reader *r, struct span *bytes, struct frame *frame, struct error *err);
#endif
