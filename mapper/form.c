/* mapper/form.c: share/forms.tsv in memory. Knows spellings, classes and families; never decides what a rule says. */
#include "mapper/form.h"
#include "base/arena.h"
#include "base/ascii.h"
#include "base/i18n.h"
#include "base/map.h"
#include "base/share.h"
#include "mapper/prefix.h"


struct forms {
    struct form *list;
    uint32_t n, cap;
    struct map keys;               /* comparison key -> index in list */
    struct map names;              /* classes, families and forms: their numbers */
    struct map ends, fronts;       /* folded words that names end or start with */
    struct prefixes front_most, end_most; /* by the first, by the last character */
    struct arena memory;
    struct buf key, fold;
    struct text *text; /* while loading */
};

static uint32_t number_of(struct forms *f, struct span word)
{
    return map_intern(&f->names, word);
}

static int add_use(struct forms *f, struct span use, struct span word, struct error *err)
{
    if (span_is(use, "-"))
        return 0;
    bool end = span_is(use, "end");
    if (!end && !span_is(use, "front"))
        return error_set(err, ERROR_USAGE, _("“%.*s” is none of end, front, -"), SPAN_ARG(use));
    if (text_fold(f->text, word, &f->fold) < 0 || map_put(end ? &f->ends : &f->fronts, buf_span(&f->fold), 1) < 0)
        return error_memory(err);
    struct span folded = buf_span(&f->fold);
    if (folded.n == 0 || folded.n > 255)
        return error_set(err, ERROR_USAGE, _("an empty or too long word"));
    if (end && f->end_most.longest[prefix_last_slot(folded)] < folded.n)
        f->end_most.longest[prefix_last_slot(folded)] = (unsigned char)folded.n;
    if (!end)
        prefix_note(&f->front_most, folded);
    return 0;
}

/* The classes of the last field, parted by commas. */
static int read_also(struct forms *f, struct span list, struct form *form, struct error *err)
{
    for (size_t i = 0; list.n > 0; i++) {
        size_t comma = span_find(list, SPAN(","));
        struct span one = { list.p, comma == (size_t)-1 ? list.n : comma };
        if (i == FORM_ALSO)
            return error_set(err, ERROR_USAGE, _("more than %d further classes"), FORM_ALSO);
        if ((form->also_no[i] = number_of(f, one)) == MAP_NONE)
            return error_memory(err);
        size_t step = comma == (size_t)-1 ? list.n : comma + 1;
        list = (struct span){ list.p + step, list.n - step };
    }
    return 0;
}

static bool make_room(struct forms *f)
{
    if (f->n < f->cap)
        return true;
    uint32_t cap = f->cap ? f->cap * 2 : 512;
    struct form *list = realloc(f->list, cap * sizeof *list);
    if (!list)
        return false;
    f->list = list;
    f->cap = cap;
    return true;
}

static int on_line(void *ctx, int line, const struct span *fields, size_t n, struct error *err)
{
    struct forms *f = ctx;
    (void)line;
    if (add_use(f, fields[4], fields[0], err) < 0)
        return -1;
    if (span_is(fields[1], "-"))
        return 0; /* a word of names only */
    if (!make_room(f) || text_key(f->text, fields[0], &f->key) < 0)
        return error_memory(err);
    struct form form = { .spelling = arena_copy(&f->memory, fields[0]), .cls = arena_copy(&f->memory, fields[1]),
                         .family = arena_copy(&f->memory, fields[2]), .form = arena_copy(&f->memory, fields[3]),
                         .cls_no = number_of(f, fields[1]), .family_no = number_of(f, fields[2]),
                         .form_no = number_of(f, fields[3]) };
    if (!form.form.p || !form.family.p || !form.cls.p || !form.spelling.p || form.cls_no == MAP_NONE ||
        form.family_no == MAP_NONE || form.form_no == MAP_NONE)
        return error_memory(err);
    if (n > 5 && read_also(f, fields[5], &form, err) < 0)
        return -1;
    int status = map_put(&f->keys, buf_span(&f->key), f->n);
    if (status < 0)
        return error_memory(err);
    if (status == 0)
        return error_set(err, ERROR_USAGE, _("the form “%.*s” stands here twice"), SPAN_ARG(fields[0]));
    f->list[f->n++] = form;
    return 0;
}

struct forms *forms_new(const char *share_dir, struct text *text, struct error *err)
{
    struct forms *f = calloc(1, sizeof *f);
    if (!f) {
        error_memory(err);
        return NULL;
    }
    map_init(&f->keys);
    map_init(&f->names);
    map_init(&f->ends);
    map_init(&f->fronts);
    arena_init(&f->memory);
    buf_init(&f->key);
    buf_init(&f->fold);
    f->text = text;
    /* "-" is number 0: not said */
    if (number_of(f, SPAN("-")) == MAP_NONE) {
        error_memory(err);
        forms_free(f);
        return NULL;
    }
    if (share_read(share_dir, "forms.tsv", 5, on_line, f, err) < 0) {
        forms_free(f);
        return NULL;
    }
    return f;
}

void forms_free(struct forms *f)
{
    if (!f)
        return;
    free(f->list);
    map_release(&f->keys);
    map_release(&f->names);
    map_release(&f->ends);
    map_release(&f->fronts);
    arena_release(&f->memory);
    buf_release(&f->key);
    buf_release(&f->fold);
    free(f);
}

static const struct form *find_key(struct forms *f, struct text *text, struct span s)
{
    if (s.n == 0 || text_key(text, s, &f->key) < 0)
        return NULL;
    uint32_t at = map_get(&f->keys, buf_span(&f->key));
    return at == MAP_NONE ? NULL : &f->list[at];
}

/* The more exact of what two parts of one field say: 糖衣片 rather than 片, 冻干粉针 rather than 注射剂; else the second. */
static const struct form *more_exact(const struct form *first, const struct form *second)
{
    if (!first || !second)
        return first ? first : second;
    bool general = first->cls_no == second->cls_no &&
                   (second->family_no == 0 || (first->form_no != second->form_no && span_ends(first->form, second->form)));
    return general ? first : second;
}

/* What two parts say together: 缓释 and 片剂. A form is a short word. */
static const struct form *find_joined(struct forms *f, struct text *text, struct span first, struct span second)
{
    char joined[120];
    if (first.n + second.n > sizeof joined)
        return NULL;
    memcpy(joined, first.p, first.n);
    memcpy(joined + first.n, second.p, second.n);
    return find_key(f, text, (struct span){ joined, first.n + second.n });
}

/* The form of 片剂(薄膜衣片), 片剂(缓释), 糖衣片(片剂), 颗粒剂(无糖). */
static const struct form *find_bracketed(struct forms *f, struct text *text, struct span folded, size_t open)
{
    struct span before = span_trim((struct span){ folded.p, open }), inside = { folded.p + open + 1, folded.n - open - 1 };
    size_t close = span_find(inside, SPAN(")"));
    if (close != (size_t)-1)
        inside.n = close;
    inside = span_trim(inside);
    const struct form *both = find_joined(f, text, inside, before);
    return both ? both : more_exact(find_key(f, text, before), find_key(f, text, inside));
}

/* Bytes of s before the first sign or digit that parts two forms or a form and a pack: "Inj Sol-1mL Pk", "Tab 28 Pk", 片剂/薄膜衣片. */
static size_t head_of(struct span s)
{
    static const char *const signs[] = { "、", "或" };
    size_t n = 0;
    while (n < s.n && !memchr("-/,;+:|", s.p[n], 7) && (s.p[n] < '0' || s.p[n] > '9'))
        n++;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        size_t at = span_find(s, span_of(signs[i]));
        n = at < n ? at : n;
    }
    return n;
}

/* The form of 片剂/薄膜衣片, 片剂-缓释; of several that are not one, such as 片剂、胶囊剂, nothing is known. */
static const struct form *find_parts(struct forms *f, struct text *text, struct span folded)
{
    size_t n = head_of(folded);
    if (n == folded.n)
        return NULL;
    size_t next = n;
    (void)utf8_next(folded, &next);
    struct span head = span_trim((struct span){ folded.p, n }), tail = span_trim((struct span){ folded.p + next, folded.n - next });
    const struct form *both = find_joined(f, text, tail, head), *first = find_key(f, text, head), *second = find_key(f, text, tail);
    if (both)
        return both;
    bool several = first && second && first->form_no != second->form_no && more_exact(first, second) == second &&
                   more_exact(second, first) == first;
    return several ? NULL : more_exact(first, second);
}

const struct form *forms_find(struct forms *f, struct text *text, struct span field)
{
    const struct form *found = find_key(f, text, field);
    if (found || text_fold(text, field, &f->fold) < 0)
        return found;
    struct span folded = buf_span(&f->fold);
    size_t open = span_find(folded, SPAN("("));
    return open != (size_t)-1 ? find_bracketed(f, text, folded, open) : find_parts(f, text, folded);
}

static bool stands_for(const struct form *general, uint32_t cls)
{
    for (size_t i = 0; i < FORM_ALSO && general->also_no[i]; i++)
        if (general->also_no[i] == cls)
            return true;
    return false;
}

enum forms_verdict forms_compare(const struct form *a, const struct form *b)
{
    if (!a || !b)
        return FORMS_UNKNOWN;
    if (a->form_no == b->form_no && a->cls_no == b->cls_no)
        return FORMS_SAME;
    if (a->cls_no != b->cls_no)
        return stands_for(a, b->cls_no) || stands_for(b, a->cls_no) ? FORMS_VARIANT : FORMS_OTHER_CLASS;
    if (a->family_no == 0 || b->family_no == 0)
        return FORMS_GENERAL;
    return a->family_no == b->family_no ? FORMS_VARIANT : FORMS_OTHER_FAMILY;
}

static bool starts_character(struct span s, size_t at)
{
    return at >= s.n || ((unsigned char)s.p[at] & 0xC0) != 0x80;
}

size_t forms_name_end(const struct forms *f, struct span name)
{
    size_t most = name.n > 0 ? f->end_most.longest[prefix_last_slot(name)] : 0;
    for (size_t n = name.n < most ? name.n : most; n > 0; n--) {
        size_t at = name.n - n;
        if (!starts_character(name, at) || (at > 0 && ascii_is_lower(name.p[at]) && ascii_is_lower(name.p[at - 1])))
            continue;
        if (map_get(&f->ends, (struct span){ name.p + at, n }) != MAP_NONE)
            return n;
    }
    return 0;
}

size_t forms_name_front(const struct forms *f, struct span name)
{
    for (size_t n = name.n > 0 ? prefix_most(&f->front_most, name, 0) : 0; n > 0; n--)
        if (starts_character(name, n) && map_get(&f->fronts, (struct span){ name.p, n }) != MAP_NONE)
            return n;
    return 0;
}
