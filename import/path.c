/* import/path.c: reads the paths of profiles. It must never guess: what it does not know is an error. */
#include "import/path.h"

#include "base/i18n.h"

static int bad(struct span text, struct error *err)
{
    return error_set(err, ERROR_USAGE,
                     _("\"%.*s\" is no path: only names, @attribute, \"..\" at its beginning, \".\" and \"|\" are known"),
                     SPAN_ARG(text));
}

bool path_is_name(struct span s)
{
    static const char no[] = "@|./*()[]:\"'<>=,; \t\r\n";
    for (size_t i = 0; i < s.n; i++) {
        bool dot_inside = s.p[i] == '.' && i > 0;
        if (!dot_inside && s.p[i] != '\0' && strchr(no, s.p[i]))
            return false;
    }
    return s.n > 0;
}

struct steps {
    struct span at[PATH_STEPS_MOST];
    size_t n;
};

/* One step behind others: ".." counts, "." is nothing, "@name" ends the path. */
static bool take_step(struct span step, bool last, struct path *p, struct steps *steps)
{
    if (span_is(step, ".."))
        return steps->n == 0 && ++p->up <= PATH_STEPS_MOST;
    if (span_is(step, "."))
        return true;
    if (step.n > 1 && step.p[0] == '@') {
        p->attribute = (struct span){ step.p + 1, step.n - 1 };
        return last && path_is_name(p->attribute);
    }
    if (!path_is_name(step) || steps->n == PATH_STEPS_MOST)
        return false;
    steps->at[steps->n++] = step;
    return true;
}

static int parse_one(struct span text, struct arena *memory, struct path *p, struct error *err)
{
    struct steps steps = { .n = 0 };
    text = span_trim(text);
    *p = (struct path){ .text = arena_copy(memory, text) };
    if (!p->text.p)
        return error_memory(err);
    if (text.n == 0)
        return bad(text, err);
    struct span rest = p->text;
    for (;;) {
        const char *slash = memchr(rest.p, '/', rest.n);
        struct span step = { rest.p, slash ? (size_t)(slash - rest.p) : rest.n };
        if (!take_step(step, !slash, p, &steps))
            return bad(text, err);
        if (!slash)
            break;
        rest = (struct span){ slash + 1, rest.n - step.n - 1 };
    }
    struct span *kept = arena_alloc(memory, (steps.n + 1) * sizeof *kept);
    if (!kept)
        return error_memory(err);
    memcpy(kept, steps.at, steps.n * sizeof *kept);
    p->steps = kept;
    p->count = steps.n;
    return 0;
}

int path_parse(struct span text, struct arena *memory, struct path_list *out, struct error *err)
{
    struct path *paths = arena_alloc(memory, PATH_ALTERNATIVES_MOST * sizeof *paths);
    if (!paths)
        return error_memory(err);
    size_t n = 0;
    struct span rest = text;
    for (bool more = true; more; n++) {
        if (n == PATH_ALTERNATIVES_MOST)
            return error_set(err, ERROR_USAGE, _("\"%.*s\" has more than %d alternatives"), SPAN_ARG(text),
                             PATH_ALTERNATIVES_MOST);
        const char *bar = rest.n ? memchr(rest.p, '|', rest.n) : NULL;
        struct span one = { rest.p, bar ? (size_t)(bar - rest.p) : rest.n };
        if (parse_one(one, memory, &paths[n], err) < 0)
            return -1;
        more = bar != NULL;
        if (more)
            rest = (struct span){ bar + 1, rest.n - one.n - 1 };
    }
    *out = (struct path_list){ paths, n };
    return 0;
}
