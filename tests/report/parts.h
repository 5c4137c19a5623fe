/* tests/report/parts.h: a part of a workbook that a test has in memory. */
#ifndef TESTS_REPORT_PARTS_H
#define TESTS_REPORT_PARTS_H

#include "base/buf.h"
#include <archive.h>
#include <archive_entry.h>

/* The part of that name into out (emptied). false: there is none, or it cannot be read. */
static inline bool part_of(const struct buf *file, const char *name, struct buf *out)
{
    struct archive *a = archive_read_new();
    struct archive_entry *entry;
    bool found = false;
    buf_clear(out);
    archive_read_support_format_zip(a);
    if (archive_read_open_memory(a, file->p, file->n) == ARCHIVE_OK)
        while (!found && archive_read_next_header(a, &entry) == ARCHIVE_OK) {
            if (strcmp(archive_entry_pathname(entry), name) != 0)
                continue;
            found = true;
            char chunk[4096];
            for (la_ssize_t n; (n = archive_read_data(a, chunk, sizeof chunk)) != 0;) {
                if (n < 0) {
                    found = false;
                    break;
                }
                buf_add(out, chunk, (size_t)n);
            }
        }
    archive_read_free(a);
    return found && !out->failed;
}
#endif
