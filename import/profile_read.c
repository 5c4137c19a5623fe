/* import/profile_read.c: reads one profile file: which element may stand where, what its attributes are. It must never accept
 * what it does not know: a mistyped attribute would silently lose a field of a million records. */
#include "import/profile_build.h"
#include "io/xml_reader.h"

#include "base/ascii.h"
#include "base/i18n.h"

#define PROFILE_URI "urn:duima:profile:1"
#define CASES_MOST 32
#define DEPTH_MOST 8

enum place { IN_TOP, IN_PROFILE, IN_MATCH, IN_CATALOG, IN_RECORD, IN_KIND, IN_READING, IN_ABSENT, IN_NOTHING };

/* What is being read: the contexts, and the value whose reading is being described. */
struct reader {
    struct build b;
    enum place stack[DEPTH_MOST + 1];
    size_t depth;
    struct reading_draft draft;
    enum { FOR_NOTHING, FOR_FIELD, FOR_DOCUMENT, FOR_TABLE } draft_for;
    size_t draft_index;
    int kind_case;      /* the <kind> being read; -1: none */
    bool by_element;    /* kind="element" */
    struct buf text;
    bool seen_match;
};

/* An attribute that must be there. */
static int needed(struct reader *r, struct attributes *a, const char *element, const char *name, struct span *out, struct error *err)
{
    *out = attribute(a, name);
    return out->p ? 0 : build_error(&r->b, err, _("<%s> needs the attribute %s"), element, name);
}

static int keep(struct reader *r, struct span s, struct span *out, struct error *err)
{
    *out = SPAN_NONE;
    if (!s.p)
        return 0;
    *out = build_keep(&r->b, s, err);
    return out->p ? 0 : -1;
}

/* What --profile, messages and the store call it: as a file's name would be. */
static bool is_profile_name(struct span s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != '-' && !ascii_is_digit(s.p[i]) && !ascii_is_letter(s.p[i]))
            return false;
    return s.n > 0;
}

static int start_profile(struct reader *r, struct attributes *a, struct error *err)
{
    struct profile *p = r->b.p;
    struct span name, unknown = attribute(a, "unknown"), space = attribute(a, "space");
    if (needed(r, a, "profile", "name", &name, err) < 0 || keep(r, name, &p->name, err) < 0 ||
        keep(r, attribute(a, "title"), &p->title, err) < 0)
        return -1;
    if (!is_profile_name(name))
        return build_error(&r->b, err, _("name=\"%.*s\": a profile's name is of letters, digits and hyphens"), SPAN_ARG(name));
    if (unknown.p && !span_is(unknown, "warn") && !span_is(unknown, "skip"))
        return build_error(&r->b, err, _("%s=\"%.*s\": only %s and %s are known"), "unknown", SPAN_ARG(unknown), "warn", "skip");
    if (space.p && !span_is(space, "keep") && !span_is(space, "collapse"))
        return build_error(&r->b, err, _("%s=\"%.*s\": only %s and %s are known"), "space", SPAN_ARG(space), "keep", "collapse");
    p->warn_unknown = span_is(unknown, "warn");
    p->keep_space = span_is(space, "keep");
    return 0;
}

static int start_match(struct reader *r, struct attributes *a, struct error *err)
{
    struct profile *p = r->b.p;
    struct span root, width = attribute(a, "columns");
    if (r->seen_match)
        return build_error(&r->b, err, _("a second <%s>"), "match");
    r->seen_match = true;
    if (width.p)
        return columns_match(&r->b, a, width, err);
    if (needed(r, a, "match", "root", &root, err) < 0 || keep(r, root, &p->root, err) < 0 ||
        keep(r, attribute(a, "namespace"), &p->uri, err) < 0 || keep(r, attribute(a, "has"), &p->mark, err) < 0 ||
        keep(r, attribute(a, "is"), &p->mark_is, err) < 0)
        return -1;
    if (!path_is_name(root))
        return build_error(&r->b, err, _("root=\"%.*s\" is no name of an element"), SPAN_ARG(root));
    return bind_mark(&r->b, err);
}

static int start_require(struct reader *r, struct attributes *a, struct error *err)
{
    struct requirement *q = list_add(&r->b.requirements, sizeof *q, err);
    struct span from, match, say = attribute(a, "say");
    if (!q || needed(r, a, "require", "from", &from, err) < 0 || needed(r, a, "require", "match", &match, err) < 0 ||
        keep(r, from, &q->path, err) < 0 || bind_document(&r->b, from, "require", &q->from, err) < 0 ||
        (say.p && bind_document(&r->b, say, "require", &q->say, err) < 0))
        return -1;
    q->match = build_regex(&r->b, match, err);
    return q->match ? 0 : -1;
}

/* `from` or `value` of anything, by way of the binding that fits. */
static int read_origin(struct reader *r, struct attributes *a, const char *element, struct origin *out, struct error *err)
{
    struct span from = attribute(a, "from"), value = attribute(a, "value");
    if (!from.p == !value.p)
        return build_error(&r->b, err, _("<%s> needs either from or value"), element);
    if (value.p)
        return keep(r, value, &out->constant, err);
    return bind_document(&r->b, from, element, out, err);
}

static int start_count(struct reader *r, struct attributes *a, struct error *err)
{
    struct profile *p = r->b.p;
    struct document_source *d = &p->document[DOCUMENT_COUNT];
    struct span differs = attribute(a, "differs"), of = attribute(a, "of"), from;
    static const char *const words[] = { "error", "warning", "fragment" };
    size_t i = 0;
    while (differs.p && i < 3 && !span_is(differs, words[i]))
        i++;
    if (i == 3 || (of.p && !span_is(of, "pages") && !span_is(of, "file")))
        return build_error(&r->b, err, _("<count>: differs is error, warning or fragment; of is file or pages"));
    p->differs = (enum differs)i;
    p->count_all = span_is(of, "pages");
    d->present = true;
    return needed(r, a, "count", "from", &from, err) < 0 ? -1 : bind_document(&r->b, from, "count", &d->from, err);
}

static int start_pages(struct reader *r, struct attributes *a, struct error *err)
{
    struct document_source *d = r->b.p->document;
    struct span from, this = attribute(a, "this");
    d[DOCUMENT_PAGES].present = true;
    d[DOCUMENT_PAGE].present = this.p != NULL;
    if (needed(r, a, "pages", "from", &from, err) < 0 ||
        bind_document(&r->b, from, "pages", &d[DOCUMENT_PAGES].from, err) < 0)
        return -1;
    return this.p ? bind_document(&r->b, this, "page", &d[DOCUMENT_PAGE].from, err) : 0;
}

/* An attribute that is one word or another. */
static int read_either(struct reader *r, struct attributes *a, const char *name, const char *yes, const char *no, bool *out, struct error *err)
{
    struct span s = attribute(a, name);
    if (s.p && !span_is(s, yes) && !span_is(s, no))
        return build_error(&r->b, err, _("%s=\"%.*s\": only %s and %s are known"), name, SPAN_ARG(s), yes, no);
    *out = span_is(s, yes);
    return 0;
}

static int start_in_catalog(struct reader *r, const char *name, struct attributes *a, enum place *place, struct error *err)
{
    static const char *const names[] = { "region", "version", "effective", "expires", "title", "publisher", "fragment" };
    *place = IN_NOTHING;
    if (strcmp(name, "count") == 0 && !r->b.p->width)
        return start_count(r, a, err);
    if (strcmp(name, "pages") == 0 && !r->b.p->width)
        return start_pages(r, a, err);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(name, names[i]) != 0)
            continue;
        struct document_source *d = &r->b.p->document[i];
        if (d->present)
            return build_error(&r->b, err, _("a second <%s>"), name);
        d->present = true;
        *place = IN_READING;
        r->draft_for = FOR_DOCUMENT;
        r->draft_index = i;
        if (read_origin(r, a, names[i], &d->from, err) < 0 || read_either(r, a, "take", "greatest", "only", &d->greatest, err) < 0)
            return -1;
        return reading_begin(&r->b, a, &r->draft, err);
    }
    return build_error(&r->b, err, _("<%s> cannot stand in <%s>"), name, "catalog");
}

static int start_table(struct reader *r, struct attributes *a, struct error *err)
{
    struct span id, path, key, value;
    if (r->b.tables.n >= 64)
        return build_error(&r->b, err, _("more than %d tables"), 64);
    struct table *t = list_add(&r->b.tables, sizeof *t, err);
    uint16_t number = (uint16_t)(r->b.tables.n - 1);
    if (!t || needed(r, a, "table", "id", &id, err) < 0 || needed(r, a, "table", "path", &path, err) < 0 ||
        needed(r, a, "table", "key", &key, err) < 0 || needed(r, a, "table", "value", &value, err) < 0 ||
        keep(r, id, &t->id, err) < 0 || bind_row(&r->b, number, path, key, value, err) < 0)
        return -1;
    r->draft_for = FOR_TABLE;
    r->draft_index = number;
    return reading_begin(&r->b, a, &r->draft, err);
}

static int add_case(struct reader *r, struct record_case c, struct error *err)
{
    if (r->b.cases.n == CASES_MOST)
        return build_error(&r->b, err, _("a record with more than %d kinds"), CASES_MOST);
    struct record_case *at = list_add(&r->b.cases, sizeof *at, err);
    if (!at)
        return -1;
    *at = c;
    return 0;
}

/* newest="83 82": which of several records with one code counts. */
static int start_newest(struct reader *r, struct span paths, struct error *err)
{
    struct profile_record *record = (struct profile_record *)(void *)r->b.records.p + r->b.records.n - 1;
    return paths.p ? bind_field(&r->b, paths, false, "newest", &record->newest, err) : 0;
}

static int start_record(struct reader *r, struct attributes *a, struct error *err)
{
    struct span path, kind = attribute(a, "kind");
    enum kind fixed;
    if (r->b.p->width ? columns_record(&r->b, err) < 0
                      : needed(r, a, "record", "path", &path, err) < 0 || bind_record(&r->b, path, err) < 0)
        return -1;
    if (start_newest(r, attribute(a, "newest"), err) < 0)
        return -1;
    r->by_element = span_is(kind, "element") && !r->b.p->width;
    if (!r->by_element && kind.p) {
        if (!kind_parse(kind, &fixed))
            return build_error(&r->b, err, _("kind=\"%.*s\": known are drug, service, facility, consumable and element"), SPAN_ARG(kind));
        return add_case(r, (struct record_case){ .kind = fixed, .path = -1 }, err);
    }
    const struct profile_record *record = (const struct profile_record *)(const void *)r->b.records.p + r->b.records.n - 1;
    for (size_t i = 0; r->by_element && i < record->path.count; i++) {
        const struct path *at = &record->path.paths[i];
        struct span last = at->steps[at->count - 1];
        if (!kind_parse(last, &fixed))
            return build_error(&r->b, err, _("kind=\"element\", but <%.*s> is no kind"), SPAN_ARG(last));
        if (add_case(r, (struct record_case){ .kind = fixed, .path = (int)i }, err) < 0)
            return -1;
    }
    return 0;
}

static int start_kind(struct reader *r, struct attributes *a, struct error *err)
{
    struct record_case c = { .path = -1 };
    struct span is, when = attribute(a, "if"), value = attribute(a, "value");
    if (r->kind_case < 0 && r->b.cases.n > 0)
        return build_error(&r->b, err, _("the record has a kind already"));
    if (needed(r, a, "kind", "is", &is, err) < 0 || keep(r, value, &c.when.is, err) < 0)
        return -1;
    if (!kind_parse(is, &c.kind))
        return build_error(&r->b, err, _("is=\"%.*s\": known are drug, service, facility and consumable"), SPAN_ARG(is));
    if (when.p && bind_field(&r->b, when, false, "kind", &c.when.from, err) < 0)
        return -1;
    r->kind_case = (int)r->b.cases.n;
    return add_case(r, c, err);
}

/* level="1" or level-from="@level". */
static int read_parts(struct reader *r, struct attributes *a, struct profile_field *f, struct span each, struct error *err)
{
    for (int i = 0; i < PART_COUNT; i++) {
        if (!(f->target->parts >> i & 1))
            continue;
        struct buf name = BUF_INIT;
        buf_addf(&name, "%s-from", part_name((enum part)i));
        struct span value = attribute(a, part_name((enum part)i)), from = attribute(a, buf_str(&name));
        int made = buf_check(&name, err);
        buf_release(&name);
        if (made < 0)
            return -1;
        if (value.p && keep(r, value, &f->parts[i].constant, err) < 0)
            return -1;
        if (from.p && !each.p)
            return build_error(&r->b, err, _("%s-from needs each=, the element that repeats"), part_name((enum part)i));
        if (from.p && bind_member(&r->b, each, f->anchor, from, f->target->name, &f->parts[i], err) < 0)
            return -1;
    }
    return 0;
}

/* late and take say which of the values at a path: of a constant there are none, and those of a group stand inside it. */
static int read_which(struct reader *r, struct attributes *a, struct profile_field *f, bool *late, struct error *err)
{
    static const char *const words[] = { "late", "take", "join" };
    bool value = attribute(a, "value").p, each = attribute(a, "each").p;
    for (size_t i = 0; i < 3; i++) {
        if (value && i < 2 && attribute(a, words[i]).p)
            return build_error(&r->b, err, _("<%s>: %s needs from, the path of its values"), f->target->name, words[i]);
        if (each && attribute(a, words[i]).p)
            return build_error(&r->b, err, _("<%s>: %s has no place beside each, which takes every value by itself"), f->target->name, words[i]);
    }
    if (read_either(r, a, "late", "yes", "no", late, err) < 0 || read_either(r, a, "take", "all", "first", &f->all, err) < 0)
        return -1;
    return r->b.p->width && (each || *late) ? build_error(&r->b, err, _("a profile of columns knows neither each nor late")) : 0;
}

static int start_field(struct reader *r, const char *name, struct attributes *a, struct error *err)
{
    struct profile_field f = { .target = target_find(span_of(name)), .anchor = SLOT_NONE, .line = r->b.line };
    struct span from = attribute(a, "from"), value = attribute(a, "value"), each = attribute(a, "each");
    struct span when = attribute(a, "if"), is = attribute(a, "is");
    bool late = false;
    if (!f.target)
        return build_error(&r->b, err, _("<%s> is no field"), name);
    if (is.p && !when.p)
        return build_error(&r->b, err, _("is needs if, the path of the value that is asked"));
    if (when.p && (bind_field(&r->b, when, false, f.target->name, &f.when.from, err) < 0 || keep(r, is, &f.when.is, err) < 0))
        return -1;
    f.cases = r->kind_case >= 0 ? UINT32_C(1) << r->kind_case : UINT32_MAX;
    if (!from.p == !value.p)
        return build_error(&r->b, err, _("<%s> needs either from or value"), name);
    if (read_which(r, a, &f, &late, err) < 0)
        return -1;
    bool texts = f.target->shape == SHAPE_ALIAS || f.target->shape == SHAPE_APPROVAL;
    if (texts && read_either(r, a, "once", "yes", "no", &f.once, err) < 0)
        return -1;
    if (each.p && bind_anchor(&r->b, each, f.target->name, &f.anchor, err) < 0)
        return -1;
    if (value.p ? keep(r, value, &f.from.constant, err) < 0
        : each.p ? bind_member(&r->b, each, f.anchor, from, f.target->name, &f.from, err) < 0
                 : bind_field(&r->b, from, late, f.target->name, &f.from, err) < 0)
        return -1;
    if (read_parts(r, a, &f, each, err) < 0)
        return -1;
    struct profile_field *at = list_add(&r->b.fields, sizeof *at, err);
    if (!at)
        return -1;
    *at = f;
    r->draft_for = FOR_FIELD;
    r->draft_index = r->b.fields.n - 1;
    return reading_begin(&r->b, a, &r->draft, err);
}

/* <absent>, <map>, <rewrite> inside a value. */
static int start_in_reading(struct reader *r, const char *name, struct attributes *a, enum place *place, struct error *err)
{
    struct span from, to;
    *place = IN_NOTHING;
    if (strcmp(name, "absent") == 0) {
        *place = IN_ABSENT;
        buf_clear(&r->text);
        return 0;
    }
    if (strcmp(name, "map") == 0) {
        if (needed(r, a, "map", "from", &from, err) < 0 || needed(r, a, "map", "to", &to, err) < 0)
            return -1;
        return reading_map(&r->b, &r->draft, from, to, err);
    }
    if (strcmp(name, "rewrite") == 0) {
        if (needed(r, a, "rewrite", "match", &from, err) < 0)
            return -1;
        return reading_rewrite(&r->b, &r->draft, from, attribute(a, "to"), err);
    }
    return build_error(&r->b, err, _("<%s> cannot stand here: a value holds absent, map and rewrite"), name);
}

static int start_in_profile(struct reader *r, const char *name, struct attributes *a, enum place *place, struct error *err)
{
    *place = IN_NOTHING;
    if (strcmp(name, "match") == 0) {
        *place = IN_MATCH;
        return start_match(r, a, err);
    }
    if (!r->seen_match)
        return build_error(&r->b, err, _("<match> must come first"));
    if (r->b.p->width && (strcmp(name, "require") == 0 || strcmp(name, "table") == 0))
        return build_error(&r->b, err, _("<%s> has no place in a profile of columns"), name);
    if (strcmp(name, "require") == 0)
        return start_require(r, a, err);
    *place = strcmp(name, "catalog") == 0 ? IN_CATALOG : strcmp(name, "table") == 0 ? IN_READING : IN_RECORD;
    if (*place == IN_CATALOG)
        return 0;
    if (*place == IN_READING)
        return start_table(r, a, err);
    if (strcmp(name, "record") == 0)
        return start_record(r, a, err);
    return build_error(&r->b, err, _("<%s> cannot stand in <%s>"), name, "profile");
}

static int start_any(struct reader *r, const char *name, struct attributes *a, enum place *place, struct error *err)
{
    switch (r->stack[r->depth]) {
    case IN_TOP:
        *place = IN_PROFILE;
        return strcmp(name, "profile") == 0 ? start_profile(r, a, err) : build_error(&r->b, err, _("this is no profile"));
    case IN_PROFILE:
        return start_in_profile(r, name, a, place, err);
    case IN_MATCH:
        if (r->b.p->width && strcmp(name, "column") == 0)
            return columns_column(&r->b, a, err);
        break;
    case IN_CATALOG:
        return start_in_catalog(r, name, a, place, err);
    case IN_RECORD:
        if (strcmp(name, "kind") == 0) {
            *place = IN_KIND;
            return start_kind(r, a, err);
        }
        *place = IN_READING;
        return start_field(r, name, a, err);
    case IN_KIND:
        *place = IN_READING;
        return start_field(r, name, a, err);
    case IN_READING:
        return start_in_reading(r, name, a, place, err);
    case IN_ABSENT:
    case IN_NOTHING:
        break;
    }
    return build_error(&r->b, err, _("<%s> cannot stand here"), name);
}

static int on_start(void *ctx, const char *name, const char *uri, const struct xml_attr *attrs, size_t n, struct xml_place at,
                    struct error *err)
{
    struct reader *r = ctx;
    struct attributes a = { attrs, n, 0 };
    enum place place = IN_NOTHING;
    r->b.line = at.line;
    if (!uri || strcmp(uri, PROFILE_URI) != 0)
        return build_error(&r->b, err, _("<%s> is not in the namespace %s"), name, PROFILE_URI);
    if (r->depth == DEPTH_MOST || n > 64)
        return build_error(&r->b, err, _("<%s> cannot stand here"), name);
    if (start_any(r, name, &a, &place, err) < 0 || attributes_done(&r->b, &a, name, err) < 0)
        return -1;
    r->stack[++r->depth] = place;
    return 0;
}

static int on_text(void *ctx, struct span text, struct error *err)
{
    struct reader *r = ctx;
    if (r->stack[r->depth] == IN_ABSENT)
        buf_addspan(&r->text, text);
    else if (span_trim(text).n > 0)
        return build_error(&r->b, err, _("text has no place here: \"%.*s\""), SPAN_ARG(span_trim(text)));
    return 0;
}

static int end_reading(struct reader *r, struct error *err)
{
    struct reading out;
    if (reading_end(&r->b, &r->draft, &out, err) < 0)
        return -1;
    if (r->draft_for == FOR_FIELD) {
        struct profile_field *f = (struct profile_field *)(void *)r->b.fields.p + r->draft_index;
        f->reading = out;
        if (f->all && !f->target->repeats && !out.joined)
            return build_error(&r->b, err, _("take=\"all\" needs join, the text between the values of <%s>"), f->target->name);
        f->direct = f->target->shape == SHAPE_TEXT && f->from.count == 1 && f->anchor == SLOT_NONE && out.plain && !out.joined &&
                    !out.fallback.p && !f->when.from.count;
    } else if (r->draft_for == FOR_DOCUMENT)
        r->b.p->document[r->draft_index].reading = out;
    else
        ((struct table *)(void *)r->b.tables.p)[r->draft_index].reading = out;
    r->draft_for = FOR_NOTHING;
    reading_release(&r->draft);
    return 0;
}

static int end_record(struct reader *r, struct error *err)
{
    struct arena *m = &r->b.p->memory;
    struct profile_record *record = (struct profile_record *)(void *)r->b.records.p + r->b.records.n - 1;
    const struct profile_field *fields = list_keep(&r->b.fields, sizeof *fields, m, err);
    struct record_case *cases = fields ? list_keep(&r->b.cases, sizeof *cases, m, err) : NULL;
    if (!cases)
        return -1;
    if (r->b.cases.n == 0)
        return build_error(&r->b, err, _("the record needs a kind: an attribute or <kind> elements"));
    for (size_t i = 0; i < r->b.cases.n; i++)
        if (case_settle(&r->b, i, &cases[i], fields, err) < 0)
            return -1;
    record->cases = cases;
    record->case_count = r->b.cases.n;
    r->b.fields.n = r->b.cases.n = 0;
    r->kind_case = -1;
    return 0;
}

static int on_end(void *ctx, const char *name, const char *uri, struct error *err)
{
    struct reader *r = ctx;
    (void)name, (void)uri;
    switch (r->stack[r->depth--]) {
    case IN_READING:
        return end_reading(r, err);
    case IN_ABSENT:
        return reading_absent(&r->b, &r->draft, span_trim(buf_span(&r->text)), err);
    case IN_RECORD:
        return end_record(r, err);
    case IN_TOP:
    case IN_PROFILE:
    case IN_MATCH:
    case IN_CATALOG:
    case IN_KIND:
    case IN_NOTHING:
        break;
    }
    return 0;
}

/* Everything read: the lists become the profile's arrays. */
static int settle(struct reader *r, struct error *err)
{
    struct build *b = &r->b;
    struct profile *p = b->p;
    struct arena *m = &p->memory;
    if (b->records.n == 0)
        return build_error(b, err, _("the profile has no <record>"));
    p->requirement_count = b->requirements.n;
    p->slot_count = b->slots.n;
    p->scope_count = b->scopes.n;
    p->record_count = b->records.n;
    p->record_path_count = b->record_paths.n;
    p->table_count = b->tables.n;
    if (!(p->requirements = list_keep(&b->requirements, sizeof *p->requirements, m, err)) ||
        !(p->slots = list_keep(&b->slots, sizeof *p->slots, m, err)) ||
        !(p->scopes = list_keep(&b->scopes, sizeof *p->scopes, m, err)) ||
        !(p->records = list_keep(&b->records, sizeof *p->records, m, err)) ||
        !(p->record_paths = list_keep(&b->record_paths, sizeof *p->record_paths, m, err)) ||
        !(p->tables = list_keep(&b->tables, sizeof *p->tables, m, err)) || columns_settle(b, err) < 0)
        return -1;
    return states_seal(&p->states, err);
}

static void reader_release(struct reader *r)
{
    struct build *b = &r->b;
    struct list *lists[] = { &b->requirements, &b->slots, &b->scopes, &b->records, &b->record_paths, &b->tables, &b->fields, &b->cases, &b->columns };
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        free(lists[i]->p);
    reading_release(&r->draft);
    buf_release(&r->text);
    b->p->regexes = (struct regex **)(void *)b->regexes.p;
    b->p->regex_count = b->regexes.n;
}

static int read_into(struct profile *p, const char *path, struct error *err)
{
    static const struct xml_events events = { .start = on_start, .text = on_text, .end = on_end };
    struct reader r = { .b = { .p = p, .file = path, .line = 1 }, .kind_case = -1, .text = BUF_INIT };
    struct xml_read_options options = { .chunk = 0 };
    struct source *src = source_open(path, err);
    int rc = src ? xml_read(src, &options, &events, &r, NULL, err) : -1;
    if (rc == 0)
        rc = settle(&r, err);
    reader_release(&r);
    source_free(src);
    return rc;
}

struct profile *profile_load(const char *path, struct error *err)
{
    struct profile *p = calloc(1, sizeof *p);
    if (!p) {
        error_memory(err);
        return NULL;
    }
    arena_init(&p->memory);
    p->file = arena_copy(&p->memory, span_of(path));
    if (!p->file.p)
        error_memory(err);
    else if (profile_hash(p, path, err) == 0 && states_init(&p->states, err) == 0 && read_into(p, path, err) == 0)
        return p;
    if (err && err->code == ERROR_INPUT) /* a profile is configuration */
        err->code = ERROR_USAGE;
    profile_free(p);
    return NULL;
}
