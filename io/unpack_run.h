/* io/unpack_run.h: the inside of an unpacking, shared by unpack.c (the order of things), unpack_stream.c (bytes and limits), unpack_name.c,
 * unpack_tar.c and unpack_zip.c. Private to them. */
#ifndef IO_UNPACK_RUN_H
#define IO_UNPACK_RUN_H

#include "base/buf.h"
#include "base/map.h"
#include "io/inflate.h"
#include "io/unpack.h"

#define STREAM_BYTES ((size_t)64 << 10)

/* Bytes pulled from somewhere, with a look ahead. */
struct stream {
    int64_t (*fill)(struct unpack *u, char *p, size_t n, struct error *err); /* more than 0, 0 at the end, -1 */
    struct unpack *u;
    char *p; /* STREAM_BYTES */
    size_t at, n;
    bool ended;
    uint64_t position; /* bytes taken */
};

struct zip_entry { /* a member of a ZIP that was read */
    uint64_t offset, packed, size, name_hash;
    uint32_t crc;
    uint16_t method;
    bool listed; /* the directory has it */
};
struct zip {
    struct zip_entry *entries;
    size_t count, cap;
    /* the member that is read */
    struct inflater *inflater;
    uint16_t flags;
    struct buf names; /* name and extra fields of the header read last */
    uint64_t begin; /* where its bytes begin in the archive */
    uint64_t left;  /* packed bytes to come; UINT64_MAX: not known */
    uint64_t given; /* bytes that came out */
    uint32_t crc;
    bool inflated;
};

enum form { FORM_UNKNOWN, FORM_PLAIN, FORM_SINGLE, FORM_TAR, FORM_ZIP };

struct unpack {
    struct source *source;
    const struct read_limits *limits;
    size_t chunk;
    enum form form;
    struct stream raw, flat; /* the file; what is packed in it */
    struct stream *bytes;    /* where documents or members stand: one of the two */
    enum packing packing;
    struct inflater *inflater; /* of flat */
    bool filling;              /* flat is filled: what is wrong then is wrong with the file, and not with the member that is read meanwhile */
    uint64_t taken, given;     /* bytes of the file; bytes unpacked */
    bool over;                 /* nothing comes any more */
    /* members */
    struct map names;
    size_t members;
    struct buf name;  /* of the member, in UTF-8; in `name.p` only its own */
    struct buf shown; /* "FILE/MEMBER" fit to print */
    bool member_open, member_ended;
    struct buf tar_name; /* as it stands in the header */
    uint64_t tar_left, tar_padding;
    struct zip zip;
    /* the document that is handed out */
    struct source *document;
    struct buf replay;
    size_t replay_at;
    bool remembers;
    char *scratch; /* STREAM_BYTES, for what is passed over */
};

/* What a header says. */
enum member_kind { MEMBER_FILE, MEMBER_DIRECTORY, MEMBER_LINK, MEMBER_STRANGE };
struct member_header {
    enum member_kind kind;
    struct span name; /* as it stands there */
    bool is_utf8;     /* the archive says so */
};

/* ---- unpack_stream.c ---- */

int unpack_open_streams(struct unpack *u, struct error *err);
/* As before the first byte. */
void unpack_reset_streams(struct unpack *u);
void unpack_close_streams(struct unpack *u);
/* From now on u->bytes are what is packed in the file. */
int unpack_use_packing(struct unpack *u, enum packing packing, struct error *err);
/* Are n bytes (at most STREAM_BYTES) there? 1; 0: the end comes before, -1. */
int stream_need(struct stream *s, size_t n, struct error *err);
static inline struct span stream_there(const struct stream *s)
{
    return (struct span){ s->p + s->at, s->n - s->at };
}
static inline void stream_take(struct stream *s, size_t n)
{
    s->at += n;
    s->position += n;
}
/* At least one byte, 0 at the end, -1. */
int64_t stream_read(struct stream *s, char *p, size_t n, struct error *err);
/* Exactly n bytes; p may be NULL. 1; 0: the end came before, -1. */
int stream_read_all(struct stream *s, char *p, uint64_t n, struct error *err);
/* Only NUL bytes to the end? 1; 0: no, -1. */
int stream_is_blank(struct stream *s, struct error *err);
/* Unpacks some of `from`, of which *left bytes belong to it (UINT64_MAX: its end shows): how many, 0 only where *ended, -1. */
int64_t unpack_inflate(struct unpack *u, struct stream *from, uint64_t *left, struct inflater *f, char *p, size_t n, bool *ended, struct error *err);
/* So many more bytes came out: -1 where that is too much. */
int unpack_count(struct unpack *u, size_t n, struct error *err);

/* ---- sentences ---- */

int unpack_cut(const struct unpack *u, struct error *err);     /* the file ends too early */
int unpack_damaged(const struct unpack *u, struct error *err); /* what was read cannot be right */
int unpack_too_large(const struct unpack *u, struct error *err); /* beyond --max-size */
int unpack_link(const struct unpack *u, struct error *err);    /* the member is no file */

/* ---- unpack_name.c ---- */

/* Takes the name over into u->name and u->shown. -1: memory. */
int unpack_take_name(struct unpack *u, struct span name, bool is_utf8, struct error *err);
/* NULL, or why no member may be called so (N_() marked). */
const char *unpack_name_fault(struct span name);
/* What file managers leave behind. */
bool unpack_name_is_litter(struct span name);

/* ---- forms: the next header (1, 0 at the end of a whole archive, -1), and bytes of its member (0 at its end, where it was whole and right) ---- */

bool tar_begins(struct span head);
int tar_next(struct unpack *u, struct member_header *h, struct error *err);
int64_t tar_read(struct unpack *u, char *p, size_t n, struct error *err);
int zip_next(struct unpack *u, struct member_header *h, struct error *err);
int zip_start(struct unpack *u, struct error *err); /* its name was taken: the first byte comes next */
int64_t zip_read(struct unpack *u, char *p, size_t n, struct error *err);
void zip_release(struct zip *z);
#endif
