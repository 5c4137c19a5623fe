/* io/sheet.h: one sheet of a workbook (XLSX, XLS, the XML of Excel 2003, an HTML table that calls itself .xls) as text that io/delimited reads.
 *
 * The workbook is read in a child process; what it finds comes over a pipe, and is written into an unnamed file as rows with SHEET_SEPARATOR between
 * their cells, quoted as in CSV. The n-th line of that text is the n-th row of the sheet, as Excel counts (blank rows are blank lines, and line
 * breaks in a cell do not count), so that a row's line is its row number. A cell that is no plain text begins with a byte that says so (enum
 * sheet_mark); a text that happens to begin with such a byte has SHEET_TEXT in front.
 *
 *     struct sheet_text text;
 *     if (sheet_read(&input, &request, &text, &err) < 0) ...
 *     ... delimited over text.fd ...
 *     sheet_text_release(&text);          // fd is the caller's to close
 *
 * Which sheet: the one asked for by name or number; else the only one that is not hidden and that `fits`; where several fit, that is an error
 * with their names; where none does, the first one that is not hidden and not empty. */
#ifndef IO_SHEET_H
#define IO_SHEET_H

#include "base/error.h"
#include "base/span.h"
#include <stdint.h>

#define SHEET_SEPARATOR '\x1f'
#define SHEET_HEAD      40 /* rows of the beginning that are looked at, blank ones not counted */

enum sheet_mark {
    SHEET_TEXT = 1,
    SHEET_NUMBER,   /* a number: "18.6" */
    SHEET_LOST,     /* a number with more digits before the point than a workbook keeps */
    SHEET_DAY,      /* a date or time, in ISO form */
    SHEET_ERROR,    /* "#N/A", "#DIV/0!" …, or "=…": a formula whose value the file does not have */
};

enum sheet_file { SHEET_FILE_XLSX, SHEET_FILE_XLS, SHEET_FILE_XML, SHEET_FILE_HTML };

struct sheet_input {
    int fd;              /* a regular file, stays the caller's */
    uint64_t from, size; /* where the workbook lies in it; `from` is 0 but for HTML, which is UTF-8 */
    enum sheet_file file;
    bool by_name;        /* sheet_read sets it: a child that is locked in opens it as child_file_name */
};

/* One row of the beginning of a sheet. */
struct sheet_line {
    uint64_t line;
    const struct span *cells;
    size_t n;
};

struct sheet_request {
    const char *name;    /* of the file, for messages */
    const char *sheet;   /* a name, or else a number from 1; NULL: found */
    bool other_will_do;  /* where the file has no such sheet: found */
    /* Does a table with known headings begin in these rows? The line of its last heading row; 0: no; -1 with err. Called in the child. */
    int (*fits)(void *ctx, const struct sheet_line *lines, size_t n, struct error *err);
    void *ctx;
    bool (*stopped)(void *ctx); /* asked now and then; true ends the reading with ERROR_STOPPED. May be NULL */
    void *stopped_ctx;
    const char *temp_dir;
    bool in_child;       /* false: the reading happens in this process, for tests */
};

struct sheet_text {
    int fd;        /* the text, from its first byte */
    uint64_t size;
    char *sheet;   /* its name; NULL: the file has no sheets with names */
    char *notes;   /* sentences about what was found on the way, one a line; "" where there is nothing to say */
    bool has_bad;  /* U+FFFD stands in it */
};

/* 0, or -1: ERROR_INPUT (it cannot be read), ERROR_USAGE (there is no such sheet, or several fit: which there are), ERROR_STORE, memory. */
int sheet_read(const struct sheet_input *input, const struct sheet_request *request, struct sheet_text *out, struct error *err);
void sheet_text_release(struct sheet_text *text); /* not fd */
#endif
