/* io/sheet_xlsx_book.c: _rels/.rels → the workbook → its relations → sheets, styles, shared strings. Names of elements count, not their namespace:
 * there are two, and both mean the same. */
#include "io/sheet_xlsx_book.h"
#include "base/i18n.h"

#include <stdlib.h>

#define SHEETS_MOST        4096
#define STYLES_MOST        65536
#define STRINGS_MOST       ((size_t)32 << 20)
#define STRINGS_BYTES_MOST ((size_t)512 << 20)
#define STRING_MOST        ((size_t)4 << 20) /* bytes; a cell of Excel holds 32,767 characters */

/* ---- members ---- */

struct span xlsx_attr(const struct xml_attr *attrs, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (!attrs[i].uri && strcmp(attrs[i].name, name) == 0)
            return attrs[i].value.p ? attrs[i].value : SPAN("");
    return SPAN_NONE;
}

struct member {
    struct container *zip;
    const char *name;
    bool begun;
};

/* A member's bytes, behind the mark that it may have. */
static int64_t on_bytes(void *ctx, char *to, size_t n, struct error *err)
{
    struct member *m = ctx;
    int64_t got = container_read(m->zip, to, n, err);
    if (m->begun || got <= 0)
        return got;
    m->begun = true;
    if (got >= 2 && ((unsigned char)to[0] >= 0xFE || !to[0] || !to[1]))
        return error_set(err, ERROR_INPUT, _("%s: its part %s is not written in UTF-8; open it in Excel and save it again"), container_name(m->zip), m->name);
    if (got < 3 || memcmp(to, "\xEF\xBB\xBF", 3) != 0)
        return got;
    memmove(to, to + 3, (size_t)got - 3);
    return got > 3 ? got - 3 : container_read(m->zip, to, n, err);
}

int xlsx_parse(struct container *zip, const char *member, const struct xml_events *events, void *ctx, struct error *err)
{
    int found = container_find(zip, member, err);
    if (found <= 0)
        return found;
    struct buf name = BUF_INIT;
    buf_addf(&name, "%s (%s)", container_name(zip), member);
    struct xml_parser *x = xml_new(buf_str(&name), events, ctx, err);
    struct member m = { zip, member, false };
    int status = x ? xml_parse(x, on_bytes, &m, err) : -1;
    xml_free(x);
    buf_release(&name);
    return status < 0 ? -1 : 1;
}

/* ---- relations ---- */

struct relation {
    struct span id, type, target; /* type: its last word */
    struct relation *next;
};
struct relations {
    struct arena *memory;
    struct relation *first;
    unsigned count;
};

static int on_relation(void *ctx, const char *name, const char *uri, const struct xml_attr *attrs, size_t n, struct xml_place at, struct error *err)
{
    struct relations *all = ctx;
    (void)uri, (void)at;
    if (strcmp(name, "Relationship") != 0 || span_is(xlsx_attr(attrs, n, "TargetMode"), "External") || all->count++ > SHEETS_MOST * 4)
        return 0;
    struct relation *one = arena_alloc(all->memory, sizeof *one);
    if (!one)
        return error_memory(err);
    struct span type = xlsx_attr(attrs, n, "Type");
    const char *slash = type.n ? memrchr(type.p, '/', type.n) : NULL;
    one->id = arena_copy(all->memory, xlsx_attr(attrs, n, "Id"));
    one->type = arena_copy(all->memory, slash ? (struct span){ slash + 1, (size_t)(type.p + type.n - slash - 1) } : type);
    one->target = arena_copy(all->memory, xlsx_attr(attrs, n, "Target"));
    one->next = all->first;
    all->first = one;
    return 0;
}

static int read_relations(struct xlsx *x, const char *member, struct relations *all, struct error *err)
{
    static const struct xml_events events = { .start = on_relation };
    *all = (struct relations){ .memory = &x->memory };
    return xlsx_parse(x->zip, member, &events, all, err);
}

static struct span target_of(const struct relations *all, const char *type, struct span id)
{
    for (const struct relation *r = all->first; r; r = r->next)
        if (span_is(r->type, type) && (!id.p || span_eq(r->id, id)))
            return r->target;
    return SPAN_NONE;
}

/* The member that `target` names, as seen from the member `from`. NULL with err: memory, or a path that leads out of the archive. */
static const char *member_of(struct xlsx *x, const char *from, struct span target, struct error *err)
{
    struct buf path = BUF_INIT;
    const char *slash = strrchr(from, '/');
    bool leaves = false;
    if (target.n && target.p[0] != '/' && slash)
        buf_add(&path, from, (size_t)(slash - from));
    for (size_t at = 0; at < target.n && !leaves;) {
        const char *end = memchr(target.p + at, '/', target.n - at);
        struct span step = { target.p + at, end ? (size_t)(end - target.p) - at : target.n - at };
        at += step.n + 1;
        if (span_is(step, "..")) {
            const char *last = path.n ? memrchr(path.p, '/', path.n) : NULL;
            leaves = path.n == 0;
            path.n = last ? (size_t)(last - path.p) : 0;
        } else if (step.n > 0 && !span_is(step, ".")) {
            buf_adds(&path, path.n > 0 ? "/" : "");
            buf_addspan(&path, step);
        }
    }
    struct span copy = path.failed ? SPAN_NONE : arena_copy(&x->memory, path.n ? buf_span(&path) : SPAN(""));
    buf_release(&path);
    if (leaves)
        error_set(err, ERROR_INPUT, _("%s: names a part outside itself (%.*s): that is no workbook, and it is not read"), container_name(x->zip),
                  SPAN_ARG(target));
    else if (!copy.p)
        error_memory(err);
    return leaves ? NULL : copy.p;
}

/* ---- the workbook ---- */

struct tabs {
    struct xlsx *x;
    struct relations relations;
    size_t cap;
};

static int add_tab(struct tabs *t, struct span name, bool hidden, const char *part, struct error *err)
{
    struct xlsx *x = t->x;
    if (x->book.count == SHEETS_MOST)
        return error_set(err, ERROR_INPUT, _("%s: has more than %d sheets"), container_name(x->zip), SHEETS_MOST);
    if (x->book.count == t->cap) {
        size_t cap = t->cap ? t->cap * 2 : 16;
        struct sheet_tab *tabs = realloc(x->book.tabs, cap * sizeof *tabs);
        x->book.tabs = tabs ? tabs : x->book.tabs;
        const char **parts = tabs ? realloc(x->parts, cap * sizeof *parts) : NULL;
        x->parts = parts ? parts : x->parts;
        if (!parts)
            return error_memory(err);
        t->cap = cap;
    }
    struct span copy = arena_copy(&x->memory, name.p ? name : SPAN(""));
    if (!copy.p)
        return error_memory(err);
    x->parts[x->book.count] = part;
    x->book.tabs[x->book.count++] = (struct sheet_tab){ copy.p, hidden };
    return 0;
}

static struct span relation_id(const struct xml_attr *attrs, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (attrs[i].uri && strcmp(attrs[i].name, "id") == 0)
            return attrs[i].value;
    return SPAN("");
}

static int on_workbook(void *ctx, const char *name, const char *uri, const struct xml_attr *attrs, size_t n, struct xml_place at, struct error *err)
{
    struct tabs *t = ctx;
    (void)uri, (void)at;
    if (strcmp(name, "workbookPr") == 0) {
        struct span is = xlsx_attr(attrs, n, "date1904");
        t->x->from_1904 = span_is(is, "1") || span_is(is, "true");
    }
    if (strcmp(name, "sheet") != 0)
        return 0;
    struct span state = xlsx_attr(attrs, n, "state"), target = target_of(&t->relations, "worksheet", relation_id(attrs, n));
    if (!target.p) /* a chart, or a sheet of old macros */
        return 0;
    const char *part = member_of(t->x, t->x->workbook, target, err);
    return part ? add_tab(t, xlsx_attr(attrs, n, "name"), state.n > 0 && !span_is(state, "visible"), part, err) : -1;
}

/* ---- styles ---- */

struct own_format {
    uint32_t number;
    struct sheet_style style;
};
struct styles {
    struct xlsx *x;
    bool inside; /* cellXfs */
    struct buf own;
};

static int add_style(struct styles *s, uint32_t number, struct error *err)
{
    struct xlsx *x = s->x;
    struct sheet_style style = sheet_style_builtin(number);
    const struct own_format *own = (const void *)s->own.p;
    for (size_t i = 0; i < s->own.n / sizeof *own; i++)
        if (own[i].number == number)
            style = own[i].style;
    if (x->style_count == STYLES_MOST)
        return error_set(err, ERROR_INPUT, _("%s: has more than %d cell styles"), container_name(x->zip), STYLES_MOST);
    if ((x->style_count & (x->style_count - 1)) == 0) { /* a power of two: full */
        struct sheet_style *styles = realloc(x->styles, (x->style_count ? x->style_count * 2 : 1) * sizeof *styles);
        if (!styles)
            return error_memory(err);
        x->styles = styles;
    }
    x->styles[x->style_count++] = style;
    return 0;
}

static int on_style(void *ctx, const char *name, const char *uri, const struct xml_attr *attrs, size_t n, struct xml_place at, struct error *err)
{
    struct styles *s = ctx;
    uint32_t number = 0;
    (void)uri, (void)at;
    sheet_unsigned(xlsx_attr(attrs, n, "numFmtId"), &number);
    if (strcmp(name, "cellXfs") == 0)
        s->inside = true;
    if (strcmp(name, "xf") == 0 && s->inside)
        return add_style(s, number, err);
    if (strcmp(name, "numFmt") == 0 && s->own.n < STYLES_MOST * sizeof(struct own_format)) {
        struct own_format own = { number, sheet_style_of(xlsx_attr(attrs, n, "formatCode")) };
        buf_add(&s->own, &own, sizeof own);
        return buf_check(&s->own, err);
    }
    return 0;
}

static int end_style(void *ctx, const char *name, const char *uri, struct error *err)
{
    struct styles *s = ctx;
    (void)uri, (void)err;
    if (strcmp(name, "cellXfs") == 0)
        s->inside = false;
    return 0;
}

/* ---- shared strings ---- */

static int hex(struct span s, size_t at)
{
    int value = 0;
    for (size_t i = at; i < at + 4; i++) {
        char c = s.p[i];
        int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        if (digit < 0)
            return -1;
        value = value * 16 + digit;
    }
    return value;
}

void xlsx_unescape(struct buf *text, size_t from)
{
    if (text->failed || text->n - from < 7 || !memmem(text->p + from, text->n - from, "_x", 2))
        return;
    struct span all = { text->p, text->n };
    size_t to = from;
    for (size_t at = from; at < all.n;) {
        bool escape = at + 7 <= all.n && all.p[at] == '_' && all.p[at + 1] == 'x' && all.p[at + 6] == '_';
        int c = escape ? hex(all, at + 2) : -1;
        if (c < 1 || c >= 0x80) { /* others are never written like that; halves of a pair would be no text */
            text->p[to++] = all.p[at++];
            continue;
        }
        text->p[to++] = (char)c;
        at += 7;
    }
    text->n = to;
}

struct strings {
    struct xlsx *x;
    bool in_text;
    unsigned phonetic;
    size_t from; /* where the string begins */
};

static int start_string(void *ctx, const char *name, const char *uri, const struct xml_attr *attrs, size_t n, struct xml_place at, struct error *err)
{
    struct strings *s = ctx;
    (void)uri, (void)at, (void)attrs, (void)n, (void)err;
    if (strcmp(name, "si") == 0)
        s->from = s->x->strings.n;
    s->phonetic += strcmp(name, "rPh") == 0;
    s->in_text = strcmp(name, "t") == 0 && s->phonetic == 0;
    return 0;
}

static int string_text(void *ctx, struct span text, struct error *err)
{
    struct strings *s = ctx;
    if (!s->in_text)
        return 0;
    if (s->x->strings.n + text.n > STRINGS_BYTES_MOST || s->x->strings.n - s->from + text.n > STRING_MOST)
        return error_set(err, ERROR_INPUT, _("%s: its texts are longer than %zu MB, or one of them than %zu MB; save the table as CSV (UTF-8)"),
                         container_name(s->x->zip), STRINGS_BYTES_MOST >> 20, STRING_MOST >> 20);
    buf_addspan(&s->x->strings, text);
    return 0;
}

static int end_string(void *ctx, const char *name, const char *uri, struct error *err)
{
    struct strings *s = ctx;
    (void)uri;
    s->in_text = false;
    s->phonetic -= s->phonetic > 0 && strcmp(name, "rPh") == 0;
    if (strcmp(name, "si") != 0)
        return 0;
    xlsx_unescape(&s->x->strings, s->from);
    uint32_t end = (uint32_t)s->x->strings.n;
    if (s->x->ends.n / sizeof end == STRINGS_MOST)
        return error_set(err, ERROR_INPUT, _("%s: has more than %zu different texts; save the table as CSV (UTF-8)"), container_name(s->x->zip), STRINGS_MOST);
    buf_add(&s->x->ends, &end, sizeof end);
    return buf_check(&s->x->strings, err) < 0 ? -1 : buf_check(&s->x->ends, err);
}

bool xlsx_string(const struct xlsx *x, uint32_t number, struct span *out)
{
    const uint32_t *ends = (const void *)x->ends.p;
    if (number >= x->ends.n / sizeof *ends)
        return false;
    uint32_t from = number > 0 ? ends[number - 1] : 0;
    *out = (struct span){ x->strings.p ? x->strings.p + from : "", ends[number] - from };
    return true;
}

/* ---- all of it ---- */

/* Why there is no workbook in the archive. */
static int no_workbook(struct xlsx *x, struct span target, struct error *err)
{
    const char *name = container_name(x->zip);
    char kind[64] = "";
    int64_t n = container_find(x->zip, "mimetype", err);
    if (n > 0)
        n = container_read(x->zip, kind, sizeof kind - 1, err);
    if (n < 0)
        return -1;
    if (span_starts(span_of(kind), SPAN("application/vnd.oasis.opendocument")))
        return error_set(err, ERROR_INPUT, _("%s: looks like an OpenDocument file (ODS); save it as XLSX or CSV (UTF-8)"), name);
    if (target.p && span_ends(target, SPAN(".bin")))
        return error_set(err, ERROR_INPUT, _("%s: is a binary Excel workbook (XLSB), which is not read; save it as XLSX"), name);
    if (target.p)
        return error_set(err, ERROR_INPUT, _("%s: is an Office document, but no Excel workbook (its main part is %.*s)"), name, SPAN_ARG(target));
    return error_set(err, ERROR_INPUT, _("%s: looks like a ZIP archive, but has no Excel workbook in it; unpack it first"), name);
}

static int find_workbook(struct xlsx *x, struct error *err)
{
    struct relations all;
    if (read_relations(x, "_rels/.rels", &all, err) < 0)
        return -1;
    struct span target = target_of(&all, "officeDocument", SPAN_NONE);
    bool is = target.p && (span_find(target, SPAN("xl/")) != (size_t)-1 || span_find(target, SPAN("workbook")) != (size_t)-1);
    if (!is || span_ends(target, SPAN(".bin")))
        return no_workbook(x, target, err);
    x->workbook = member_of(x, "", target, err);
    return x->workbook ? 0 : -1;
}

static int lacks(const struct xlsx *x, const char *member, struct error *err)
{
    return error_set(err, ERROR_INPUT, _("%s: its part %s is missing: the file is damaged; open it in Excel and save it again"), container_name(x->zip), member);
}

static int read_workbook(struct xlsx *x, struct relations *relations, struct error *err)
{
    static const struct xml_events events = { .start = on_workbook };
    struct buf rels = BUF_INIT;
    const char *slash = strrchr(x->workbook, '/');
    int folder = slash ? (int)(slash - x->workbook) + 1 : 0;
    buf_addf(&rels, "%.*s_rels/%s.rels", folder, x->workbook, x->workbook + folder);
    int got = buf_check(&rels, err) < 0 ? -1 : read_relations(x, buf_str(&rels), relations, err);
    if (got == 0)
        got = lacks(x, buf_str(&rels), err);
    buf_release(&rels);
    if (got < 0)
        return -1;
    struct tabs tabs = { .x = x, .relations = *relations };
    got = xlsx_parse(x->zip, x->workbook, &events, &tabs, err);
    return got == 0 ? lacks(x, x->workbook, err) : got < 0 ? -1 : 0;
}

/* A part that a workbook need not have. */
static int read_part(struct xlsx *x, const struct relations *relations, const char *type, const struct xml_events *events, void *ctx, struct error *err)
{
    struct span target = target_of(relations, type, SPAN_NONE);
    const char *member = target.p ? member_of(x, x->workbook, target, err) : NULL;
    if (!target.p)
        return 0;
    int got = member ? xlsx_parse(x->zip, member, events, ctx, err) : -1;
    return got == 0 ? lacks(x, member, err) : got < 0 ? -1 : 0;
}

int xlsx_book_read(struct xlsx *x, struct error *err)
{
    static const struct xml_events style_events = { .start = on_style, .end = end_style };
    static const struct xml_events string_events = { .start = start_string, .text = string_text, .end = end_string };
    struct relations relations;
    struct styles styles = { .x = x, .own = BUF_INIT };
    struct strings strings = { .x = x };
    int status = find_workbook(x, err);
    if (status == 0)
        status = read_workbook(x, &relations, err);
    if (status == 0)
        status = read_part(x, &relations, "styles", &style_events, &styles, err);
    if (status == 0)
        status = read_part(x, &relations, "sharedStrings", &string_events, &strings, err);
    buf_release(&styles.own);
    return status;
}

void xlsx_book_release(struct xlsx *x)
{
    free(x->book.tabs);
    free(x->parts);
    free(x->styles);
    buf_release(&x->strings);
    buf_release(&x->ends);
    arena_release(&x->memory);
    container_free(x->zip);
}
