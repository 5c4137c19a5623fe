/* import/fit.c: judges which profile fits, and what it leaves out, by the survey of a document alone. */
#include "import/fit.h"

#include "base/i18n.h"

/* The place that a path leads to from the root element; SURVEY_NONE: it is not there. */
static uint32_t place_of(const struct survey *s, const struct path *path)
{
    uint32_t at = 0;
    for (size_t i = 0; i < path->count && at != SURVEY_NONE; i++)
        at = survey_child(s, at, path->steps[i], false);
    return path->attribute.p && at != SURVEY_NONE ? survey_child(s, at, path->attribute, true) : at;
}

static bool is_word_of(struct span words, struct span text)
{
    while (words.n > 0) {
        const char *blank = memchr(words.p, ' ', words.n);
        struct span word = { words.p, blank ? (size_t)(blank - words.p) : words.n };
        if (word.n > 0 && span_eq(word, text))
            return true;
        words = blank ? (struct span){ blank + 1, words.n - word.n - 1 } : SPAN("");
    }
    return false;
}

/* Does the marker hold? As import sees it, the first value counts. */
static enum fit_how judge_marker(const struct survey *s, const struct profile *p, struct span *found)
{
    enum fit_how how = p->mark.p ? FIT_MARKER : FIT_WHOLE;
    for (size_t i = 0; p->mark.p && i < p->mark_path.count && how != FIT_WHOLE; i++) {
        uint32_t at = place_of(s, &p->mark_path.paths[i]);
        if (at == SURVEY_NONE)
            continue;
        *found = s->nodes[at].sample_count ? s->nodes[at].samples[0] : SPAN("");
        how = !p->mark_is.p || is_word_of(p->mark_is, *found) ? FIT_WHOLE : FIT_MARKER_VALUE;
    }
    return how;
}

/* As many columns, and texts that its patterns fit? What stands in the first lines shows it. */
static void judge_columns(const struct survey *s, const struct profile *p, struct fit *fit)
{
    struct error ignored;
    bool last_is_empty = s->nodes[s->count - 1].filled == 0 && s->nodes[s->count - 1].looks[LOOK_NULL] == 0;
    fit->how = s->width == p->width || (s->width == p->width + 1 && last_is_empty) ? FIT_WHOLE : FIT_WIDTH;
    if (s->separator != p->separator)
        fit->how = FIT_WIDTH;
    for (size_t i = 0; fit->how == FIT_WHOLE && i < p->column_count; i++) {
        const struct profile_column *c = &p->columns[i];
        bool fits = c->match == NULL;
        uint32_t at = c->number + 1u; /* behind "text" and "line" */
        for (size_t k = 0; at < s->count && k < s->nodes[at].sample_count; k++)
            fits = fits || regex_match(c->match, s->nodes[at].samples[k], &ignored) == 1;
        if (fits)
            continue;
        fit->how = FIT_COLUMN;
        fit->column = c->number;
        fit->found = at < s->count && s->nodes[at].sample_count > 0 ? s->nodes[at].samples[0] : SPAN("");
    }
}

static struct fit judge(const struct survey *s, const struct profile *p)
{
    struct fit fit = { .profile = p, .how = FIT_ROOT };
    if ((p->width > 0) != (s->width > 0))
        fit.how = FIT_FORM;
    if (p->width > 0 && s->width > 0)
        judge_columns(s, p, &fit);
    if (p->width > 0 || s->width > 0)
        return fit;
    if (!span_eq(s->nodes[0].name, p->root))
        return fit;
    fit.how = FIT_NAMESPACE;
    if (span_is(p->uri, "*") || (s->uri.n ? span_eq(p->uri, s->uri) : p->uri.n == 0))
        fit.how = judge_marker(s, p, &fit.found);
    return fit;
}

size_t fit_judge(const struct survey *s, const struct profile_set *set, struct fit *out)
{
    size_t n = 0, fitting = 0;
    for (enum fit_how how = FIT_WHOLE; how <= FIT_FORM; how++) {
        for (size_t i = 0; i < set->count; i++) {
            struct fit fit = judge(s, set->at[i]);
            if (fit.how == how)
                out[n++] = fit;
        }
        fitting = how == FIT_WHOLE ? n : fitting;
    }
    return fitting;
}

static void add_marker(const struct profile *p, struct buf *out)
{
    buf_addspan(out, p->mark);
    if (p->mark_is.p)
        buf_addf(out, " = %.*s", SPAN_ARG(p->mark_is));
}

void fit_why(const struct survey *s, const struct fit *fit, struct buf *out)
{
    const struct profile *p = fit->profile;
    switch (fit->how) {
    case FIT_WHOLE:
        if (p->width > 0)
            buf_addf(out, _("it is text of so many columns: %u"), p->width);
        else if (p->mark.p) {
            buf_addf(out, _("the root element is <%.*s>, and its marker is there: "), SPAN_ARG(p->root));
            add_marker(p, out);
        } else
            buf_addf(out, _("the root element is <%.*s>"), SPAN_ARG(p->root));
        return;
    case FIT_MARKER_VALUE:
        buf_addf(out, _("the marker %.*s is \"%.*s\", not %.*s"), SPAN_ARG(p->mark), SPAN_ARG(fit->found), SPAN_ARG(p->mark_is));
        return;
    case FIT_MARKER:
        buf_addf(out, _("the root element fits, but the marker %.*s is not there"), SPAN_ARG(p->mark));
        return;
    case FIT_NAMESPACE:
        if (s->uri.n && p->uri.n)
            buf_addf(out, _("the root element is in the namespace %.*s, not in %.*s"), SPAN_ARG(s->uri), SPAN_ARG(p->uri));
        else if (s->uri.n)
            buf_addf(out, _("the root element is in the namespace %.*s, and the profile wants none"), SPAN_ARG(s->uri));
        else
            buf_addf(out, _("the root element is in no namespace; the profile wants %.*s"), SPAN_ARG(p->uri));
        return;
    case FIT_ROOT:
        buf_addf(out, _("the root element is <%.*s>, not <%.*s>"), SPAN_ARG(s->nodes[0].name), SPAN_ARG(p->root));
        return;
    case FIT_COLUMN:
        profile_column_name(p, fit->column, out);
        buf_addf(out, _(" is \"%.*s\", which is not what stands there"), SPAN_ARG(fit->found));
        return;
    case FIT_WIDTH:
        buf_addf(out, _("columns: %u, not %u"), s->width, p->width);
        if (s->separator != p->separator)
            buf_addf(out, _("; parted by %s, not by %s"), s->separator == '\t' ? "TAB" : (char[]){ s->separator, 0 },
                     p->separator == '\t' ? "TAB" : (char[]){ p->separator, 0 });
        return;
    case FIT_FORM:
        buf_adds(out, p->width > 0 ? _("it is a profile of text in columns, and this is XML") : _("it is a profile of XML, and this is text in columns"));
        return;
    }
}

/* ---- what no rule uses ---- */

#define STATE_UNKNOWN UINT32_MAX

/* The state that a place has in the profile's table, given that of its parent. */
static uint32_t state_of(const struct profile *p, const struct survey_node *n, uint32_t parent)
{
    uint32_t name = map_get(&p->states.names, n->name);
    if (parent == STATE_UNKNOWN || name == MAP_NONE || (n->foreign && !span_is(p->uri, "*")))
        return STATE_UNKNOWN;
    uint32_t state = p->states.go[parent * p->states.names.count + name];
    return state ? state : STATE_UNKNOWN;
}

static bool uses_attribute(const struct profile *p, uint32_t state, struct span name)
{
    uint32_t id = map_get(&p->states.names, name);
    uint32_t a = state == STATE_UNKNOWN ? 0 : p->states.state[state].attributes;
    while (a && p->states.attribute[a].name != id)
        a = p->states.attribute[a].next;
    return a != 0 && id != MAP_NONE;
}

/* Its text counts: a value, or that of a group's own element. */
static bool uses_text(const struct profile *p, uint32_t state)
{
    const uint32_t *actions = p->states.state[state].actions;
    bool uses = actions[AT_TEXT] != 0;
    for (uint32_t a = actions[AT_END]; a; a = p->states.action[a].next)
        uses = uses || p->states.action[a].role == ROLE_ANCHOR;
    return uses;
}

static int more_values(const void *a, const void *b)
{
    const struct fit_unused *x = a, *y = b;
    if (x->values != y->values)
        return x->values < y->values ? 1 : -1;
    return x->node < y->node ? -1 : 1;
}

/* below[i]: the values at a place and under it. */
static void sum_values(const struct survey *s, uint64_t *below)
{
    for (size_t i = s->count; i-- > 0;) {
        below[i] += s->nodes[i].filled;
        if (s->nodes[i].parent != SURVEY_NONE)
            below[s->nodes[i].parent] += below[i];
    }
}

static void unused_columns(const struct survey *s, const struct profile *p, struct fit_unused *list, size_t *n)
{
    for (uint32_t i = 2; i < s->count; i++) {
        bool used = s->nodes[i].filled == 0;
        for (size_t k = 0; k < p->slot_count; k++)
            used = used || p->slots[k].column == survey_column(s, i);
        if (!used)
            list[(*n)++] = (struct fit_unused){ i, false, s->nodes[i].filled };
    }
}

int fit_unused(const struct survey *s, const struct profile *p, struct fit_unused **out, size_t *n, struct error *err)
{
    uint32_t *state = calloc(s->count, sizeof *state);
    uint64_t *below = calloc(s->count, sizeof *below);
    struct fit_unused *list = calloc(s->count, sizeof *list);
    *n = 0;
    *out = list;
    if (!state || !below || !list) {
        free(list);
        free(state);
        free(below);
        *out = NULL;
        return error_memory(err);
    }
    sum_values(s, below);
    if (s->width > 0)
        unused_columns(s, p, list, n);
    for (uint32_t i = 0; s->width == 0 && i < s->count; i++) {
        const struct survey_node *node = &s->nodes[i];
        uint32_t parent = node->parent == SURVEY_NONE ? STATE_TOP : state[node->parent];
        bool above_unused = parent == STATE_UNKNOWN;
        state[i] = node->attribute ? STATE_UNKNOWN : state_of(p, node, parent);
        if (above_unused || below[i] == 0)
            continue;
        bool whole = state[i] == STATE_UNKNOWN && !node->attribute;
        bool used = node->attribute ? uses_attribute(p, parent, node->name) : !whole && (node->filled == 0 || uses_text(p, state[i]));
        if (!used)
            list[(*n)++] = (struct fit_unused){ i, whole && below[i] > node->filled, whole ? below[i] : node->filled };
    }
    free(state);
    free(below);
    if (*n > 1)
        qsort(list, *n, sizeof *list, more_values);
    return 0;
}
