/* tests/io/archives.h: packed files and archives made byte by byte, so that they can be wrong in one place only. */
#ifndef TESTS_IO_ARCHIVES_H
#define TESTS_IO_ARCHIVES_H
#include "base/buf.h"
#include "io/inflate.h"

/* Appends one stream of the form. */
void packed_add(struct buf *out, enum packing packing, struct span data);
/* The same, made so that it needs more memory to be read than anything should. */
void packed_add_wide(struct buf *out, enum packing packing, struct span data);

/* A member of a tar, type and all; its name in 100 bytes, or parted. */
void tar_add(struct buf *out, char type, const char *name, struct span data);
void tar_prefixed(struct buf *out, const char *prefix, const char *name, struct span data);
void tar_end(struct buf *out);

enum zip_wrong { WRONG_NOTHING, WRONG_CRC, WRONG_SIZE, WRONG_LISTED_NAME, WRONG_LISTED_OFFSET, WRONG_NOT_LISTED, WRONG_LISTED_TWICE };
struct zip_how {
    uint16_t method, flags; /* flag 8: sizes and checksum stand behind it */
    bool bare;              /* … without a signature */
    bool large;             /* sizes of 8 bytes */
    uint32_t mode;          /* of Unix */
    enum zip_wrong wrong;
};
struct zip_out {
    struct buf bytes, directory;
    unsigned count;
};
void zip_begin(struct zip_out *z);
void zip_add(struct zip_out *z, const char *name, struct span data, struct zip_how how);
void zip_end(struct zip_out *z);
void zip_release_out(struct zip_out *z);
#endif
