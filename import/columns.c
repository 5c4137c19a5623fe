/* import/columns.c: lines -> values of columns. It must never know what a field means, and never mend a line: one with
 * another number of columns is a record error. */
#include "import/columns.h"

#include "base/i18n.h"
#include "import/columns_fit.h"
#include "import/lines.h"

/* A column that some slot wants, in order of columns. */
struct want {
    uint16_t column, slot;
    bool document, greatest;
    struct span now; /* of a document: the value of the line being read */
};
struct column_reader {
    struct extract *x;
    uint32_t line;    /* number of the line */
    uint64_t offset;  /* its place in the text */
    struct want *wants;
    size_t want_count;
    struct buf *documents; /* by slot: the value sent last, or the greatest so far */
};

static int by_column(const void *a, const void *b)
{
    const struct want *x = a, *y = b;
    return x->column != y->column ? (x->column > y->column) - (x->column < y->column) : (x->slot > y->slot) - (x->slot < y->slot);
}

static bool slot_is_greatest(const struct profile *p, size_t slot)
{
    for (size_t i = 0; i < DOCUMENT_FIELD_COUNT; i++)
        for (size_t k = 0; k < p->document[i].from.count; k++)
            if (p->document[i].from.slots[k] == slot && !p->document[i].greatest)
                return false;
    return true;
}

static int prepare_wants(struct column_reader *r, struct error *err)
{
    const struct profile *p = r->x->profile;
    r->wants = calloc(p->slot_count + 1, sizeof *r->wants);
    r->documents = calloc(p->slot_count + 1, sizeof *r->documents);
    if (!r->wants || !r->documents)
        return error_memory(err);
    r->want_count = p->slot_count;
    for (size_t i = 0; i < p->slot_count; i++) {
        bool document = p->slots[i].role == ROLE_DOCUMENT_VALUE;
        r->wants[i] = (struct want){ p->slots[i].column, (uint16_t)i, document, document && slot_is_greatest(p, i), SPAN_NONE };
    }
    qsort(r->wants, r->want_count, sizeof *r->wants, by_column);
    return 0;
}

static int refuse_line(struct column_reader *r, const char *sentence, uint32_t column, struct error *err)
{
    struct xml_place at = { r->line, column, r->offset };
    return extract_bad_record(r->x, span_of(sentence), at, err);
}

static int refuse_value(struct column_reader *r, const struct want *w, const char *why, struct error *err)
{
    struct buf b = BUF_INIT;
    profile_column_name(r->x->profile, w->column, &b);
    buf_addf(&b, ": %s", why);
    int rc = refuse_line(r, buf_str(&b), w->column, err);
    buf_release(&b);
    return rc;
}

/* The two that no XML can hold, so that nothing could be exported again. */
static bool has_noncharacter(struct span text)
{
    return span_find(text, SPAN("\xEF\xBF\xBE")) != (size_t)-1 || span_find(text, SPAN("\xEF\xBF\xBF")) != (size_t)-1;
}

/* 1: taken, or nothing there; 0: the line was refused; -1. */
static int take_value(struct column_reader *r, struct want *w, struct span text, struct error *err)
{
    struct xml_place at = { r->line, w->column, r->offset };
    unsigned char control = 0, far = 0;
    text = span_trim(text);
    w->now = SPAN_NONE;
    if (text.n == 0 || (r->x->profile->null_word.p && span_eq(text, r->x->profile->null_word)))
        return 1;
    if (text.n > r->x->limits->text)
        return extract_too_long(r->x, at, err);
    for (size_t i = 0; i < text.n; i++) {
        control |= (unsigned char)((unsigned char)text.p[i] < ' ' && text.p[i] != '\r' && text.p[i] != '\t');
        far |= (unsigned char)((unsigned char)text.p[i] == 0xEF);
    }
    if (control)
        return refuse_value(r, w, _("it holds a control character, which is no text"), err);
    if (far && has_noncharacter(text))
        return refuse_value(r, w, _("it holds U+FFFE or U+FFFF, which are no characters"), err);
    w->now = text;
    return w->document ? 1 : extract_value(r->x, w->slot, text, at, err) < 0 ? -1 : 1;
}

static int take_document(struct column_reader *r, const struct want *w, struct error *err)
{
    struct buf *last = &r->documents[w->slot];
    struct xml_place at = { r->line, w->column, r->offset };
    if (!w->document || !w->now.p || span_eq(w->now, buf_span(last)) || (w->greatest && last->n > 0 && span_cmp_numbers(w->now, buf_span(last)) < 0))
        return 0;
    buf_clear(last);
    buf_addspan(last, w->now);
    return buf_check(last, err) < 0 ? -1 : extract_document_value(r->x, w->slot, w->now, at, err);
}

static int wrong_width(struct column_reader *r, unsigned found, struct error *err)
{
    const struct profile *p = r->x->profile;
    struct buf b = BUF_INIT;
    buf_addf(&b, _("the line has another number of columns, %u, than the %u of the profile %.*s"), found, p->width, SPAN_ARG(p->name));
    int rc = refuse_line(r, buf_str(&b), found < p->width ? found : p->width + 1, err);
    buf_release(&b);
    return rc;
}

/* A line without its end. */
static int take_line(void *ctx, struct span line, uint32_t number, uint64_t offset, struct error *err)
{
    struct column_reader *r = ctx;
    const struct profile *p = r->x->profile;
    const char *from = line.p, *end = line.p + line.n;
    size_t w = 0;
    unsigned column = 0;
    r->line = number;
    r->offset = offset;
    if (columns_is_blank(line))
        return 0;
    extract_begin_record(r->x, (struct xml_place){ r->line, 1, r->offset });
    for (;;) {
        const char *to = memchr(from, p->separator, (size_t)(end - from));
        struct span text = { from, (size_t)((to ? to : end) - from) };
        for (column++; w < r->want_count && r->wants[w].column == column; w++) {
            int taken = take_value(r, &r->wants[w], text, err);
            if (taken <= 0)
                return taken;
        }
        if (!to)
            break;
        from = to + 1;
    }
    if (!columns_width_fits(p, column, from == end))
        return wrong_width(r, column, err);
    for (w = 0; w < r->want_count; w++)
        if (take_document(r, &r->wants[w], err) < 0)
            return -1;
    return extract_end_record(r->x, 0, err);
}

/* The first lines show the profile. 1: they did, 0: more is needed, -1. */
static int choose(void *ctx, struct span text, bool at_end, struct error *err)
{
    struct column_reader *r = ctx;
    int chosen = columns_choose(r->x, text, at_end, err);
    if (chosen <= 0)
        return chosen;
    return extract_take_profile(r->x, err) < 0 || prepare_wants(r, err) < 0 ? -1 : 1;
}

static int progress(void *ctx, uint64_t bytes, uint64_t total, struct error *err)
{
    (void)bytes, (void)total; /* of the text, which may be packed in the file */
    return extract_progress(((struct column_reader *)ctx)->x, err);
}

int columns_read(struct extract *x, struct source *source, const struct xml_foreign *f, struct error *err)
{
    struct column_reader r = { .x = x };
    const struct lines lines = { x->file, &r, choose, take_line, progress };
    int rc = lines_read(&lines, source, f, err);
    for (size_t i = 0; r.documents && i < x->profile->slot_count; i++)
        buf_release(&r.documents[i]);
    free(r.documents);
    free(r.wants);
    return rc;
}
