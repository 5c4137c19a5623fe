/* pack/manifest.h: what a pack says of itself: the JSON that is signed. duima-pack(1) describes its fields.
 *
 * It is read only once its signature holds. The same facts give the same bytes. */
#ifndef PACK_MANIFEST_H
#define PACK_MANIFEST_H

#include "catalog/store.h"

struct manifest_kind { /* one catalog of the pack */
    enum kind kind;
    int number;                        /* of its version, which only rises */
    int64_t entries;
    unsigned char rows[SHA256_BYTES];  /* version.hash: over the rows, in code order */
};
struct manifest {
    char region[17], label[65];
    date effective, expires;           /* in force from; not to be taken in after (DATE_NONE: no such day) */
    struct manifest_kind kinds[KIND_COUNT];
    size_t count;
    uint64_t bytes, unpacked;          /* of the compressed catalog, and of the document in it */
    unsigned char sha256[SHA256_BYTES];/* of the compressed catalog */
    bool has_previous;
    unsigned char previous[SHA256_BYTES]; /* of the manifest of the pack before it */
};

/* Appends the JSON, with a line feed at its end. */
int manifest_write(const struct manifest *m, const char *program, struct buf *out, struct error *err);
/* ERROR_CATALOG: not such a manifest, or of a newer form than this program knows. */
int manifest_read(struct span json, struct manifest *out, struct error *err);
#endif
