/* io/unpack.h: what a stranger's file holds: itself, or what is packed in it, or the members of an archive, one behind the other. Nothing is ever
 * unpacked to a file, and nothing is held in memory but what is being read.
 *
 *     struct unpack *u = unpack_new(source, &limits, 0, &err);
 *     while ((got = unpack_next(u, &member, &err)) > 0) { … source_read(member.source, …) … }
 *     unpack_free(u);
 *
 * The form is found by the bytes, never by the name: gzip, xz, zstd, bzip2 (also several streams behind each other), ZIP, tar, and tar packed by one
 * of the four. All is read from front to back, so that a pipe does; of a ZIP the directory at its end is then held against what was read. Members come
 * in the order of the archive; directories and what file managers leave behind (__MACOSX, .DS_Store …) are passed over.
 *
 * Refused, with a sentence that names file, member and remedy (ERROR_INPUT): what is cut, damaged, behind a password, packed twice, an archive in an
 * archive, a name that leads out of it, links and devices, a name that stands twice, an archive whose directory says otherwise, more members than
 * UNPACK_MEMBERS_MOST, and what exceeds the limits. */
#ifndef IO_UNPACK_H
#define IO_UNPACK_H

#include "io/limits.h"
#include "io/source.h"

#define UNPACK_MEMBERS_MOST 10000
#define UNPACK_REPLAY_MOST  ((size_t)4 << 20) /* so far into a member, source_rewind does on a pipe too */

struct unpack;
struct unpack_member {
    struct source *source; /* before its first byte; unpack's, until the next call. source_name is "FILE/MEMBER", fit to print */
    struct span head;      /* its first bytes, SNIFF_BYTES where it has them; until it is read */
    struct span name;      /* in the archive; "" where the file is no archive */
};

/* The source stays the caller's and must outlive it; its own bytes are counted by source_position and seen by its tap. `chunk`: bytes read at a
 * time, 0: as many as are good. NULL with err. */
struct unpack *unpack_new(struct source *source, const struct read_limits *limits, size_t chunk, struct error *err);
void unpack_free(struct unpack *u);
/* The next one: 1; 0: there are no more, and the file is whole to its end; -1. What was not read of the one before is passed over. */
int unpack_next(struct unpack *u, struct unpack_member *out, struct error *err);
/* Is the file an archive (even one of a single member)? Known after the first unpack_next. */
bool unpack_is_archive(const struct unpack *u);
#endif
