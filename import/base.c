/* import/base.c: files that hold only what changed: the version that they are put on, and which of the two is newer. It reads the store and
 * never writes to it. */
#include "import/import_run.h"

#include "base/i18n.h"

static int find_base(struct import *im, struct store *store, const struct stage_meta *meta, enum kind kind, struct error *err)
{
    const struct import_options *o = im->options;
    struct version_info *base = &im->bases[kind];
    int got = o->onto.p ? store_version(store, meta->region, kind, o->onto, base, err) : store_newest(store, meta->region, kind, base, err);
    if (got != 0)
        return got < 0 ? -1 : 0;
    if (o->onto.p)
        return error_set(err, ERROR_CATALOG, _("%.*s/%s: there is no version %.*s to put the changes on; duima list shows which there are"),
                         SPAN_ARG(meta->region), kind_word(kind), SPAN_ARG(o->onto));
    return error_set(err, ERROR_CATALOG, _("%.*s/%s: there is no version to put the changes on; import the whole catalog first, without --delta"),
                     SPAN_ARG(meta->region), kind_word(kind));
}

int import_put_on(struct import *im, struct store *store, struct stage_meta *meta, struct error *err)
{
    if (im->options->onto_region.p && !span_eq(im->options->onto_region, meta->region))
        return error_set(err, ERROR_USAGE, _("--onto names the region %.*s, but the changes are of %.*s"), SPAN_ARG(im->options->onto_region),
                         SPAN_ARG(meta->region));
    for (int k = 0; k < KIND_COUNT; k++) {
        if (im->staged_of[k] == 0)
            continue;
        if (find_base(im, store, meta, (enum kind)k, err) < 0 || stage_put_on(im->stage, &im->bases[k], err) < 0)
            return -1;
        meta->bases[k] = &im->bases[k];
    }
    return 0;
}

/* ---- version numbers of records ---- */

/* The next "PROFILE=NUMBER" of *rest. */
static bool next_number(struct span *rest, struct span *profile, struct span *number)
{
    while (rest->n > 0 && rest->p[0] == ' ')
        *rest = (struct span){ rest->p + 1, rest->n - 1 };
    const char *end = rest->n ? memchr(rest->p, ' ', rest->n) : NULL;
    struct span word = { rest->p, end ? (size_t)(end - rest->p) : rest->n };
    const char *eq = word.n ? memchr(word.p, '=', word.n) : NULL;
    *rest = (struct span){ rest->p + word.n, rest->n - word.n };
    if (!eq)
        return false;
    *profile = (struct span){ word.p, (size_t)(eq - word.p) };
    *number = (struct span){ eq + 1, word.n - profile->n - 1 };
    return true;
}

static bool is_of_kind(const struct profile *p, enum kind kind)
{
    for (size_t i = 0; i < p->records[0].case_count; i++)
        if (p->records[0].cases[i].kind == kind)
            return true;
    return false;
}

/* The greatest number that the documents of a profile say; absent: none does. */
static struct span number_of(const struct import *im, const struct profile *p)
{
    struct span greatest = SPAN_NONE;
    for (size_t i = 0; i < im->file_count && p->document[DOCUMENT_VERSION].greatest; i++) {
        struct span one = im->files[i].facts.label;
        if (im->files[i].profile == p && one.n && (!greatest.p || span_cmp_numbers(one, greatest) > 0))
            greatest = one;
    }
    return greatest;
}

/* Holds the numbers of a kind against those of what they are put on, and adds to them those of other layouts. */
static int compare_with_base(struct import *im, enum kind kind, struct span ours, struct error *err)
{
    const struct version_info *base = &im->bases[kind];
    struct span rest = span_of(base->numbers), profile, number, mine, my_number;
    while (next_number(&rest, &profile, &number)) {
        struct span all = ours;
        bool found = false;
        while (!found && next_number(&all, &mine, &my_number))
            found = span_eq(mine, profile);
        if (!found)
            buf_addf(&im->numbers[kind], "%s%.*s=%.*s", im->numbers[kind].n ? " " : "", SPAN_ARG(profile), SPAN_ARG(number));
        else if (span_cmp_numbers(my_number, number) <= 0 && !im->refuse.n)
            buf_addf(&im->refuse, _("%s/%s: the changes go up to version %.*s, but %s has those up to %.*s already; give the version that they are for with --onto"),
                     base->region, kind_word(kind), SPAN_ARG(my_number), base->label, SPAN_ARG(number));
    }
    return buf_check(&im->numbers[kind], err) < 0 ? -1 : buf_check(&im->refuse, err);
}

int import_numbers(struct import *im, struct stage_meta *meta, struct error *err)
{
    for (int k = 0; k < KIND_COUNT; k++) {
        struct buf ours = BUF_INIT;
        for (size_t i = 0; i < im->set.count; i++) {
            struct span number = is_of_kind(im->set.at[i], (enum kind)k) ? number_of(im, im->set.at[i]) : SPAN_NONE;
            if (number.n)
                buf_addf(&ours, "%s%.*s=%.*s", ours.n ? " " : "", SPAN_ARG(im->set.at[i]->name), SPAN_ARG(number));
        }
        buf_clear(&im->numbers[k]);
        buf_addspan(&im->numbers[k], buf_span(&ours));
        int rc = buf_check(&ours, err);
        if (rc == 0 && meta->bases[k])
            rc = compare_with_base(im, (enum kind)k, buf_span(&ours), err);
        buf_release(&ours);
        if (rc < 0)
            return -1;
        meta->numbers[k] = im->numbers[k].n ? buf_span(&im->numbers[k]) : SPAN_NONE;
    }
    meta->refuse = im->refuse.n ? buf_str(&im->refuse) : NULL;
    return 0;
}
