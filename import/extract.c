/* import/extract.c: walks the state table along a document's events. It must never know what a field means. */
#include "import/extract.h"
#include "import/extract_run.h"

#include "base/eight.h"
#include "base/i18n.h"
#include "base/text.h"
#include "catalog/hash.h"

#define RECORD_MOST ((size_t)16 << 20) /* bytes of one record, or of one inherited field: so many, or twice those of one value */

static int more_fields(const struct extract *x, struct values *v, struct xml_place at, struct error *err)
{
    size_t cap = v->cap ? v->cap * 2 : 64;
    if (v->n == FIELDS_MOST)
        return error_set(err, ERROR_INPUT, _("%s:%u:%u: a record with more than %d values"), x->file, at.line, at.column, FIELDS_MOST);
    if (cap > FIELDS_MOST)
        cap = FIELDS_MOST;
    struct field *f = realloc(v->fields, cap * sizeof *f);
    if (f)
        v->fields = f;
    size_t *s = f ? realloc(v->starts, cap * sizeof *s) : NULL;
    if (!s)
        return error_memory(err);
    v->starts = s;
    v->cap = cap;
    return 0;
}

static inline struct field *add_field(const struct extract *x, struct values *v, uint16_t slot, struct xml_place at, struct error *err)
{
    if (v->n == v->cap && more_fields(x, v, at, err) < 0)
        return NULL;
    struct field *f = &v->fields[v->n];
    *f = (struct field){ .slot = slot, .line = at.line, .column = at.column };
    v->starts[v->n++] = v->text.n;
    return f;
}

/* Is one of the eight bytes among 00 … 20? (Behind such a one others may be told too.) */
static inline bool has_blank(uint64_t eight)
{
    return ((eight - 0x2121212121212121u) & ~eight & 0x8080808080808080u) != 0;
}

/* So many bytes from the beginning are not among 00 … 20: all, or some of them. */
static inline size_t run_without_blanks(struct span text)
{
    size_t n = 0;
    if (text.n < 8)
        return text.n < 4 || has_blank(few_at(text.p, text.n)) ? 0 : text.n;
    for (; text.n - n > 8; n += 8)
        if (has_blank(eight_at(text.p + n)))
            return n;
    return has_blank(eight_at(text.p + text.n - 8)) ? n : text.n;
}

/* Appends text in which runs of blanks become one. */
static void add_collapsed(struct buf *b, struct span text)
{
    char *out = buf_room(b, text.n + 1);
    size_t n = out ? run_without_blanks(text) : 0;
    if (n)
        memcpy(out, text.p, n);
    for (size_t i = n; out && i < text.n; i++) {
        char c = text.p[i];
        bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
        if (!blank)
            out[n++] = c;
        else if (n > 0 && out[n - 1] != ' ')
            out[n++] = ' ';
    }
    b->n += n;
}

/* As buf_addspan, for the many small pieces that fit. */
static inline void add_text(struct buf *b, struct span text)
{
    if (b->cap - b->n < text.n || b->failed || text.n == 0) {
        buf_addspan(b, text);
        return;
    }
    memcpy(b->p + b->n, text.p, text.n);
    b->n += text.n;
}

/* As span_trim: most texts end in what needs no second look. */
static inline struct span trimmed(struct span s)
{
    while (s.n > 0 && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\n'))
        s.n--;
    if (s.n == 0)
        return s;
    unsigned char first = (unsigned char)s.p[0], last = (unsigned char)s.p[s.n - 1];
    bool plain = first > ' ' && first != 0xC2 && first != 0xE3 && first != 0xEF && last > ' ' &&
                 (last < 0x80 || (last != 0xA0 && last != 0x80 && last != 0xBF));
    return plain ? s : span_trim(s);
}

static int more_text(const struct extract *x, const struct values *v, struct xml_place at, struct error *err)
{
    size_t most = 2 * x->limits->text > RECORD_MOST ? 2 * x->limits->text : RECORD_MOST;
    if (v->text.n > most)
        return error_set(err, ERROR_INPUT, _("%s:%u:%u: a record with more than %zu bytes of text"), x->file, at.line, at.column, most);
    return 0;
}

/* Appends a value of the record, or of something else that goes out as a whole. */
static int add_value(struct extract *x, struct values *v, uint16_t slot, struct span text, struct xml_place at, struct error *err)
{
    struct field *f = add_field(x, v, slot, at, err);
    if (!f)
        return -1;
    size_t before = v->text.n;
    if (x->profile->keep_space)
        add_text(&v->text, text);
    else
        add_collapsed(&v->text, text);
    f->text.n = v->text.n - before;
    if (v->text.failed)
        return error_memory(err);
    return v->text.n > RECORD_MOST ? more_text(x, v, at, err) : 0;
}

static void settle_values(struct values *v)
{
    for (size_t i = 0; i < v->n; i++)
        v->fields[i].text.p = v->text.p ? v->text.p + v->starts[i] : "";
}

static void clear_values(struct values *v)
{
    v->n = 0;
    buf_clear(&v->text);
}

static int send(struct extract *x, uint16_t message, struct values *v, struct error *err)
{
    settle_values(v);
    struct record record = { .kind = message, .fields = v->fields, .n = v->n };
    if (v->n > 0) {
        record.line = v->fields[0].line;
        record.column = v->fields[0].column;
    }
    return sink_record(x->sink, &record, err);
}

static int send_value(struct extract *x, uint16_t message, uint16_t slot, struct span text, struct xml_place at, struct error *err)
{
    clear_values(&x->message);
    if (add_value(x, &x->message, slot, text, at, err) < 0)
        return -1;
    return send(x, message, &x->message, err);
}

static int inherit(struct extract *x, uint16_t number, struct span text, struct xml_place at, struct error *err)
{
    const struct slot *slot = &x->profile->slots[number];
    struct above *above = &x->above[number];
    if (x->records_of[slot->record] > above->records_before)
        return error_set(err, ERROR_INPUT,
                         _("%s:%u:%u: \"%.*s\" (for %s) stands after records that it belongs to; the profile %.*s does not declare it "
                           "late (late=\"yes\")"),
                         x->file, at.line, at.column, SPAN_ARG(slot->path), slot->field, SPAN_ARG(x->profile->name));
    return add_value(x, &above->values, number, text, at, err);
}

static bool mark_fits(const struct profile *p, struct span text)
{
    if (!p->mark_is.p)
        return true;
    struct span rest = p->mark_is;
    while (rest.n > 0) {
        const char *blank = memchr(rest.p, ' ', rest.n);
        struct span word = { rest.p, blank ? (size_t)(blank - rest.p) : rest.n };
        if (word.n > 0 && span_eq(word, span_trim(text)))
            return true;
        rest = blank ? (struct span){ blank + 1, rest.n - word.n - 1 } : SPAN("");
    }
    return false;
}

/* A marker was met. While choosing, its first value decides. */
static void mark(struct extract *x, uint16_t id, struct span text)
{
    if (!x->choosing) {
        x->marked = x->marked || mark_fits(x->profile, text);
        return;
    }
    if (x->verdict[id] != UNDECIDED)
        return;
    x->verdict[id] = mark_fits(x->set->at[id], text) ? FITS : FITS_NOT;
    x->undecided--;
}

/* A value has arrived at a place that wants it. */
static int deliver(struct extract *x, uint32_t action, struct span text, struct xml_place at, struct error *err)
{
    for (; action; action = x->states->action[action].next) {
        const struct action *a = &x->states->action[action];
        int rc = 0;
        if (text.n == 0 && a->role != ROLE_MARK)
            continue;
        switch (a->role) {
        case ROLE_RECORD_VALUE:
            rc = add_value(x, &x->record, a->id, text, at, err);
            break;
        case ROLE_ABOVE_VALUE:
            rc = inherit(x, a->id, text, at, err);
            break;
        case ROLE_LATE_VALUE:
            rc = send_value(x, MESSAGE_LATE, a->id, text, at, err);
            break;
        case ROLE_DOCUMENT_VALUE:
            rc = send_value(x, MESSAGE_DOCUMENT, a->id, text, at, err);
            break;
        case ROLE_TABLE_KEY:
            x->row_at[0] = at;
            buf_clear(&x->row[0]);
            buf_addspan(&x->row[0], text);
            break;
        case ROLE_TABLE_VALUE:
            x->row_at[1] = at;
            buf_clear(&x->row[1]);
            buf_addspan(&x->row[1], text);
            break;
        case ROLE_MARK:
            mark(x, a->id, text);
            break;
        case ROLE_RECORD:
        case ROLE_ROW:
        case ROLE_SCOPE:
        case ROLE_ANCHOR:
            break;
        }
        if (rc < 0)
            return -1;
    }
    return 0;
}

static void begin_scope(struct extract *x, uint16_t scope)
{
    for (size_t i = 0; i < x->profile->slot_count; i++) {
        if (x->profile->slots[i].role == ROLE_ABOVE_VALUE && x->profile->slots[i].scope == scope) {
            clear_values(&x->above[i].values);
            x->above[i].records_before = x->records_of[x->profile->slots[i].record];
        }
    }
}

static void begin_actions(struct extract *x, uint32_t action, struct xml_place at)
{
    for (; action; action = x->states->action[action].next) {
        const struct action *a = &x->states->action[action];
        if (a->role == ROLE_RECORD) {
            clear_values(&x->record);
            x->record_at = at;
        } else if (a->role == ROLE_SCOPE)
            begin_scope(x, a->id);
        else if (a->role == ROLE_ROW) {
            buf_clear(&x->row[0]);
            buf_clear(&x->row[1]);
        } else if (a->role == ROLE_MARK)
            mark(x, a->id, SPAN_NONE);
    }
}

/* The record is whole: what it inherits is added, and off it goes. */
static int end_record(struct extract *x, uint16_t path, struct error *err)
{
    const struct profile *p = x->profile;
    uint16_t number = p->record_paths[path].record;
    struct values *v = &x->record;
    size_t own = v->n;
    for (size_t i = 0; x->inherits[number] && i < p->slot_count; i++) {
        const struct values *from = &x->above[i].values;
        if (p->slots[i].role != ROLE_ABOVE_VALUE || p->slots[i].record != number)
            continue;
        for (size_t k = 0; k < from->n; k++) {
            struct xml_place at = { from->fields[k].line, from->fields[k].column, 0 };
            struct field *f = add_field(x, v, from->fields[k].slot, at, err);
            if (!f)
                return -1;
            f->text = (struct span){ from->text.p + from->starts[k], from->fields[k].text.n };
        }
    }
    for (size_t i = 0; i < own; i++)
        v->fields[i].text.p = v->text.p ? v->text.p + v->starts[i] : "";
    struct record record = { .kind = path, .line = x->record_at.line, .column = x->record_at.column,
                             .offset = x->record_at.offset, .fields = v->fields, .n = v->n };
    x->records++;
    x->records_of[number]++;
    return sink_record(x->sink, &record, err);
}

static int end_row(struct extract *x, uint16_t table, struct error *err)
{
    struct values *v = &x->message;
    clear_values(v);
    if (x->row[0].n == 0)
        return 0;
    for (int i = 0; i < 2; i++)
        if (add_value(x, v, table, buf_span(&x->row[i]), x->row_at[i], err) < 0)
            return -1;
    return send(x, MESSAGE_ROW, v, err);
}

static int end_actions(struct extract *x, uint32_t action, struct span text, struct xml_place at, struct error *err)
{
    for (; action; action = x->states->action[action].next) {
        const struct action *a = &x->states->action[action];
        int rc = 0;
        if (a->role == ROLE_ANCHOR)
            rc = add_value(x, &x->record, a->id, text, at, err);
        else if (a->role == ROLE_RECORD)
            rc = end_record(x, a->id, err);
        else if (a->role == ROLE_ROW)
            rc = end_row(x, a->id, err);
        else if (a->role == ROLE_SCOPE && x->profile->scopes[a->id].late)
            rc = send_value(x, MESSAGE_SCOPE_END, a->id, SPAN(""), at, err);
        if (rc < 0)
            return -1;
    }
    return 0;
}

#define UNKNOWN_MOST 1000 /* names that are remembered as told */
#define NAME_SHOWN   60   /* characters of one that a message shows, and that count */

/* The beginning of a name, which may be very long. */
static int add_name(struct buf *out, const char *name)
{
    size_t n = utf8_first(span_of(name), NAME_SHOWN);
    buf_addf(out, "%.*s%s", (int)n, name, name[n] ? "…" : "");
    return buf_check(out, NULL);
}

/* 1: the name is new, 0: it was told, or there are too many; -1. */
static int remember_unknown(struct extract *x, struct buf *key, struct xml_place at, struct error *err)
{
    if (buf_check(key, err) < 0)
        return -1;
    if (x->whole->told.count < UNKNOWN_MOST) {
        int known = map_put(&x->whole->told, buf_span(key), 0);
        return known < 0 ? error_memory(err) : known > 0;
    }
    if (x->whole->too_many || map_get(&x->whole->told, buf_span(key)) != UINT32_MAX)
        return 0;
    x->whole->too_many = true;
    buf_clear(key);
    buf_addf(key, _("names that are not known: more than %d; no further ones are told; the document may be of another layout"), UNKNOWN_MOST);
    x->notes++;
    return buf_check(key, err) < 0 ? -1 : sink_note(x->sink, PROBLEM_OTHER, at.line, at.column, buf_span(key), err);
}

/* Says once a name that something is skipped. */
static int tell_unknown(struct extract *x, const char *name, const char *element, bool foreign, struct xml_place at, struct error *err)
{
    struct buf key = BUF_INIT, sentence = BUF_INIT, shown = BUF_INIT, inside = BUF_INIT;
    enum problem kind = element ? PROBLEM_ATTRIBUTE : PROBLEM_ELEMENT;
    const char **recent = &x->recent[((uintptr_t)name >> 4) % RECENT_NAMES][element ? 2 : foreign];
    if (*recent == name) /* most are the same few, and names are interned */
        return 0;
    *recent = name;
    int rc = add_name(&shown, name) < 0 || (element && add_name(&inside, element) < 0) ? error_memory(err) : 0;
    if (rc == 0) {
        buf_addf(&key, "%s %s", element ? "@" : foreign ? ":" : "<", buf_str(&shown));
        rc = remember_unknown(x, &key, at, err);
    }
    if (rc > 0) {
        if (element)
            buf_addf(&sentence, _("the attribute %s (here of <%s>) is not known and is skipped"), buf_str(&shown), buf_str(&inside));
        else if (foreign)
            buf_addf(&sentence, _("the element <%s> of another namespace is not known and is skipped"), buf_str(&shown));
        else
            buf_addf(&sentence, _("the element <%s> is not known and is skipped"), buf_str(&shown));
        x->notes++;
        rc = buf_check(&sentence, err) < 0 ? -1 : sink_note(x->sink, kind, at.line, at.column, buf_span(&sentence), err);
    }
    buf_release(&shown);
    buf_release(&inside);
    buf_release(&key);
    buf_release(&sentence);
    return rc;
}

static int take_attributes(struct extract *x, uint32_t state, const char *element, const struct xml_attr *attrs, size_t n,
                           struct xml_place at, struct error *err)
{
    bool warn = x->profile && x->profile->warn_unknown;
    uint32_t first = x->states->state[state].attributes;
    if (!first && !warn)
        return 0;
    for (size_t i = 0; i < n; i++) {
        if (attrs[i].uri)
            continue;
        uint32_t id = names_find(&x->names, attrs[i].name), a = first;
        while (a && x->states->attribute[a].name != id)
            a = x->states->attribute[a].next;
        if (!a) {
            if (warn && tell_unknown(x, attrs[i].name, element, false, at, err) < 0)
                return -1;
            continue;
        }
        bool keep = x->profile && x->profile->keep_space;
        struct span value = keep ? attrs[i].value : span_trim(attrs[i].value);
        if (deliver(x, x->states->attribute[a].actions, value, at, err) < 0)
            return -1;
    }
    return 0;
}

int extract_too_long(const struct extract *x, struct xml_place at, struct error *err)
{
    char most[LIMIT_CHARS], more[LIMIT_CHARS];
    uint64_t next = limit_more(x->limits->text);
    limit_bytes(x->limits->text, most);
    if (x->limits->text == LIMIT_TEXT_MOST)
        return error_set(err, ERROR_INPUT, _("%s:%u:%u: a value of more than %s bytes, which is not read"), x->file, at.line, at.column, most);
    return error_set(err, ERROR_INPUT, _("%s:%u:%u: a value of more than %s bytes; where that is meant, give --max-text %s"), x->file, at.line,
                     at.column, most, limit_bytes(next < LIMIT_TEXT_MOST ? next : LIMIT_TEXT_MOST, more));
}

int extract_stack(struct extract *x, struct error *err)
{
    size_t cap = x->stack_cap ? x->stack_cap * 2 : 128;
    struct open_element *p = realloc(x->stack, cap * sizeof *p);
    if (!p)
        return error_memory(err);
    if (!x->stack)
        p[0] = (struct open_element){ .state = STATE_TOP };
    x->stack = p;
    x->stack_cap = cap;
    return 0;
}

int extract_start(void *ctx, const char *name, const char *uri, const struct xml_attr *attrs, size_t n, struct xml_place at,
                  struct error *err)
{
    struct extract *x = ctx;
    if (x->depth + x->skip == x->limits->depth)
        return limits_too_deep(x->limits, x->file, at.line, at.column, name, err);
    if (x->skip > 0) {
        x->skip++;
        return 0;
    }
    if (x->depth == 0 && extract_root(x, name, uri, at, err) < 0)
        return -1;
    uint32_t id = uri == x->uri || x->any_uri ? names_find(&x->names, name) : NAME_UNKNOWN;
    uint32_t from = x->stack[x->depth].state;
    uint32_t state = id == NAME_UNKNOWN ? 0 : x->states->go[from * x->states->names.count + id];
    if (state == 0) {
        x->skip = 1;
        return x->profile && x->profile->warn_unknown ? tell_unknown(x, name, NULL, uri != x->uri, at, err) : 0;
    }
    if (x->depth + 1 == x->stack_cap && extract_stack(x, err) < 0)
        return -1;
    x->stack[++x->depth] = (struct open_element){ state, x->text.n, at };
    if (x->plan[state].begins)
        begin_actions(x, x->states->state[state].actions[AT_BEGIN], at);
    if (n > 0 && take_attributes(x, state, name, attrs, n, at, err) < 0)
        return -1;
    return x->choosing ? extract_go_on(x, err) : 0;
}

int extract_text(void *ctx, struct span text, struct error *err)
{
    struct extract *x = ctx;
    const struct open_element *e = &x->stack[x->depth];
    if (x->skip > 0 || x->depth == 0 || !x->plan[e->state].wants_text)
        return 0;
    add_text(&x->text, text);
    return x->text.n - e->text > x->limits->text ? extract_too_long(x, e->at, err) : 0;
}

int extract_end(void *ctx, const char *name, const char *uri, struct error *err)
{
    struct extract *x = ctx;
    (void)name, (void)uri;
    if (x->skip > 0) {
        x->skip--;
        return 0;
    }
    const struct open_element *e = &x->stack[x->depth--];
    const struct plan *plan = &x->plan[e->state];
    const struct state *state = &x->states->state[e->state];
    struct span text = SPAN("");
    if (x->text.failed)
        return error_memory(err);
    if (plan->wants_text) {
        if (x->text.n > e->text)
            text = trimmed((struct span){ x->text.p + e->text, x->text.n - e->text });
        if (plan->only != SLOT_NONE) {
            if (text.n > 0 && add_value(x, &x->record, plan->only, text, e->at, err) < 0)
                return -1;
        } else if (deliver(x, state->actions[AT_TEXT], text, e->at, err) < 0)
            return -1;
    }
    if (plan->ends && end_actions(x, state->actions[AT_END], text, e->at, err) < 0)
        return -1;
    x->text.n = e->text;
    if (x->depth == 0)
        x->root_ended = true;
    return x->choosing ? extract_go_on(x, err) : 0;
}

void extract_begin_record(struct extract *x, struct xml_place at)
{
    clear_values(&x->record);
    x->record_at = at;
}

int extract_value(struct extract *x, uint16_t slot, struct span text, struct xml_place at, struct error *err)
{
    return add_value(x, &x->record, slot, text, at, err);
}

int extract_end_record(struct extract *x, uint16_t path, struct error *err)
{
    return end_record(x, path, err);
}

int extract_bad_record(struct extract *x, struct span why, struct xml_place at, struct error *err)
{
    x->records++;
    return send_value(x, MESSAGE_BAD, 0, why, at, err);
}

int extract_document_value(struct extract *x, uint16_t slot, struct span text, struct xml_place at, struct error *err)
{
    return send_value(x, MESSAGE_DOCUMENT, slot, text, at, err);
}
