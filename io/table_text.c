/* io/table_text.c: finds out what a table is written in, and makes it UTF-8 that can be read at any offset. Never holds the
 * file in memory, never maps it (a file that shrinks meanwhile must be an error, not a signal). */
#include "io/table_text.h"
#include "base/decode.h"
#include "base/i18n.h"
#include "base/temp.h"
#include "io/sheet.h"
#include "io/sniff.h"
#include "io/source.h"

#include <errno.h>
#include <pthread.h>
#include <unistd.h>

#define PIECE  ((size_t)256 << 10)
#define ENOUGH 1000 /* bad sequences after which a file that is not mostly UTF-8 need not be looked at further */

#define WORTH_THREAD ((uint64_t)1 << 20) /* bytes */

struct table_text {
    struct source *source;
    int fd;           /* where the text lies: the source's, or the temporary file's */
    bool fd_is_ours;
    uint64_t skip;    /* bytes in front of the text in fd: a byte order mark */
    uint64_t size;    /* of the text */
    const char *encoding;
    const char *temp_dir;
    bool has_bad;
    char *piece;      /* PIECE bytes, while it is opened */
    unsigned jobs;
    const struct sheet_request *request; /* while it is opened; NULL: no workbooks */
    bool is_sheet;
    struct sheet_text sheet; /* its fd is the one above */
};

/* From now on the text lies in fd, which is ours. */
static void settle_in(struct table_text *t, int fd, uint64_t size)
{
    if (t->fd_is_ours)
        close(t->fd);
    t->fd = fd;
    t->fd_is_ours = true;
    t->skip = 0;
    t->size = size;
}

/* A pipe has no offsets: copy it as it is. */
static int copy_source(struct table_text *t, struct error *err)
{
    uint64_t size = 0;
    int64_t n;
    int fd = temp_open(t->temp_dir, err);
    if (fd < 0)
        return -1;
    while ((n = source_read(t->source, t->piece, PIECE, err)) > 0) {
        size += (uint64_t)n;
        if (temp_write(fd, t->temp_dir, t->piece, (size_t)n, err) < 0) {
            n = -1;
            break;
        }
    }
    if (n < 0) {
        close(fd);
        return -1;
    }
    settle_in(t, fd, size);
    return 0;
}

/* ---- what it is ---- */

static int refuse(const struct table_text *t, enum sniff what, struct error *err)
{
    const char *name = table_text_name(t);
    if (what == SNIFF_EMPTY)
        return error_set(err, ERROR_INPUT, _("%s: the file is empty; a table needs a header row and rows"), name);
    if (what == SNIFF_XLSX || what == SNIFF_OLE)
        return error_set(err, ERROR_INPUT, _("%s: looks like %s; save it as CSV (UTF-8) first"), name, sniff_name(what));
    if (what == SNIFF_ZIP || what == SNIFF_GZIP || what == SNIFF_XZ || what == SNIFF_ZSTD || what == SNIFF_BZIP2 ||
        what == SNIFF_SEVENZIP || what == SNIFF_RAR)
        return error_set(err, ERROR_INPUT, _("%s: looks like %s; unpack it first"), name, sniff_name(what));
    if (what == SNIFF_MHT)
        return error_set(err, ERROR_INPUT, _("%s: looks like %s; open it in Excel and save it as XLSX"), name, sniff_name(what));
    if (what == SNIFF_XML)
        return error_set(err, ERROR_INPUT, _("%s: looks like %s, not like a table; catalogs are read by 'duima import'"),
                         name, sniff_name(what));
    return error_set(err, ERROR_INPUT, _("%s: looks like %s, not like a table (CSV, TAB or semicolon)"), name,
                     sniff_name(what));
}

/* Damaged UTF-8 rather than another encoding: that has few sequences that are good UTF-8 by chance. */
static bool is_mostly_good(const struct utf8_check *check)
{
    return check->seen.multibyte / 2 >= check->bad_count;
}

static int refuse_strange(const struct table_text *t, struct span head, struct error *err)
{
    enum sniff what = sniff(head);
    if (what == SNIFF_TABLE || what == SNIFF_TEXT)
        return 0;
    if (what == SNIFF_EMPTY && t->size > head.n)
        return 0; /* many blank lines in front */
    return refuse(t, what, err);
}

/* One half of a file that is looked at by two threads. */
struct half {
    const struct table_text *t;
    char *piece;
    uint64_t from, to;
    struct utf8_check check;
    bool good; /* read to its end, and all of it is UTF-8 without NUL */
};

static void *survey_half(void *arg)
{
    struct half *h = arg;
    struct error err;
    int64_t n = 0;
    utf8_check_init(&h->check);
    for (uint64_t at = h->from; at < h->to && h->check.bad_count == 0; at += (uint64_t)n) {
        n = table_text_read(h->t, at, h->piece, h->to - at < PIECE ? (size_t)(h->to - at) : PIECE, &err);
        if (n <= 0)
            return NULL;
        utf8_check_feed(&h->check, h->piece, (size_t)n);
    }
    h->good = utf8_check_end(&h->check) && h->check.seen.nul == 0;
    return NULL;
}

/* Nearly every table is good UTF-8 to its end, and two threads see that sooner. false: it is not so, or there was no second thread; then the
 * survey begins anew, and says what is wrong. */
static bool survey_halves(const struct table_text *t, uint64_t skip, struct utf8_check *check)
{
    struct half halves[2] = { { .t = t, .piece = t->piece, .from = skip }, { .t = t, .to = t->size } };
    uint64_t middle = skip + (t->size - skip) / 2;
    struct error err;
    char at[4];
    if (table_text_read(t, middle, at, sizeof at, &err) != sizeof at)
        return false;
    for (size_t i = 0; i < sizeof at && (at[i] & 0xC0) == 0x80; i++) /* a character must not lie in both */
        middle++;
    halves[0].to = halves[1].from = middle;
    pthread_t thread;
    halves[1].piece = malloc(PIECE);
    if (!halves[1].piece || pthread_create(&thread, NULL, survey_half, &halves[1]) != 0) {
        free(halves[1].piece);
        return false;
    }
    survey_half(&halves[0]);
    pthread_join(thread, NULL);
    free(halves[1].piece);
    if (!halves[0].good || !halves[1].good)
        return false;
    utf8_check_init(check);
    check->seen.multibyte = halves[0].check.seen.multibyte + halves[1].check.seen.multibyte;
    check->seen.replacements = halves[0].check.seen.replacements + halves[1].check.seen.replacements;
    return true;
}

/* Reads the file through once; ends early where it has clearly more than `enough` bad sequences. UTF-16 has NULs: only what
 * is thought to be of one-byte units is checked for them. */
static int survey(struct table_text *t, uint64_t skip, uint64_t enough, struct utf8_check *check, struct error *err)
{
    if (t->jobs > 1 && t->size > skip + WORTH_THREAD && survey_halves(t, skip, check))
        return 0;
    utf8_check_init(check);
    for (uint64_t at = skip; at < t->size && (check->bad_count < enough || is_mostly_good(check));) {
        int64_t n = table_text_read(t, at, t->piece, PIECE, err);
        if (n < 0)
            return -1;
        if (n == 0)
            break;
        utf8_check_feed(check, t->piece, (size_t)n);
        if (check->seen.nul > 0)
            return refuse(t, SNIFF_BINARY, err);
        at += (uint64_t)n;
    }
    utf8_check_end(check);
    return 0;
}

/* ---- transcoding ---- */

static int decode_into(const struct table_text *t, struct decoder *d, uint64_t skip, int fd, uint64_t *size,
                       struct buf *text, struct utf8_check *check, struct error *err)
{
    bool last = false;
    for (uint64_t at = skip; !last;) {
        int64_t n = table_text_read(t, at, t->piece, PIECE, err);
        if (n < 0)
            return -1;
        at += (uint64_t)n;
        last = n < (int64_t)PIECE;
        buf_clear(text);
        if (decoder_feed(d, t->piece, (size_t)n, last, text, err) < 0)
            return -1;
        utf8_check_feed(check, text->p ? text->p : "", text->n);
        if (check->seen.nul > 0)
            return refuse(t, SNIFF_BINARY, err);
        if (temp_write(fd, t->temp_dir, text->p, text->n, err) < 0)
            return -1;
        *size += text->n;
    }
    return 0;
}

/* The text from `skip` on, decoded into a new temporary file; *bad: bad sequences. Returns the file, or -1. */
static int decode_to_temp(const struct table_text *t, const char *encoding, uint64_t skip, uint64_t *size, uint64_t *bad,
                          bool *has_bad, struct error *err)
{
    struct decoder *d = decoder_new(encoding, false, err);
    if (!d)
        return -1;
    struct buf text = BUF_INIT;
    struct utf8_check check;
    utf8_check_init(&check);
    *size = 0;
    int fd = temp_open(t->temp_dir, err);
    if (fd >= 0 && decode_into(t, d, skip, fd, size, &text, &check, err) < 0) {
        close(fd);
        fd = -1;
    }
    *bad = decoder_bad_count(d);
    *has_bad = check.seen.replacements > 0;
    decoder_free(d);
    buf_release(&text);
    return fd;
}

static int transcode(struct table_text *t, const char *encoding, uint64_t skip, struct error *err)
{
    uint64_t size, bad;
    bool has_bad;
    int fd = decode_to_temp(t, encoding, skip, &size, &bad, &has_bad, err);
    if (fd < 0)
        return -1;
    settle_in(t, fd, size);
    t->encoding = encoding;
    t->has_bad = has_bad;
    return 0;
}

/* Not UTF-8 as a whole: damaged UTF-8, or GB18030? Where it is not clear, the one with fewer bad sequences. */
static int choose(struct table_text *t, struct utf8_check *as_utf8, struct error *err)
{
    uint64_t size, bad;
    bool has_bad;
    if (is_mostly_good(as_utf8))
        return transcode(t, "UTF-8", 0, err);
    int fd = decode_to_temp(t, "GB18030", 0, &size, &bad, &has_bad, err);
    if (fd < 0)
        return -1;
    if (bad > ENOUGH && survey(t, 0, UINT64_MAX, as_utf8, err) < 0) { /* the first survey may have ended early */
        close(fd);
        return -1;
    }
    if (bad <= as_utf8->bad_count) {
        settle_in(t, fd, size);
        t->encoding = "GB18030";
        t->has_bad = has_bad;
        return 0;
    }
    close(fd);
    return transcode(t, "UTF-8", 0, err);
}

/* ---- opening ---- */

static int take_utf8_or(struct table_text *t, bool given, uint64_t skip, struct error *err)
{
    struct utf8_check check;
    if (survey(t, skip, given ? 1 : ENOUGH, &check, err) < 0)
        return -1;
    if (check.bad_count > 0)
        return given ? transcode(t, "UTF-8", skip, err) : choose(t, &check, err);
    t->encoding = "UTF-8";
    t->skip = skip;
    t->size -= skip;
    t->has_bad = check.seen.replacements > 0;
    return 0;
}

/* What lies in fd becomes the text of one of its sheets. */
static int read_sheet(struct table_text *t, enum sheet_file file, struct error *err)
{
    static const char *const names[] = { [SHEET_FILE_XLSX] = "XLSX", [SHEET_FILE_XLS] = "XLS", [SHEET_FILE_XML] = "XML", [SHEET_FILE_HTML] = "HTML" };
    struct sheet_input input = { .fd = t->fd, .from = t->skip, .size = t->size, .file = file };
    struct sheet_request request = *t->request;
    request.name = table_text_name(t);
    request.temp_dir = t->temp_dir;
    if (sheet_read(&input, &request, &t->sheet, err) < 0)
        return -1;
    settle_in(t, t->sheet.fd, t->sheet.size);
    t->encoding = names[file];
    t->has_bad = t->sheet.has_bad;
    t->is_sheet = true;
    return t->size > 0 ? 0 : error_set(err, ERROR_INPUT, _("%s: the sheet %s is empty; a table needs a header row and rows"), table_text_name(t), t->sheet.sheet ? t->sheet.sheet : "");
}

/* Is it a workbook? HTML first needs to be made UTF-8. */
static bool find_workbook(const struct table_text *t, struct span head, enum sheet_file *file)
{
    enum sniff what = sniff(head);
    if (!t->request)
        return false;
    if (what == SNIFF_XLSX || what == SNIFF_ZIP)
        *file = SHEET_FILE_XLSX;
    else if (what == SNIFF_OLE)
        *file = SHEET_FILE_XLS;
    else if (what == SNIFF_XML && sniff_is_excel_xml(head))
        *file = SHEET_FILE_XML;
    else if (what == SNIFF_HTML || (what == SNIFF_XML && sniff_is_html_piece(head)))
        *file = SHEET_FILE_HTML;
    else
        return false;
    return true;
}

static int decode_text(struct table_text *t, const char *encoding, struct span head, struct error *err);

static int find_text(struct table_text *t, const char *encoding, struct error *err)
{
    char bytes[SNIFF_BYTES];
    enum sheet_file file;
    int64_t n = table_text_read(t, 0, bytes, sizeof bytes, err);
    struct span head = { bytes, n > 0 ? (size_t)n : 0 };
    if (n < 0)
        return -1;
    if (!find_workbook(t, head, &file))
        return refuse_strange(t, head, err) < 0 ? -1 : decode_text(t, encoding, head, err);
    if (file == SHEET_FILE_HTML && decode_text(t, encoding, head, err) < 0)
        return -1;
    return read_sheet(t, file, err);
}

static int decode_text(struct table_text *t, const char *encoding, struct span head, struct error *err)
{
    size_t skip = 0;
    const char *by_mark = encoding_by_bom(head, &skip);
    const char *given = encoding ? encoding_canonical(span_of(encoding)) : by_mark;
    if (encoding && !given)
        return error_set(err, ERROR_USAGE, _("the encoding '%s' is not known"), encoding);
    if (encoding && by_mark && strcmp(given, by_mark) != 0 && strcmp(given, "UTF-16") != 0)
        skip = 0; /* the mark of another encoding is no mark */
    if (given && strcmp(given, "UTF-16") == 0 && by_mark)
        given = by_mark;
    if (!given || strcmp(given, "UTF-8") == 0)
        return take_utf8_or(t, given != NULL, skip, err);
    return transcode(t, given, skip, err);
}

static int show_bytes(const struct table_text *t, const struct table_text_options *options, struct error *err)
{
    int64_t n;
    for (uint64_t at = 0; (n = table_text_read(t, at, t->piece, PIECE, err)) > 0; at += (uint64_t)n)
        options->bytes(options->ctx, t->piece, (size_t)n);
    return n < 0 ? -1 : 0;
}

static int open_text(struct table_text *t, const char *path, const struct table_text_options *options, struct error *err)
{
    t->piece = malloc(PIECE);
    if (!t->piece)
        return error_memory(err);
    t->source = source_open(path, err);
    if (!t->source)
        return -1;
    t->fd = source_fd(t->source);
    t->size = source_size(t->source);
    if (!source_is_regular(t->source) && copy_source(t, err) < 0)
        return -1;
    if (options->bytes && show_bytes(t, options, err) < 0)
        return -1;
    if (find_text(t, options->encoding, err) < 0)
        return -1;
    if (t->size == 0)
        return refuse(t, SNIFF_EMPTY, err);
    return 0;
}

struct table_text *table_text_open(const char *path, const char *encoding, const char *temp_dir, struct error *err)
{
    struct table_text_options options = { .encoding = encoding, .temp_dir = temp_dir, .jobs = 1 };
    return table_text_open_with(path, &options, err);
}

struct table_text *table_text_open_with(const char *path, const struct table_text_options *options, struct error *err)
{
    struct table_text *t = calloc(1, sizeof *t);
    if (!t) {
        error_memory(err);
        return NULL;
    }
    t->fd = -1;
    t->temp_dir = options->temp_dir;
    t->jobs = options->jobs;
    t->request = options->sheet;
    int status = open_text(t, path, options, err);
    free(t->piece);
    t->piece = NULL;
    t->temp_dir = NULL;
    t->request = NULL;
    if (status < 0) {
        table_text_free(t);
        return NULL;
    }
    return t;
}

void table_text_free(struct table_text *t)
{
    if (!t)
        return;
    if (t->fd_is_ours)
        close(t->fd);
    sheet_text_release(&t->sheet);
    source_free(t->source);
    free(t->piece);
    free(t);
}

/* ---- reading ---- */

int64_t table_text_read(const struct table_text *t, uint64_t offset, char *p, size_t n, struct error *err)
{
    size_t got = 0;
    while (got < n && offset + got < t->size) {
        size_t want = n - got;
        if (want > t->size - offset - got)
            want = (size_t)(t->size - offset - got);
        ssize_t more = pread(t->fd, p + got, want, (off_t)(t->skip + offset + got));
        if (more < 0 && errno == EINTR)
            continue;
        if (more < 0)
            return error_errno(err, ERROR_INPUT, errno, _("%s: cannot be read"), table_text_name(t));
        if (more == 0)
            return error_set(err, ERROR_INPUT, _("%s: became shorter while it was read"), table_text_name(t));
        got += (size_t)more;
    }
    return (int64_t)got;
}

uint64_t table_text_size(const struct table_text *t)
{
    return t->size;
}

const char *table_text_name(const struct table_text *t)
{
    return source_name(t->source);
}

const char *table_text_encoding(const struct table_text *t)
{
    return t->encoding;
}

bool table_text_has_bad(const struct table_text *t)
{
    return t->has_bad;
}

bool table_text_is_sheet(const struct table_text *t)
{
    return t->is_sheet;
}

const char *table_text_sheet(const struct table_text *t)
{
    return t->sheet.sheet;
}

const char *table_text_notes(const struct table_text *t)
{
    return t->sheet.notes ? t->sheet.notes : "";
}
