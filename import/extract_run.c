/* import/extract_run.c: one run over a document: chooses the profile by the root and the markers, then sends what the walk
 * finds. It must never count a document as read before the parser and the root's end both said so. */
#include "import/columns.h"
#include "import/extract_run.h"

#include "base/i18n.h"

static int on_begin(void *ctx, struct xml_parser *parser, struct error *err)
{
    struct extract *x = ctx;
    (void)err;
    x->parser = parser;
    memset(x->recent, 0, sizeof x->recent); /* names of another parser mean nothing */
    return 0;
}

int extract_progress(struct extract *x, struct error *err)
{
    const struct source *file = x->whole->in->source;
    uint64_t size = source_size(file);
    if (!x->profile)
        return 0;
    return sink_progress(x->sink, source_position(file), size == SOURCE_SIZE_UNKNOWN ? 0 : size, x->whole->records + x->records, err);
}

static int on_progress(void *ctx, uint64_t done, uint64_t total, struct error *err)
{
    (void)done, (void)total; /* of the document, which may be packed in the file */
    return extract_progress(ctx, err);
}

static int names_make(struct extract *x, struct error *err)
{
    const struct map *names = &x->states->names;
    size_t size = 64;
    while (size < (size_t)names->count * 4)
        size *= 2;
    free(x->names.keys);
    free(x->names.ids);
    x->names = (struct names){ calloc(size, sizeof *x->names.keys), calloc(size, sizeof *x->names.ids), size - 1 };
    if (!x->names.keys || !x->names.ids)
        return error_memory(err);
    struct buf name = BUF_INIT;
    int rc = 0;
    for (uint32_t i = 0; rc == 0 && i < names->count; i++) {
        buf_clear(&name);
        buf_addspan(&name, map_key(names, i));
        const char *p = xml_intern(x->parser, buf_str(&name));
        if (!p || name.failed) {
            rc = error_memory(err);
            break;
        }
        size_t at = names_slot(&x->names, p);
        while (x->names.keys[at])
            at = (at + 1) & x->names.mask;
        x->names.keys[at] = p;
        x->names.ids[at] = (uint16_t)i;
    }
    buf_release(&name);
    return rc;
}

/* Everything that the walk needs for a state table. */
static int walk_prepare(struct extract *x, const struct states *states, struct error *err)
{
    x->states = states;
    free(x->plan);
    x->plan = calloc(states->state_count, sizeof *x->plan);
    if (!x->plan)
        return error_memory(err);
    for (uint32_t i = 0; i < states->state_count; i++) {
        const uint32_t *actions = states->state[i].actions;
        const struct action *text = actions[AT_TEXT] ? &states->action[actions[AT_TEXT]] : NULL; /* a table may have none */
        struct plan *p = &x->plan[i];
        *p = (struct plan){ actions[AT_TEXT] != 0, actions[AT_BEGIN] != 0, actions[AT_END] != 0, SLOT_NONE };
        if (text && text->role == ROLE_RECORD_VALUE && text->next == 0)
            p->only = text->id;
        for (uint32_t a = actions[AT_END]; a; a = states->action[a].next)
            p->wants_text = p->wants_text || states->action[a].role == ROLE_ANCHOR;
    }
    return names_make(x, err);
}

static bool is_native(const struct profile *p)
{
    return span_is(p->uri, "urn:duima:catalog:1");
}

int extract_take_profile(struct extract *x, struct error *err)
{
    const struct profile *p = x->set->at[x->chosen];
    const struct extract_schemas *s = x->whole->in->schemas;
    if (s && p->width > 0)
        return error_set(err, ERROR_USAGE, _("%s: --validate and --xsd are for XML, and this is text in columns (%.*s)"), x->file, SPAN_ARG(p->name));
    if (s && s->validate && !s->xsd_path && !is_native(p))
        return error_set(err, ERROR_USAGE,
                         _("%s: --validate has the schema of duima's own documents alone, and this one is %.*s: give the schema of its publisher with "
                           "--xsd FILE"),
                         x->file, SPAN_ARG(p->name));
    x->profile = p;
    x->any_uri = span_is(p->uri, "*");
    x->above = calloc(p->slot_count + 1, sizeof *x->above);
    x->inherits = calloc(p->record_count, sizeof *x->inherits);
    x->records_of = calloc(p->record_count, sizeof *x->records_of);
    if (!x->above || !x->inherits || !x->records_of)
        return error_memory(err);
    for (size_t i = 0; i < p->slot_count; i++)
        if (p->slots[i].role == ROLE_ABOVE_VALUE)
            x->inherits[p->slots[i].record] = true;
    if (walk_prepare(x, &p->states, err) < 0)
        return -1;
    struct field field = { .slot = (uint16_t)x->chosen, .text = SPAN("") };
    struct record record = { .kind = MESSAGE_PROFILE, .fields = &field, .n = 1 };
    return sink_record(x->sink, &record, err);
}

static bool root_fits(const struct extract *x, const struct profile *p, const char *name, const char *uri)
{
    if (!span_is(p->root, name))
        return false;
    return x->given || span_is(p->uri, "*") || (uri ? p->uri.p && span_is(p->uri, uri) : !p->uri.n);
}

static int no_profile(struct extract *x, const char *name, const char *uri, struct xml_place at, struct error *err)
{
    struct buf known = BUF_INIT;
    for (size_t i = 0; i < x->set->count; i++)
        if (!x->set->at[i]->width || x->given)
            buf_addf(&known, "%s%.*s", known.n ? ", " : "", SPAN_ARG(x->set->at[i]->name));
    if (x->given && x->set->at[0]->width)
        error_set(err, ERROR_INPUT, _("%s:%u:%u: this is XML with the root element <%s>, but the profile %s reads lines of %u columns"), x->file,
                  at.line, at.column, name, buf_str(&known), x->set->at[0]->width);
    else if (x->given)
        error_set(err, ERROR_INPUT, _("%s:%u:%u: the root element is <%s>, but the profile %s reads <%.*s>"), x->file, at.line, at.column,
                  name, buf_str(&known), SPAN_ARG(x->set->at[0]->root));
    else if (uri)
        error_set(err, ERROR_INPUT,
                  _("%s:%u:%u: no profile fits the root element <%s> in the namespace %s; known are %s; duima profile new FILE drafts one"),
                  x->file, at.line, at.column, name, uri, buf_str(&known));
    else
        error_set(err, ERROR_INPUT, _("%s:%u:%u: no profile fits the root element <%s>; known are %s; duima profile new FILE drafts one"),
                  x->file, at.line, at.column, name, buf_str(&known));
    buf_release(&known);
    return -1;
}

/* Several profiles have this root: their markers, in one table, decide. */
static int start_choosing(struct extract *x, struct error *err)
{
    x->choosing = true;
    if (states_init(&x->marks, err) < 0)
        return -1;
    for (size_t i = 0; i < x->set->count; i++) {
        const struct profile *p = x->set->at[i];
        if (x->verdict[i] != UNDECIDED)
            continue;
        if (!p->mark.p) {
            x->verdict[i] = FITS;
            continue;
        }
        x->undecided++;
        uint32_t root = states_child(&x->marks, STATE_TOP, p->root, err);
        for (size_t k = 0; k < p->mark_path.count; k++) {
            const struct path *path = &p->mark_path.paths[k];
            uint32_t at = root;
            for (size_t step = 0; at != STATE_NONE && step < path->count; step++)
                at = states_child(&x->marks, at, path->steps[step], err);
            if (at == STATE_NONE)
                return -1;
            enum moment moment = p->mark_is.p ? AT_TEXT : AT_BEGIN;
            if ((path->attribute.p ? states_add_attribute(&x->marks, at, path->attribute, ROLE_MARK, (uint16_t)i, err)
                                   : states_add(&x->marks, at, moment, ROLE_MARK, (uint16_t)i, err)) < 0)
                return -1;
        }
    }
    return states_seal(&x->marks, err) < 0 ? -1 : walk_prepare(x, &x->marks, err);
}

int extract_root(struct extract *x, const char *name, const char *uri, struct xml_place at, struct error *err)
{
    size_t candidates = 0;
    x->uri = uri;
    if (x->judged)
        return extract_take_profile(x, err);
    for (size_t i = 0; i < x->set->count; i++) {
        bool fits = root_fits(x, x->set->at[i], name, uri);
        x->verdict[i] = fits ? UNDECIDED : FITS_NOT;
        candidates += fits;
        x->chosen = fits ? i : x->chosen;
    }
    if (candidates == 0)
        return no_profile(x, name, uri, at, err);
    return candidates == 1 ? extract_take_profile(x, err) : start_choosing(x, err);
}

int extract_go_on(struct extract *x, struct error *err)
{
    if (!x->choosing || x->undecided > 0)
        return 0;
    x->decided = true;
    return error_set(err, ERROR_STOPPED, "%s", "");
}

/* Text that is no XML. */
static int on_foreign(void *ctx, struct source *source, const struct xml_foreign *f, struct error *err)
{
    struct extract *x = ctx;
    x->columns = true;
    return columns_read(x, source, f, err);
}

static int tell_schema(struct extract *x, enum problem kind, struct xml_place at, struct span sentence, struct error *err)
{
    x->notes++;
    return sink_note(x->sink, kind, at.line, at.column, sentence, err);
}

/* A fault by the native schema: of native documents only. */
static int on_invalid(void *ctx, struct xml_place at, struct span sentence, struct error *err)
{
    struct extract *x = ctx;
    if (x->profile && !is_native(x->profile))
        return 1;
    return x->profile ? tell_schema(x, PROBLEM_INVALID, at, sentence, err) : 0; /* while choosing, the document is not read yet */
}

static int on_unlike(void *ctx, struct xml_place at, struct span sentence, struct error *err)
{
    struct extract *x = ctx;
    return x->profile ? tell_schema(x, PROBLEM_SCHEMA, at, sentence, err) : 0;
}

static int read_once(struct extract *x, struct source *source, struct error *err)
{
    static const struct xml_events events = { on_begin, extract_start, extract_text, extract_end };
    const struct extract_schemas *s = x->whole->in->schemas;
    struct xml_check checks[XML_CHECKS_MOST];
    size_t n = 0;
    if (s && s->native)
        checks[n++] = (struct xml_check){ s->native, on_invalid, x };
    if (s && s->xsd)
        checks[n++] = (struct xml_check){ s->xsd, on_unlike, x };
    struct xml_read_options options = { .chunk = x->whole->in->chunk, .depth = x->limits->depth + 1, .checks = checks, .check_count = n,
                                        .ctx = x, .progress = on_progress, .foreign = on_foreign };
    return xml_read(source, &options, &events, x, NULL, err);
}

/* After the choosing run: exactly one fits, or the error says who did. */
static int judge(struct extract *x, struct error *err)
{
    struct buf fitting = BUF_INIT, asked = BUF_INIT;
    size_t n = 0, one = 0;
    for (size_t i = 0; i < x->set->count; i++) {
        const struct profile *p = x->set->at[i];
        if (x->verdict[i] == FITS) {
            buf_addf(&fitting, "%s%.*s", n++ ? ", " : "", SPAN_ARG(p->name));
            one = i;
        } else if (p->mark.p && span_eq(p->root, x->set->at[x->chosen]->root))
            buf_addf(&asked, "%s%.*s (%.*s%s%.*s)", asked.n ? ", " : "", SPAN_ARG(p->name), SPAN_ARG(p->mark),
                     p->mark_is.p ? "=" : "", SPAN_ARG(p->mark_is));
    }
    int rc = 0;
    if (n > 1)
        rc = error_set(err, ERROR_INPUT, _("%s: several profiles fit: %s; choose one with --profile"), x->file, buf_str(&fitting));
    else if (n == 0)
        rc = error_set(err, ERROR_INPUT, _("%s: the markers of the profiles that could fit are not there: %s; choose one with --profile"),
                       x->file, buf_str(&asked));
    buf_release(&fitting);
    buf_release(&asked);
    x->chosen = one;
    return rc;
}

/* The walk as before the first event. */
static void walk_reset(struct extract *x)
{
    x->depth = x->skip = 0;
    x->root_ended = x->choosing = x->decided = false;
    buf_clear(&x->text);
}

/* A second run, with the profile that the first chose. */
static int run_chosen(struct extract *x, struct source *source, struct error *err)
{
    if (judge(x, err) < 0)
        return -1;
    if (!source_rewind(source))
        return error_set(err, ERROR_INPUT, _("%s: the profile cannot be found by the document, since it cannot be read twice; give --profile %.*s"),
                         x->file, SPAN_ARG(x->set->at[x->chosen]->name));
    walk_reset(x);
    x->judged = x->marked = true;
    return read_once(x, source, err);
}

static int run(struct extract *x, struct source *source, struct error *err)
{
    struct error stop = { .code = ERROR_NONE };
    int rc = read_once(x, source, &stop);
    if (x->choosing && (rc == 0 || x->decided))
        rc = run_chosen(x, source, err);
    else if (rc < 0)
        *err = stop;
    if (rc < 0)
        return -1;
    if (!x->columns && (!x->root_ended || x->depth != 0))
        return error_set(err, ERROR_INPUT, _("%s: the document ended before its root element did"), x->file);
    if (!x->marked && x->profile->mark.p && !x->given)
        return error_set(err, ERROR_INPUT, _("%s: the root element fits the profile %.*s, but %.*s is not there; --profile %.*s reads it all the same"),
                         x->file, SPAN_ARG(x->profile->name), SPAN_ARG(x->profile->mark), SPAN_ARG(x->profile->name));
    x->whole->records += x->records;
    x->whole->notes += x->notes;
    return 0;
}

static void values_release(struct values *v)
{
    free(v->fields);
    free(v->starts);
    buf_release(&v->text);
}

static void extract_release(struct extract *x)
{
    for (size_t i = 0; x->profile && x->above && i < x->profile->slot_count; i++)
        values_release(&x->above[i].values);
    free(x->above);
    free(x->inherits);
    free(x->records_of);
    free(x->plan);
    free(x->stack);
    free(x->names.keys);
    free(x->names.ids);
    free(x->verdict);
    values_release(&x->record);
    values_release(&x->message);
    buf_release(&x->text);
    buf_release(&x->row[0]);
    buf_release(&x->row[1]);
    states_release(&x->marks);
    free(x);
}

int extract_document(struct extract_source *whole, struct source *document, struct error *err)
{
    const struct extract_input *in = whole->in;
    struct field name = { .text = span_of(source_name(document)) };
    struct record begin = { .kind = MESSAGE_FILE, .fields = &name, .n = 1 };
    struct error mine = { .code = ERROR_NONE };
    if (sink_record(whole->sink, &begin, err) < 0)
        return -1;
    struct extract *x = calloc(1, sizeof *x);
    if (!x)
        return error_memory(err);
    x->whole = whole;
    x->set = in->set;
    x->given = in->given;
    x->sink = whole->sink;
    x->file = source_name(document);
    x->limits = in->limits;
    x->verdict = calloc(in->set->count, sizeof *x->verdict);
    int rc = !x->verdict ? error_memory(&mine) : extract_stack(x, &mine) < 0 ? -1 : run(x, document, &mine);
    extract_release(x);
    if (rc < 0 && err)
        *err = mine;
    return rc;
}
