/* import/survey_take.c: the understanding side of a survey: records become nodes again. It trusts nothing that the reading process says. */
#include "import/survey_run.h"

#include "base/i18n.h"

struct taking {
    struct survey *survey;
    const struct survey_options *options;
    size_t cap;
    bool headed;
};

static int nonsense(struct error *err)
{
    return error_set(err, ERROR_INPUT, "%s", _("the reading process sent a survey that does not add up"));
}

/* Exactly n numbers. */
static bool read_numbers(struct span s, uint64_t *out, size_t n)
{
    size_t at = 0;
    for (size_t i = 0; i < n; i++) {
        uint64_t value = 0;
        size_t from = at;
        for (; at < s.n && s.p[at] >= '0' && s.p[at] <= '9'; at++)
            value = value * 10 + (uint64_t)(s.p[at] - '0');
        if (at == from || at - from > 20)
            return false;
        out[i] = value;
        at += i + 1 < n && at < s.n && s.p[at] == ' ' ? 1 : 0;
    }
    return at == s.n;
}

static int keep(struct survey *s, struct span text, struct span *out, struct error *err)
{
    *out = arena_copy(&s->memory, text);
    return out->p ? 0 : error_memory(err);
}

static int take_head(struct taking *t, const struct record *r, struct error *err)
{
    struct survey *s = t->survey;
    uint64_t n[HEAD_NUMBERS_COUNT];
    if (t->headed || r->n != 3 || !read_numbers(r->fields[HEAD_NUMBERS].text, n, HEAD_NUMBERS_COUNT) || n[HEAD_WIDTH] > SURVEY_NODES_MOST ||
        n[HEAD_SEPARATOR] > 127)
        return nonsense(err);
    s->beyond = n[HEAD_BEYOND];
    s->width = (unsigned)n[HEAD_WIDTH];
    s->separator = (char)n[HEAD_SEPARATOR];
    s->odd = n[HEAD_ODD];
    s->others = n[HEAD_OTHERS];
    t->headed = true;
    if (r->fields[HEAD_URI].text.n > 0 && keep(s, r->fields[HEAD_URI].text, &s->uri, err) < 0)
        return -1;
    return keep(s, r->fields[HEAD_ENCODING].text, &s->encoding, err);
}

static int node_room(struct taking *t, struct error *err)
{
    struct survey *s = t->survey;
    if (s->count < t->cap)
        return 0;
    size_t cap = t->cap ? t->cap * 2 : 64;
    struct survey_node *more = realloc(s->nodes, cap * sizeof *more);
    if (!more)
        return error_memory(err);
    s->nodes = more;
    t->cap = cap;
    return 0;
}

/* Is it a child of one that came before it? */
static bool stands_well(const struct survey *s, const uint64_t *n)
{
    if (s->count == 0)
        return n[NUMBER_PARENT] == SURVEY_NONE && n[NUMBER_DEPTH] == 0;
    return n[NUMBER_PARENT] < s->count && n[NUMBER_DEPTH] == s->nodes[n[NUMBER_PARENT]].depth + 1u && n[NUMBER_DEPTH] <= SURVEY_DEPTH_MOST + 1;
}

static int take_node(struct taking *t, const struct record *r, struct error *err)
{
    struct survey *s = t->survey;
    uint64_t n[NUMBER_NUMBERS];
    if (!t->headed || s->count == SURVEY_NODES_MOST || r->n < NODE_SAMPLE || r->n > NODE_SAMPLE + SURVEY_SAMPLES ||
        !read_numbers(r->fields[NODE_NUMBERS].text, n, NUMBER_NUMBERS) || !stands_well(s, n))
        return nonsense(err);
    if (node_room(t, err) < 0)
        return -1;
    struct survey_node *node = &s->nodes[s->count];
    *node = (struct survey_node){
        .parent = (uint32_t)n[NUMBER_PARENT], .depth = (uint32_t)n[NUMBER_DEPTH], .line = (uint32_t)n[NUMBER_LINE],
        .attribute = n[NUMBER_ATTRIBUTE] != 0, .foreign = n[NUMBER_FOREIGN] != 0, .behind = n[NUMBER_BEHIND] != 0,
        .count = n[NUMBER_COUNT], .filled = n[NUMBER_FILLED], .parents = n[NUMBER_PARENTS], .most = n[NUMBER_MOST],
        .shortest = (uint32_t)n[NUMBER_SHORTEST], .longest = (uint32_t)n[NUMBER_LONGEST], .distinct = n[NUMBER_DISTINCT],
    };
    uint64_t *within = arena_alloc(&s->memory, (node->depth + 1) * sizeof *within);
    if (!within)
        return error_memory(err);
    node->within = within;
    if (!read_numbers(r->fields[NODE_WITHIN].text, within, node->depth) || !read_numbers(r->fields[NODE_LOOKS].text, node->looks, LOOK_COUNT))
        return nonsense(err);
    if (keep(s, r->fields[NODE_NAME].text, &node->name, err) < 0)
        return -1;
    for (; node->sample_count + NODE_SAMPLE < r->n; node->sample_count++)
        if (keep(s, r->fields[NODE_SAMPLE + node->sample_count].text, &node->samples[node->sample_count], err) < 0)
            return -1;
    s->count++;
    return 0;
}

static int consume(void *ctx, const struct frame *frame, struct error *err)
{
    struct taking *t = ctx;
    const struct survey_options *o = t->options;
    switch (frame->type) {
    case FRAME_RECORD:
        return frame->u.record.broken              ? nonsense(err)
             : frame->u.record.kind == SURVEY_HEAD ? take_head(t, &frame->u.record, err)
             : frame->u.record.kind == SURVEY_NODE ? take_node(t, &frame->u.record, err)
                                                   : nonsense(err);
    case FRAME_PROGRESS:
        return o->progress ? o->progress(o->ctx, frame->u.progress.done, frame->u.progress.total, frame->u.progress.records, err) : 0;
    case FRAME_END:
        return frame->u.end.records == t->survey->count && t->survey->count > 0 ? 0 : nonsense(err);
    case FRAME_NOTE:
    case FRAME_ERROR:
        break;
    }
    return 0;
}

static bool stopped(void *ctx)
{
    const struct survey_options *o = ((struct taking *)ctx)->options;
    return o->stopped && o->stopped(o->ctx);
}

int survey_read(struct survey *s, const char *path, const struct survey_options *options, struct error *err)
{
    struct taking t = { .survey = s, .options = options };
    *s = (struct survey){ .nodes = NULL };
    arena_init(&s->memory);
    struct source *source = options->fd ? source_of_fd(options->fd, strcmp(path, "-") == 0 ? _("standard input") : path, err) : source_open(path, err);
    if (!source)
        return -1;
    struct survey_input input = { source, options->chunk, options->limits.size ? options->limits : READ_LIMITS };
    struct child_limits limits = child_limits_for(source_name(source), source_fd(source), source_size(source));
    struct child *child = child_start(options->in_process ? CHILD_CALL : CHILD_FORK, survey_produce, &input, &limits, err);
    int rc = child ? child_run(child, consume, stopped, &t, err) : -1;
    child_free(child);
    source_free(source);
    return rc;
}

void survey_release(struct survey *s)
{
    free(s->nodes);
    arena_release(&s->memory);
    *s = (struct survey){ .nodes = NULL };
}

uint32_t survey_child(const struct survey *s, uint32_t node, struct span name, bool attribute)
{
    for (uint32_t i = node + 1; i < s->count; i++)
        if (s->nodes[i].parent == node && s->nodes[i].attribute == attribute && span_eq(s->nodes[i].name, name))
            return i;
    return SURVEY_NONE;
}

unsigned survey_column(const struct survey *s, uint32_t node)
{
    unsigned n = 0;
    struct span name = s->nodes[node].name;
    for (size_t i = 0; s->width > 0 && s->nodes[node].depth == 2 && i < name.n; i++)
        n = n * 10 + (unsigned)(name.p[i] - '0');
    return n;
}

bool survey_has_elements(const struct survey *s, uint32_t node)
{
    for (uint32_t i = node + 1; i < s->count; i++)
        if (s->nodes[i].parent == node && !s->nodes[i].attribute)
            return true;
    return false;
}

void survey_path(const struct survey *s, uint32_t from, uint32_t to, struct buf *out)
{
    uint32_t steps[SURVEY_DEPTH_MOST + 2];
    size_t n = 0, begin = out->n;
    for (uint32_t at = to; at != SURVEY_NONE && n < SURVEY_DEPTH_MOST + 2; at = s->nodes[at].parent)
        steps[n++] = at;
    for (uint32_t up = from; up != SURVEY_NONE; up = s->nodes[up].parent) {
        size_t k = n;
        while (k > 0 && steps[k - 1] != up)
            k--;
        if (k == 0) {
            buf_adds(out, out->n > begin ? "/.." : "..");
            continue;
        }
        for (size_t i = k - 1; i > 0; i--)
            buf_addf(out, "%s%s%.*s", out->n > begin ? "/" : "", s->nodes[steps[i - 1]].attribute ? "@" : "", SPAN_ARG(s->nodes[steps[i - 1]].name));
        break;
    }
    if (out->n == begin)
        buf_addc(out, '.');
}
