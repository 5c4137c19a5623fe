/* report/book.c: sheets, their widths and their printing, and putting the file together. */
#include "report/book_impl.h"
#include "base/i18n.h"
#include "base/temp.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define CHUNK 65536
#define SHEET_TAKES (1U << 20)
#define END_TAKES (8U << 20) /* deflating, the parts that are small */
#define ZIP64_AT (UINT64_C(3) << 30) /* a part of 4 GiB needs other headers, which old readers do not know */

static const char *folder(const struct book *b) { return b->about->temp_dir ? b->about->temp_dir : "/tmp"; }

static int64_t days_from_1970(date d)
{
    int y = d / 10000, m = d / 100 % 100, day = d % 100;
    y -= m <= 2;
    int era = y / 400, of_era = y - era * 400, of_year = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return (int64_t)era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

bool book_ahead(struct book *b, size_t n)
{
    void *volatile p = malloc(n);
    free(p);
    if (!p)
        book_fail(b, LXW_ERROR_MEMORY_MALLOC_FAILED);
    return p;
}

static int set_properties(struct book *b)
{
    date day = b->about->day == DATE_NONE ? 19800101 : b->about->day;
    struct buf title = BUF_INIT, program = BUF_INIT;
    book_clean(span_of(b->about->title), &title);
    book_clean(span_of(b->about->program), &program);
    int64_t days = days_from_1970(day);
    lxw_doc_properties properties = { .title = title.p, .comments = program.p, .created = days == 0 ? 1 : (time_t)(days * 86400) };
    lxw_error e = title.failed || program.failed ? LXW_ERROR_MEMORY_MALLOC_FAILED : workbook_set_properties(b->workbook, &properties);
    buf_release(&title);
    buf_release(&program);
    return e == LXW_NO_ERROR ? 0 : -1;
}

struct book *book_new(const struct book_about *about, struct error *err)
{
    struct book *b = calloc(1, sizeof *b);
    if (!b) {
        error_memory(err);
        return NULL;
    }
    b->about = about;
    buf_init(&b->text);
    b->fd = temp_open(about->temp_dir, err);
    if (b->fd < 0) {
        book_free(b);
        return NULL;
    }
    char path[32];
    snprintf(path, sizeof path, "/proc/self/fd/%d", b->fd);
    if (access(path, W_OK) < 0) {
        error_errno(err, ERROR_STORE, errno, _("a workbook cannot be put together: %s is not there; mount /proc"), path);
        book_free(b);
        return NULL;
    }
    if (!book_ahead(b, SHEET_TAKES)) {
        error_memory(err);
        book_free(b);
        return NULL;
    }
    lxw_workbook_options options = { .constant_memory = LXW_TRUE, .tmpdir = (char *)(uintptr_t)folder(b) };
    b->workbook = workbook_new_opt(path, &options);
    if (!b->workbook || set_properties(b) < 0) {
        error_memory(err);
        book_free(b);
        return NULL;
    }
    return b;
}

void book_free(struct book *b)
{
    if (!b)
        return;
    for (struct book_sheet *s = b->sheets, *next; s; s = next) {
        next = s->next;
        if (b->workbook && s->sheet->optimize_tmpfile)
            fclose(s->sheet->optimize_tmpfile);
        free(s);
    }
    if (b->workbook)
        lxw_workbook_free(b->workbook);
    if (b->fd >= 0)
        close(b->fd);
    buf_release(&b->text);
    free(b);
}

void book_fail(struct book *b, lxw_error error)
{
    if (error == LXW_NO_ERROR || b->failed)
        return;
    b->failed = true;
    if (error == LXW_ERROR_MEMORY_MALLOC_FAILED)
        error_memory(&b->error);
    else
        error_set(&b->error, ERROR_STORE, _("the workbook cannot be put together in %s: %s"), folder(b), lxw_strerror(error));
}

static int no_room(const struct book *b, int errno_value, struct error *err)
{
    return error_errno(err, ERROR_STORE, errno_value, _("there is no room in %s to put the workbook together; make some, or name another folder in TMPDIR"),
                       folder(b));
}

int book_check(struct book *b, struct error *err)
{
    for (const struct book_sheet *s = b->sheets; s && !b->failed; s = s->next)
        if (s->kind == BOOK_STREAM && ferror(s->sheet->optimize_tmpfile)) {
            b->failed = true;
            no_room(b, ENOSPC, &b->error);
        }
    if (!b->failed)
        return 0;
    if (err)
        *err = b->error;
    return -1;
}

struct book_sheet *book_sheet(struct book *b, struct span name, enum book_kind kind)
{
    if (b->failed || !book_ahead(b, SHEET_TAKES))
        return NULL;
    struct buf text = BUF_INIT;
    unsigned number = 0;
    do
        book_clean_name(name, ++number, &text);
    while (!text.failed && workbook_get_worksheet_by_name(b->workbook, text.p));
    struct book_sheet *s = text.failed ? NULL : calloc(1, sizeof *s);
    b->workbook->options.constant_memory = kind == BOOK_STREAM; /* it is asked for each sheet anew */
    lxw_worksheet *sheet = s ? workbook_add_worksheet(b->workbook, text.p) : NULL;
    buf_release(&text);
    if (!sheet) {
        free(s);
        book_fail(b, LXW_ERROR_MEMORY_MALLOC_FAILED);
        return NULL;
    }
    *s = (struct book_sheet){ .book = b, .next = b->sheets, .sheet = sheet, .kind = kind };
    worksheet_set_default_row(sheet, BOOK_ROW_POINTS, LXW_FALSE);
    for (size_t i = 0; i < BOOK_COLUMNS; i++) {
        s->widths[i].least = 8;
        s->widths[i].most = 40;
    }
    b->sheets = s;
    return s;
}

const char *book_sheet_name(const struct book_sheet *s) { return s ? s->sheet->name : ""; }

void book_width(struct book_sheet *s, uint16_t column, int least, int most)
{
    if (!s || column >= BOOK_COLUMNS)
        return;
    s->widths[column].least = least;
    s->widths[column].most = most;
}

void book_hide_empty(struct book_sheet *s)
{
    if (s)
        s->hide_empty = true;
}

void book_share_bars(struct book_sheet *s, uint16_t column, uint32_t first, uint32_t last)
{
    lxw_conditional_format bars = { .type = LXW_CONDITIONAL_DATA_BAR, .min_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER,
                                    .max_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER, .max_value = 1, .bar_color = 0x9DC3E6, .bar_solid = LXW_TRUE,
                                    .data_bar_2010 = LXW_TRUE };
    if (s && last >= first && book_ahead(s->book, BOOK_LITTLE))
        book_fail(s->book, worksheet_conditional_format_range(s->sheet, first, column, last, column, &bars));
}

void book_freeze(struct book_sheet *s, uint32_t rows, uint16_t columns)
{
    if (s && book_ahead(s->book, BOOK_LITTLE))
        worksheet_freeze_panes(s->sheet, rows, columns);
}

void book_filter(struct book_sheet *s, uint32_t head, uint32_t last, uint16_t columns)
{
    if (s && book_ahead(s->book, BOOK_LITTLE))
        book_fail(s->book, worksheet_autofilter(s->sheet, head, 0, last > head ? last : head + 1, (lxw_col_t)(columns - 1)));
}

void book_print(struct book_sheet *s, bool landscape, uint32_t repeat, uint16_t columns, uint32_t last)
{
    if (!s || !book_ahead(s->book, BOOK_LITTLE))
        return;
    lxw_worksheet *w = s->sheet;
    worksheet_set_paper(w, 9); /* A4 */
    if (landscape)
        worksheet_set_landscape(w);
    else
        worksheet_set_portrait(w);
    worksheet_fit_to_pages(w, 1, 0);
    worksheet_set_margins(w, 0.4, 0.4, 0.5, 0.6);
    if (repeat > 0)
        book_fail(s->book, worksheet_repeat_rows(w, 0, repeat - 1));
    if (columns > 0)
        book_fail(s->book, worksheet_print_area(w, 0, 0, last, (lxw_col_t)(columns - 1)));
    char day[DATE_TEXT];
    struct buf footer = BUF_INIT;
    buf_addf(&footer, _("&L&A&Cpage &P of &N&R%s, %s"), s->book->about->program, date_text(s->book->about->day, day));
    if (buf_str(&footer) && !footer.failed)
        book_fail(s->book, worksheet_set_footer(w, footer.p));
    buf_release(&footer);
}

static void set_widths(struct book_sheet *s)
{
    for (uint16_t i = 0; i < BOOK_COLUMNS; i++) {
        int width = s->widths[i].seen;
        if (width == 0)
            continue;
        width = width < s->widths[i].least ? s->widths[i].least : width > s->widths[i].most ? s->widths[i].most : width;
        lxw_row_col_options options = { .hidden = s->hide_empty && s->filled && !s->widths[i].filled };
        book_fail(s->book, worksheet_set_column_opt(s->sheet, i, i, width, NULL, &options));
    }
}

/* Writes down what the library still holds of the rows; then asks for the room that it takes to copy them, since it does not say where that ends. */
static int make_room(struct book *b, struct error *err)
{
    uint64_t all = 0, most = 0;
    for (struct book_sheet *s = b->sheets; s; s = s->next) {
        set_widths(s);
        if (s->kind != BOOK_STREAM)
            continue;
        lxw_worksheet_write_single_row(s->sheet);
        if (fflush(s->sheet->optimize_tmpfile) != 0)
            return no_room(b, errno, err);
        off_t n = ftello(s->sheet->optimize_tmpfile);
        all += n > 0 ? (uint64_t)n : 0;
        most = n > 0 && (uint64_t)n > most ? (uint64_t)n : most;
    }
    if (book_check(b, err) < 0)
        return -1;
    b->workbook->options.use_zip64 = all > ZIP64_AT;
    if (fallocate(b->fd, FALLOC_FL_KEEP_SIZE, 0, (off_t)(most + all / 4 + 1048576)) < 0 && (errno == ENOSPC || errno == EDQUOT || errno == EFBIG))
        return no_room(b, errno, err);
    return ftruncate(b->fd, 0) == 0 ? 0 : no_room(b, errno, err);
}

static int copy_out(const struct book *b, write_fn *write, void *ctx, struct error *err)
{
    char *chunk = malloc(CHUNK);
    if (!chunk)
        return error_memory(err);
    int status = 0;
    for (off_t at = 0; status == 0;) {
        ssize_t n = pread(b->fd, chunk, CHUNK, at);
        if (n == 0 || (n < 0 && errno != EINTR)) {
            status = n < 0 ? error_errno(err, ERROR_STORE, errno, _("a temporary file in %s cannot be read"), folder(b)) : 0;
            break;
        }
        if (n > 0)
            status = write(ctx, chunk, (size_t)n, err);
        at += n > 0 ? n : 0;
    }
    free(chunk);
    return status;
}

int book_finish(struct book *b, write_fn *write, void *ctx, struct error *err)
{
    if (!book_ahead(b, END_TAKES) || book_check(b, err) < 0 || make_room(b, err) < 0)
        return b->failed ? book_check(b, err) : -1;
    errno = 0;
    lxw_error e = workbook_close(b->workbook); /* which frees it, whatever it says */
    b->workbook = NULL;
    if (e != LXW_NO_ERROR)
        return errno == ENOSPC ? no_room(b, errno, err) : (book_fail(b, e), book_check(b, err));
    int whole = book_zip_whole(b->fd, err);
    if (whole <= 0)
        return whole < 0 ? -1 : no_room(b, ENOSPC, err);
    return copy_out(b, write, ctx, err);
}
