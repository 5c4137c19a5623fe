/* import/survey.c: the reading side of a survey: counts every path of a document. It meets strangers' bytes, in a process of its own, and everything
 * that it keeps is bounded. */
#include "import/survey_run.h"

#include "base/i18n.h"
#include "base/map.h"
#include "base/text.h"
#include "import/lines.h"
#include "io/sniff.h"
#include "io/unpack.h"

#define SLOTS      ((size_t)4 * SURVEY_NODES_MOST) /* of the table of children; a power of two */
#define NAME_MOST  255  /* bytes of a name that is told apart */
#define TEXT_MOST  1024 /* bytes of a value that are looked at */
#define LEAST_HELD 256  /* smallest hashes kept of the values of a path */
#define COLUMNS_MOST (SURVEY_NODES_MOST - 2)

struct place {
    const char *key, *uri; /* interned by the parser */
    struct span name;
    uint32_t parent, depth, line;
    bool attribute, behind, foreign;
    uint64_t count, filled, parents, most, in_this, parent_seen;
    uint64_t *within, *seen; /* [depth]; seen: the number of the ancestor in which it last had a value */
    uint64_t looks[LOOK_COUNT];
    uint32_t shortest, longest;
    uint64_t *least; /* sorted; for the number of different values */
    uint32_t least_count, least_cap;
    struct span samples[SURVEY_SAMPLES];
    size_t sample_count;
};
struct open {
    uint32_t place;
    size_t text;      /* where its text begins */
    uint64_t length;  /* characters of all its text */
    bool has_parts, behind_parts; /* it has elements or attributes; a child that has was seen to end */
};
struct counting {
    struct place *places;
    uint32_t count;
    uint32_t *slots; /* (parent, name, namespace, sort) -> place + 1 */
    struct open stack[SURVEY_DEPTH_MOST + 1];
    size_t depth;    /* open elements */
    size_t skip;     /* depth inside what is not told apart */
    uint64_t beyond, records;
    const char *root_uri;     /* interned by the parser */
    struct span root_uri_text;
    struct buf text;
    struct arena memory;
    struct frame_sink *sink;
    const struct read_limits *limits;
    const char *file;
    /* text in columns */
    char separator;
    unsigned width;
    uint64_t odd, others;
    uint32_t columns[COLUMNS_MOST + 1]; /* their places */
    const char *encoding;
};

static uint32_t *slot_of(const struct counting *x, uint32_t parent, const char *key, const char *uri, bool attribute)
{
    uint64_t h = (uint64_t)(uintptr_t)key * UINT64_C(0x9E3779B97F4A7C15) ^ (uint64_t)(uintptr_t)uri * UINT64_C(0xC2B2AE3D27D4EB4F) ^
                 (uint64_t)parent * UINT64_C(0x165667B19E3779F9) ^ attribute;
    for (size_t at = (size_t)(h >> 20) & (SLOTS - 1);; at = (at + 1) & (SLOTS - 1)) {
        const struct place *p = x->slots[at] ? &x->places[x->slots[at] - 1] : NULL;
        if (!p || (p->key == key && p->uri == uri && p->parent == parent && p->attribute == attribute))
            return &x->slots[at];
    }
}

/* The place of a name below a parent, made where it is new; SURVEY_NONE: not told apart. *fatal: memory. */
static uint32_t place_of(struct counting *x, uint32_t parent, const char *key, const char *uri, bool attribute, uint32_t line, bool *fatal)
{
    uint32_t *slot = slot_of(x, parent, key, uri, attribute);
    if (*slot)
        return *slot - 1;
    size_t n = strlen(key);
    if (x->count == SURVEY_NODES_MOST || n > NAME_MOST)
        return SURVEY_NONE;
    struct place *p = &x->places[x->count];
    *p = (struct place){ .key = key, .uri = uri, .parent = parent, .line = line, .attribute = attribute };
    p->foreign = !attribute && uri != x->root_uri;
    p->depth = parent == SURVEY_NONE ? 0 : x->places[parent].depth + 1;
    p->name = arena_copy(&x->memory, (struct span){ key, n });
    p->within = arena_alloc(&x->memory, (p->depth + 1) * sizeof *p->within);
    p->seen = arena_alloc(&x->memory, (p->depth + 1) * sizeof *p->seen);
    if (!p->name.p || !p->within || !p->seen) {
        *fatal = true;
        return SURVEY_NONE;
    }
    *slot = ++x->count;
    return x->count - 1;
}

/* It stands once more, below the innermost open element. */
static void count_place(struct counting *x, uint32_t at)
{
    struct place *p = &x->places[at];
    uint64_t parent = p->parent == SURVEY_NONE ? 1 : x->places[p->parent].count;
    p->count++;
    if (p->parent_seen != parent) {
        p->parent_seen = parent;
        p->parents++;
        p->in_this = 0;
    }
    p->in_this++;
    p->most = p->in_this > p->most ? p->in_this : p->most;
}

/* Keeps the smallest hashes: how many different values there are shows in them. */
static int count_different(struct place *p, uint64_t hash, struct error *err)
{
    uint32_t low = 0, high = p->least_count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (p->least[middle] < hash)
            low = middle + 1;
        else
            high = middle;
    }
    if ((low < p->least_count && p->least[low] == hash) || low == LEAST_HELD)
        return 0;
    if (p->least_count == p->least_cap && p->least_cap < LEAST_HELD) {
        uint32_t cap = p->least_cap ? p->least_cap * 2 : 8;
        uint64_t *more = realloc(p->least, cap * sizeof *more);
        if (!more)
            return error_memory(err);
        p->least = more;
        p->least_cap = cap;
    }
    uint32_t n = p->least_count < LEAST_HELD ? p->least_count : LEAST_HELD - 1;
    memmove(p->least + low + 1, p->least + low, (n - low) * sizeof *p->least);
    p->least[low] = hash;
    p->least_count = n + 1;
    return 0;
}

static uint64_t different(const struct place *p)
{
    if (p->least_count < LEAST_HELD)
        return p->least_count;
    uint64_t last = p->least[LEAST_HELD - 1] >> 32;
    return ((uint64_t)(LEAST_HELD - 1) << 32) / (last ? last : 1);
}

static int keep_sample(struct counting *x, struct place *p, struct span text, struct error *err)
{
    size_t n = text.n > SURVEY_SAMPLE_MOST ? SURVEY_SAMPLE_MOST : text.n;
    struct span s = { text.p, utf8_valid_prefix((struct span){ text.p, n }) };
    for (size_t i = 0; i < p->sample_count; i++)
        if (span_eq(p->samples[i], s))
            return 0;
    p->samples[p->sample_count] = arena_copy(&x->memory, s);
    return p->samples[p->sample_count++].p ? 0 : error_memory(err);
}

/* A value has come to a place whose ancestors are the open elements. */
static int take_value(struct counting *x, uint32_t at, struct span text, uint64_t length, struct error *err)
{
    struct place *p = &x->places[at];
    if (!survey_look(text, p->looks))
        return 0;
    uint32_t chars = length > UINT32_MAX ? UINT32_MAX : (uint32_t)length;
    p->shortest = p->filled == 0 || chars < p->shortest ? chars : p->shortest;
    p->longest = chars > p->longest ? chars : p->longest;
    p->filled++;
    for (uint32_t k = p->depth; k > 0; k--) {
        uint64_t number = x->places[x->stack[k - 1].place].count;
        if (p->seen[k - 1] == number)
            break;
        p->seen[k - 1] = number;
        p->within[k - 1]++;
    }
    if (p->sample_count < SURVEY_SAMPLES && keep_sample(x, p, text, err) < 0)
        return -1;
    return count_different(p, hash_span(text), err);
}

static int take_attributes(struct counting *x, uint32_t element, const struct xml_attr *attrs, size_t n, uint32_t line, struct error *err)
{
    bool fatal = false;
    for (size_t i = 0; i < n; i++) {
        if (attrs[i].uri) /* no profile can name it */
            continue;
        uint32_t at = place_of(x, element, attrs[i].name, NULL, true, line, &fatal);
        if (fatal)
            return error_memory(err);
        x->stack[x->depth - 1].has_parts = true;
        if (at == SURVEY_NONE) {
            x->beyond++;
            continue;
        }
        count_place(x, at);
        struct span value = span_trim(attrs[i].value);
        struct span head = { value.p, value.n > TEXT_MOST ? TEXT_MOST : value.n };
        head.n = utf8_valid_prefix(head);
        if (head.n > 0 && take_value(x, at, head, utf8_count(value), err) < 0)
            return -1;
    }
    return 0;
}

static int on_start(void *ctx, const char *name, const char *uri, const struct xml_attr *attrs, size_t n, struct xml_place where, struct error *err)
{
    struct counting *x = ctx;
    bool fatal = false;
    struct open *parent = x->depth ? &x->stack[x->depth - 1] : NULL;
    x->records++;
    if (x->depth + x->skip == x->limits->depth)
        return limits_too_deep(x->limits, x->file, where.line, where.column, name, err);
    if (x->skip > 0 || x->depth > SURVEY_DEPTH_MOST) {
        x->skip++;
        x->beyond++;
        return 0;
    }
    if (!parent) {
        x->root_uri = uri;
        x->root_uri_text = uri ? arena_copy(&x->memory, span_of(uri)) : SPAN("");
        fatal = !x->root_uri_text.p;
    }
    uint32_t at = place_of(x, parent ? parent->place : SURVEY_NONE, name, uri, false, where.line, &fatal);
    if (fatal)
        return error_memory(err);
    if (at == SURVEY_NONE) {
        x->skip = 1;
        x->beyond++;
        return 0;
    }
    if (parent) {
        parent->has_parts = true;
        x->places[at].behind = x->places[at].behind || parent->behind_parts;
    }
    count_place(x, at);
    x->stack[x->depth++] = (struct open){ .place = at, .text = x->text.n };
    return take_attributes(x, at, attrs, n, where.line, err);
}

static int on_text(void *ctx, struct span text, struct error *err)
{
    struct counting *x = ctx;
    if (x->skip > 0 || x->depth == 0)
        return 0;
    struct open *e = &x->stack[x->depth - 1];
    size_t have = x->text.n - e->text;
    while (have == 0 && text.n > 0 && strchr(" \t\r\n", text.p[0])) {
        text.p++;
        text.n--;
    }
    e->length += utf8_count(text);
    size_t n = text.n < TEXT_MOST - have ? text.n : TEXT_MOST - have;
    buf_add(&x->text, text.p, n);
    return buf_check(&x->text, err);
}

static int on_end(void *ctx, const char *name, const char *uri, struct error *err)
{
    struct counting *x = ctx;
    (void)name, (void)uri;
    if (x->skip > 0) {
        x->skip--;
        return 0;
    }
    const struct open e = x->stack[--x->depth];
    size_t whole = x->text.n - e.text;
    struct span kept = { x->text.n ? x->text.p + e.text : "", whole };
    kept.n = utf8_valid_prefix(kept);
    struct span text = span_trim(kept);
    uint64_t length = whole < TEXT_MOST ? utf8_count(text) : e.length;
    if (text.n > 0 && take_value(x, e.place, text, length, err) < 0)
        return -1;
    x->text.n = e.text;
    if (x->depth > 0)
        x->stack[x->depth - 1].behind_parts = x->stack[x->depth - 1].behind_parts || e.has_parts;
    return 0;
}

static int on_progress(void *ctx, uint64_t done, uint64_t total, struct error *err)
{
    struct counting *x = ctx;
    return sink_progress(x->sink, done, total, x->records, err);
}

/* ---- text in columns ---- */

static unsigned count_columns(struct span line, char separator)
{
    unsigned n = 1;
    for (size_t i = 0; i < line.n; i++)
        n += line.p[i] == separator;
    return n;
}

/* A line of the text, and on to the next; absent: there is no whole one. */
static struct span next_line(struct span *text, bool at_end)
{
    const char *to = text->n ? memchr(text->p, '\n', text->n) : NULL;
    if (!text->n || (!to && !at_end))
        return SPAN_NONE;
    struct span line = { text->p, to ? (size_t)(to - text->p) : text->n };
    size_t past = line.n + (to ? 1 : 0);
    *text = (struct span){ text->p + past, text->n - past };
    return span_trim(line).n > 0 ? line : (struct span){ line.p, 0 };
}

/* Which character parts the columns, and how many there are: what most of the first lines have, most columns first. */
static int on_look(void *ctx, struct span text, bool at_end, struct error *err)
{
    static const char separators[] = "\t|;^~,";
    struct counting *x = ctx;
    unsigned best_lines = 0;
    for (const char *s = separators; *s; s++) {
        unsigned widths[LINES_LOOKED], n = 0;
        struct span rest = text, line;
        while (n < LINES_LOOKED && (line = next_line(&rest, at_end)).p)
            if (line.n > 0)
                widths[n++] = count_columns(line, *s);
        if (n < LINES_LOOKED && !at_end && text.n < LINES_LOOK_MOST)
            return 0;
        for (unsigned i = 0; i < n; i++) {
            unsigned same = 0;
            for (unsigned k = 0; k < n; k++)
                same += widths[k] == widths[i];
            if (widths[i] < 2 || same < best_lines || (same == best_lines && widths[i] <= x->width))
                continue;
            best_lines = same;
            x->width = widths[i];
            x->separator = *s;
        }
    }
    if (x->width < 2 || x->width > COLUMNS_MOST)
        return error_set(err, ERROR_INPUT, _("%s: it is no XML, and its lines have no columns that TAB or one of | ; , ^ ~ parts"), x->file);
    return 1;
}

static int make_columns(struct counting *x, struct error *err)
{
    static const char *const names[] = { "text", "line" };
    bool fatal = false;
    uint32_t at = SURVEY_NONE;
    for (size_t i = 0; i < 2; i++) {
        at = place_of(x, at, names[i], NULL, false, 1, &fatal);
        if (!fatal)
            x->stack[x->depth++] = (struct open){ .place = at };
    }
    if (!fatal)
        count_place(x, 0);
    for (unsigned i = 1; !fatal && i <= x->width; i++) {
        char number[16];
        struct span name = { number, (size_t)snprintf(number, sizeof number, "%u", i) };
        struct span key = arena_copy(&x->memory, name);
        fatal = !key.p;
        if (key.p)
            x->columns[i] = place_of(x, at, key.p, NULL, false, 1, &fatal);
    }
    return fatal ? error_memory(err) : 0;
}

static int on_line(void *ctx, struct span line, uint32_t number, uint64_t offset, struct error *err)
{
    struct counting *x = ctx;
    struct span rest = line;
    (void)number, (void)offset;
    if (x->depth == 0 && make_columns(x, err) < 0)
        return -1;
    if (span_trim(line).n == 0)
        return 0;
    unsigned width = count_columns(line, x->separator);
    if (width != x->width && !(width == x->width + 1 && line.p[line.n - 1] == x->separator)) {
        x->odd++;
        return 0;
    }
    x->records++;
    count_place(x, x->stack[1].place);
    for (unsigned i = 1; i <= x->width; i++) {
        const char *to = rest.n ? memchr(rest.p, x->separator, rest.n) : NULL;
        struct span value = span_trim((struct span){ rest.p, to ? (size_t)(to - rest.p) : rest.n });
        struct span head = { value.p, value.n > TEXT_MOST ? TEXT_MOST : value.n };
        head.n = utf8_valid_prefix(head);
        count_place(x, x->columns[i]);
        if (head.n > 0 && take_value(x, x->columns[i], head, utf8_count(value), err) < 0)
            return -1;
        size_t past = to ? (size_t)(to - rest.p) + 1 : rest.n;
        rest = (struct span){ rest.p + past, rest.n - past };
    }
    return 0;
}

static int on_foreign(void *ctx, struct source *source, const struct xml_foreign *f, struct error *err)
{
    struct counting *x = ctx;
    const struct lines lines = { x->file, x, on_look, on_line, on_progress };
    enum sniff what = sniff(f->head);
    if (what != SNIFF_TABLE && what != SNIFF_TEXT)
        return error_set(err, ERROR_INPUT, _("%s: looks like %s; XML or text in columns was expected"), x->file, sniff_name(what));
    x->encoding = "";
    if (lines_read(&lines, source, f, err) < 0)
        return -1;
    x->depth = 0;
    return 0;
}

/* ---- what was counted, as records ---- */

static void add_numbers(struct buf *b, const uint64_t *numbers, size_t n)
{
    for (size_t i = 0; i < n; i++)
        buf_addf(b, "%s%llu", i ? " " : "", (unsigned long long)numbers[i]);
}

static int send_place(struct counting *x, const struct place *p, struct buf *b, struct error *err)
{
    struct field fields[NODE_SAMPLE + SURVEY_SAMPLES] = { { .slot = 0 } };
    uint64_t numbers[NUMBER_NUMBERS] = {
        [NUMBER_PARENT] = p->parent, [NUMBER_DEPTH] = p->depth, [NUMBER_LINE] = p->line, [NUMBER_ATTRIBUTE] = p->attribute,
        [NUMBER_FOREIGN] = p->foreign, [NUMBER_BEHIND] = p->behind, [NUMBER_COUNT] = p->count,
        [NUMBER_FILLED] = p->filled, [NUMBER_PARENTS] = p->parents, [NUMBER_MOST] = p->most, [NUMBER_SHORTEST] = p->shortest,
        [NUMBER_LONGEST] = p->longest, [NUMBER_DISTINCT] = different(p),
    };
    size_t ends[3];
    buf_clear(b);
    add_numbers(b, numbers, NUMBER_NUMBERS);
    ends[0] = b->n;
    add_numbers(b, p->within, p->depth);
    ends[1] = b->n;
    add_numbers(b, p->looks, LOOK_COUNT);
    ends[2] = b->n;
    if (buf_check(b, err) < 0)
        return -1;
    fields[NODE_NAME].text = p->name;
    fields[NODE_NUMBERS].text = (struct span){ b->p, ends[0] };
    fields[NODE_WITHIN].text = (struct span){ b->p + ends[0], ends[1] - ends[0] };
    fields[NODE_LOOKS].text = (struct span){ b->p + ends[1], ends[2] - ends[1] };
    for (size_t i = 0; i < p->sample_count; i++)
        fields[NODE_SAMPLE + i].text = p->samples[i];
    struct record record = { .kind = SURVEY_NODE, .fields = fields, .n = NODE_SAMPLE + p->sample_count };
    for (size_t i = 0; i < record.n; i++)
        fields[i].slot = (uint16_t)i;
    return sink_record(x->sink, &record, err);
}

static int send_all(struct counting *x, const struct xml_read_result *result, struct error *err)
{
    struct buf b = BUF_INIT;
    unsigned char none[DIGEST_SIZE] = { 0 };
    uint64_t numbers[HEAD_NUMBERS_COUNT] = {
        [HEAD_BEYOND] = x->beyond, [HEAD_WIDTH] = x->width, [HEAD_SEPARATOR] = (unsigned char)x->separator, [HEAD_ODD] = x->odd,
        [HEAD_OTHERS] = x->others
    };
    add_numbers(&b, numbers, HEAD_NUMBERS_COUNT);
    struct field head[] = { { .slot = HEAD_URI, .text = x->root_uri ? x->root_uri_text : SPAN("") },
                            { .slot = HEAD_ENCODING, .text = span_of(x->encoding ? x->encoding : result->encoding) },
                            { .slot = HEAD_NUMBERS, .text = buf_span(&b) } };
    struct record record = { .kind = SURVEY_HEAD, .fields = head, .n = 3 };
    int rc = buf_check(&b, err) < 0 ? -1 : sink_record(x->sink, &record, err);
    for (uint32_t i = 0; rc == 0 && i < x->count; i++)
        rc = send_place(x, &x->places[i], &b, err);
    buf_release(&b);
    return rc < 0 ? -1 : sink_end(x->sink, x->count, 0, result->bytes, none, err);
}

static void counting_free(struct counting *x)
{
    for (uint32_t i = 0; x->places && i < x->count; i++)
        free(x->places[i].least);
    free(x->places);
    free(x->slots);
    buf_release(&x->text);
    arena_release(&x->memory);
    free(x);
}

static bool is_document(const struct unpack *u, const struct unpack_member *m)
{
    enum sniff what = sniff(m->head);
    return !unpack_is_archive(u) || what == SNIFF_XML || what == SNIFF_TABLE || what == SNIFF_TEXT;
}

/* The first document of what may be an archive; how many more there are. */
static int read_members(struct counting *x, struct unpack *u, const struct survey_input *in, struct xml_read_result *result, struct error *err)
{
    static const struct xml_events events = { .start = on_start, .text = on_text, .end = on_end };
    struct xml_read_options options = { .chunk = in->chunk, .depth = in->limits.depth + 1, .ctx = x, .progress = on_progress, .foreign = on_foreign };
    struct unpack_member m;
    bool read = false;
    int got;
    while ((got = unpack_next(u, &m, err)) > 0) {
        if (!is_document(u, &m))
            continue;
        x->others += read;
        if (read)
            continue;
        x->file = source_name(m.source);
        if (xml_read(m.source, &options, &events, x, result, err) < 0)
            return -1;
        read = true;
    }
    if (got == 0 && !read)
        return error_set(err, ERROR_INPUT, _("%s: no document is in the archive"), source_name(in->source));
    return got;
}

static int is_waiting(void *ctx, struct error *err) { return sink_alive(ctx, err); }

int survey_produce(void *ctx, struct frame_sink *sink, struct error *err)
{
    const struct survey_input *in = ctx;
    struct xml_read_result result = { 0 };
    struct counting *x = calloc(1, sizeof *x);
    if (!x)
        return error_memory(err);
    x->sink = sink;
    x->limits = &in->limits;
    x->places = calloc(SURVEY_NODES_MOST, sizeof *x->places);
    x->slots = calloc(SLOTS, sizeof *x->slots);
    source_on_wait(in->source, is_waiting, sink);
    struct unpack *u = x->places && x->slots ? unpack_new(in->source, &in->limits, in->chunk, err) : NULL;
    int rc = u ? read_members(x, u, in, &result, err) : x->places && x->slots ? -1 : error_memory(err);
    unpack_free(u);
    source_on_wait(in->source, NULL, NULL);
    if (rc == 0)
        rc = send_all(x, &result, err);
    counting_free(x);
    return rc;
}
