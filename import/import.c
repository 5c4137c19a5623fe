/* import/import.c: the order of an import: profiles, files, duplicates, counts, commit. All or nothing: the store is touched by
 * stage_commit alone, after everything else said yes. */
#include "import/import_run.h"
#include "import/native_out.h"

#include "base/i18n.h"

#include <sys/stat.h>

static int check_options(const struct import_options *o, size_t n, struct error *err)
{
    const char *why;
    if (n == 0)
        return error_set(err, ERROR_USAGE, _("no file to import"));
    if (o->region.p && (why = why_not_region(o->region)))
        return error_set(err, ERROR_USAGE, _("--region %.*s: %s"), SPAN_ARG(o->region), _(why));
    if (o->delta && o->pack)
        return error_set(err, ERROR_USAGE, _("a signed pack is a whole version: it is not put on another one"));
    if (o->label.p && (why = why_not_label(o->label)))
        return error_set(err, ERROR_USAGE, _("--label %.*s: %s"), SPAN_ARG(o->label), _(why));
    return 0;
}

/* Both the documents' and each other's: one text for all files. */
static int merge_text(const struct import *im, size_t at, const char *field, struct span *all, struct span one, struct error *err)
{
    if (one.p && all->p && !span_eq(*all, one))
        return error_set(err, ERROR_INPUT, _("%s says %s %.*s, but a file before it %.*s: several files must be parts of one version"),
                         im->files[at].name, field, SPAN_ARG(one), SPAN_ARG(*all));
    if (one.p)
        *all = one;
    return 0;
}

/* Version numbers of records: the greatest of one layout. Else as merge_text. */
static int merge_label(const struct import *im, size_t at, struct span *label, struct span one, struct error *err)
{
    const struct profile *p = im->files[at].profile;
    bool numbers = p && p->document[DOCUMENT_VERSION].greatest && at > 0 && im->files[at - 1].profile == p;
    bool differ = one.p && label->p && !span_eq(one, *label);
    if (differ && !numbers && p && p->document[DOCUMENT_VERSION].greatest)
        return error_set(err, ERROR_USAGE, _("%s has version %.*s, but a file before it %.*s: give the version that they make a label with --label"),
                         im->files[at].name, SPAN_ARG(one), SPAN_ARG(*label));
    if (!differ || !numbers)
        return merge_text(im, at, "version", label, one, err);
    if (span_cmp_numbers(one, *label) > 0)
        *label = one;
    return 0;
}

static int merge_date(const struct import *im, size_t at, const char *field, date *all, date one, struct error *err)
{
    char a[DATE_TEXT], b[DATE_TEXT];
    if (one && *all && *all != one)
        return merge_text(im, at, field, &(struct span){ date_text(*all, a), strlen(a) }, span_of(date_text(one, b)), err);
    if (one)
        *all = one;
    return 0;
}

/* What all files say together. */
static int merge_facts(const struct import *im, struct stage_meta *meta, struct error *err)
{
    const struct import_options *o = im->options;
    struct span region = SPAN_NONE, label = SPAN_NONE;
    for (size_t i = 0; i < im->file_count; i++) {
        const struct document_facts *f = &im->files[i].facts;
        if ((!o->region.p && merge_text(im, i, "region", &region, f->region, err) < 0) ||
            (!o->label.p && merge_label(im, i, &label, f->label, err) < 0) ||
            (!o->effective && merge_date(im, i, "effective", &meta->effective, f->effective, err) < 0) ||
            merge_date(im, i, "expires", &meta->expires, f->expires, err) < 0)
            return -1;
        meta->title = meta->title.p ? meta->title : f->title;
        meta->publisher = meta->publisher.p ? meta->publisher : f->publisher;
        meta->fragment = meta->fragment || f->fragment;
    }
    meta->region = o->region.p ? o->region : region;
    meta->label = o->label.p ? o->label : label;
    if (o->effective)
        meta->effective = o->effective;
    if (!meta->region.p)
        return error_set(err, ERROR_USAGE, _("%s: the document names no region; give it with --region"), im->files[0].name);
    if (!meta->label.p)
        return error_set(err, ERROR_USAGE, _("%s: the document names no version; give its label with --label"), im->files[0].name);
    return 0;
}

static int say_count(struct import *im, int64_t declared, int64_t found, bool *fragment, struct error *err)
{
    enum differs differs = im->profile->differs;
    struct buf b = BUF_INIT;
    if (differs == DIFFERS_ERROR)
        return error_set(err, ERROR_INPUT, _("%s: records declared: %lld, read: %lld; nothing was imported"),
                         import_name(im), (long long)declared, (long long)found);
    if (differs == DIFFERS_FRAGMENT && found < declared) {
        *fragment = true;
        buf_addf(&b, _("records declared: %lld, read: %lld; the version is a fragment"), (long long)declared, (long long)found);
    } else
        buf_addf(&b, _("records declared: %lld, read: %lld"), (long long)declared, (long long)found);
    int rc = import_say(im, PROBLEM_COUNT, 0, 0, buf_str(&b), err);
    buf_release(&b);
    return rc;
}

/* The pages: each once, and all of them. *missing: some are not here. */
static int check_pages(struct import *im, bool *missing, struct error *err)
{
    int64_t pages = -1;
    for (size_t i = 0; i < im->file_count; i++) {
        const struct document_facts *f = &im->files[i].facts;
        pages = f->pages > pages ? f->pages : pages;
        for (size_t k = 0; f->page >= 0 && k < i; k++)
            if (im->files[k].facts.page == f->page)
                return error_set(err, ERROR_INPUT, _("%s and %s are both page %lld"), im->files[k].name, im->files[i].name,
                                 (long long)f->page);
    }
    *missing = pages > (int64_t)im->file_count;
    if (!*missing)
        return 0;
    struct buf b = BUF_INIT;
    buf_addf(&b, _("pages declared: %lld, given: %zu; the version is a fragment"), (long long)pages, im->file_count);
    im->now = 0;
    int rc = import_say(im, PROBLEM_COUNT, 0, 0, buf_str(&b), err);
    buf_release(&b);
    return rc;
}

static int check_counts(struct import *im, struct stage_meta *meta, struct error *err)
{
    bool missing = false;
    int64_t declared = -1;
    if (check_pages(im, &missing, err) < 0)
        return -1;
    meta->fragment = meta->fragment || missing;
    for (im->now = 0; im->now < im->file_count; im->now++) {
        const struct import_file *f = &im->files[im->now];
        declared = f->facts.count > declared ? f->facts.count : declared;
        if (!im->profile->count_all && f->facts.count >= 0 && f->facts.count != f->records &&
            say_count(im, f->facts.count, f->records, &meta->fragment, err) < 0)
            return -1;
    }
    im->now = 0;
    if (im->profile->count_all && declared >= 0 && declared != im->records && !missing)
        return say_count(im, declared, im->records, &meta->fragment, err);
    return 0;
}

static int tell_duplicate(void *ctx, const struct stage_duplicate *d, struct error *err)
{
    struct import *im = ctx;
    const char *first = im->files[d->first_file].name;
    struct buf b = BUF_INIT;
    im->now = d->second_file;
    if (d->first_file == d->second_file)
        buf_addf(&b, _("%s %.*s: the code stands twice, first in line %u"), _(kind_word(d->kind)), SPAN_ARG(d->code), d->first_line);
    else
        buf_addf(&b, _("%s %.*s: the code stands twice, first in %s line %u"), _(kind_word(d->kind)), SPAN_ARG(d->code), first, d->first_line);
    buf_clear(&im->first_fault);
    int rc = import_say(im, PROBLEM_RECORD, d->second_line, 1, buf_str(&b), err);
    buf_release(&b);
    if (rc < 0)
        return -1;
    if (!im->options->skip_bad && !im->options->look) {
        im->errors++;
        return 0;
    }
    im->rejected++;
    im->given[im->files[im->now].given].source.skipped++;
    if (!im->events || !im->events->reject || im->options->look)
        return 0;
    buf_clear(&im->reject);
    if (native_write_entry(d->second, &im->reject, err) < 0)
        return -1;
    return im->events->reject(im->events->ctx, im->files[im->now].name, d->second_line, d->code, buf_str(&im->first_fault), buf_span(&im->reject),
                              err);
}

static int tell_other_kinds(struct import *im, struct error *err)
{
    for (int k = 0; k < KIND_COUNT; k++) {
        if (im->other[k] == 0)
            continue;
        struct buf b = BUF_INIT;
        buf_addf(&b, _("records of kind %s left out: %lld (--kind %s)"), _(kind_word((enum kind)k)), (long long)im->other[k],
                 kind_word((enum kind)im->options->kind));
        int rc = import_say(im, PROBLEM_KIND, 0, 0, buf_str(&b), err);
        buf_release(&b);
        if (rc < 0)
            return -1;
    }
    return 0;
}

/* Everything was read: is it worth a version? */
static int judge(struct import *im, struct store *store, struct stage_meta *meta, struct error *err)
{
    const char *file = im->given[0].name;
    if (im->records == 0 && !im->options->look)
        return error_set(err, ERROR_INPUT, _("%s: the document holds no record; nothing was imported"), file);
    if (im->options->delta && im->errors == 0 && im->staged > 0 && (merge_facts(im, meta, err) < 0 || import_put_on(im, store, meta, err) < 0))
        return -1;
    if (stage_finish(im->stage, tell_duplicate, im, err) < 0)
        return -1;
    im->report->superseded = stage_superseded(im->stage);
    im->now = 0;
    if (im->options->look)
        return check_counts(im, meta, err);
    if (im->invalid > 0)
        return error_set(err, ERROR_INPUT, _("%s: faults by the schema: %lld; nothing was imported"), file, (long long)im->invalid);
    if (im->errors > 0)
        return error_set(err, ERROR_INPUT, _("%s: wrong records: %lld; nothing was imported (--skip-bad leaves them out)"), file,
                         (long long)im->errors);
    if (tell_other_kinds(im, err) < 0 || merge_facts(im, meta, err) < 0 || check_counts(im, meta, err) < 0 || import_numbers(im, meta, err) < 0)
        return -1;
    if (im->staged == 0 && im->rejected > 0)
        return error_set(err, ERROR_INPUT, _("%s: every record is wrong; nothing was imported"), file);
    if (im->staged == 0)
        return error_set(err, ERROR_INPUT, _("%s: no record is of kind %s; nothing was imported"), file,
                         _(kind_word((enum kind)im->options->kind)));
    return 0;
}

/* "nhsa-1301+nhsa-1302": each layout once. */
static int name_profiles(struct import *im, struct error *err)
{
    buf_clear(&im->profiles);
    for (size_t i = 0; i < im->file_count; i++) {
        bool again = false;
        for (size_t k = 0; k < i; k++)
            again = again || im->files[k].profile == im->files[i].profile;
        if (!again && im->files[i].profile)
            buf_addf(&im->profiles, "%s%.*s", im->profiles.n ? "+" : "", SPAN_ARG(im->files[i].profile->name));
    }
    return buf_check(&im->profiles, err);
}

static int commit(struct import *im, struct stage_meta *meta, struct error *err)
{
    const struct import_options *o = im->options;
    struct stage_source *sources = calloc(im->given_count, sizeof *sources);
    if (!sources)
        return error_memory(err);
    for (size_t i = 0; i < im->given_count; i++) {
        sources[i] = im->given[i].source;
        sources[i].name = span_of(im->given[i].name);
    }
    if (name_profiles(im, err) < 0) {
        free(sources);
        return -1;
    }
    meta->profile = buf_span(&im->profiles);
    meta->profile_sha = (struct span){ (const char *)im->profile->sha256, SHA256_BYTES };
    meta->act = o->act;
    meta->sources = sources;
    meta->source_count = im->given_count;
    meta->publish = o->publish;
    meta->publish_from = o->pack && !o->effective ? o->publish_from : meta->effective ? meta->effective : o->today;
    meta->pack = o->pack;
    meta->gates = o->gates;
    int rc = stage_commit(im->stage, meta, o->dry_run, &im->report->result, err);
    free(sources);
    return rc;
}

static void copy_text(char *out, size_t size, struct span s)
{
    size_t n = s.n < size - 1 ? s.n : size - 1;
    if (n > 0)
        memcpy(out, s.p, n);
    out[n] = '\0';
}

static void fill_report(struct import *im, const struct stage_meta *meta)
{
    struct import_report *r = im->report;
    copy_text(r->region, sizeof r->region, meta->region);
    copy_text(r->label, sizeof r->label, meta->label);
    copy_text(r->profile, sizeof r->profile, im->profile ? buf_span(&im->profiles) : SPAN_NONE);
    r->records = im->records;
    r->rejected = im->rejected;
    r->published = im->options->publish && !im->options->dry_run;
    r->effective = r->published ? meta->publish_from : DATE_NONE;
}

/* While what was read is sorted and stored: the last moment to stop is before the commit. */
static int watch(void *ctx, enum stage_phase phase, uint64_t done, uint64_t total, struct error *err)
{
    static const enum import_phase phases[] = {
        [STAGE_SORTING] = IMPORT_SORTING, [STAGE_STORING] = IMPORT_STORING, [STAGE_SAVING] = IMPORT_SAVING
    };
    struct import *im = ctx;
    struct import_progress p = { phases[phase], im->files[0].name, done, total, (uint64_t)im->records };
    if (import_stopped(im, err))
        return -1;
    return im->events && im->events->progress ? im->events->progress(im->events->ctx, &p, err) : 0;
}

static int run(struct import *im, struct store *store, const char *const *paths, struct error *err)
{
    const struct import_options *o = im->options;
    struct stage_options options = { .temp_dir = o->temp_dir, .watch = watch, .watch_ctx = im, .look_only = o->dry_run || o->look };
    struct stage_meta meta = { .effective = DATE_NONE };
    if (profile_set_load(&im->set, o->share_dir, o->profile, err) < 0)
        return -1;
    im->stage = stage_new(store, &options, err);
    if (!im->stage)
        return -1;
    bool sizes_known = true;
    for (size_t i = 0; i < im->given_count; i++) {
        struct stat st;
        im->given[i].path = paths[i];
        im->given[i].name = strcmp(paths[i], "-") == 0 ? _("standard input") : paths[i];
        if ((o->pack ? fstat(o->pack_fd, &st) : o->fd ? fstat(o->fd, &st) : stat(paths[i], &st)) == 0 && S_ISREG(st.st_mode))
            im->bytes_total += (uint64_t)st.st_size;
        else
            sizes_known = false;
    }
    im->bytes_total = sizes_known ? im->bytes_total : 0;
    for (im->given_now = 0; im->given_now < im->given_count; im->given_now++)
        if (import_read_given(im, err) < 0)
            return -1;
    im->now = 0;
    if (judge(im, store, &meta, err) < 0 || (!o->look && commit(im, &meta, err) < 0))
        return -1;
    fill_report(im, &meta);
    return 0;
}

static void import_release(struct import *im)
{
    for (size_t i = 0; im->files && i < im->file_count; i++)
        document_free(im->files[i].document);
    free(im->files);
    free(im->given);
    arena_release(&im->names);
    stage_free(im->stage);
    profile_set_release(&im->set);
    buf_release(&im->sentence);
    buf_release(&im->reject);
    buf_release(&im->first_fault);
    buf_release(&im->refuse);
    buf_release(&im->profiles);
    for (int k = 0; k < KIND_COUNT; k++)
        buf_release(&im->numbers[k]);
}

int import_run(struct store *s, const char *const *paths, size_t n, const struct import_options *o, const struct import_events *events,
               struct import_report *report, struct error *err)
{
    struct import im = { .options = o, .events = events, .report = report, .given_count = n };
    *report = (struct import_report){ .effective = DATE_NONE };
    if (check_options(o, n, err) < 0)
        return -1;
    im.given = calloc(n, sizeof *im.given);
    int rc = im.given ? run(&im, s, paths, err) : error_memory(err);
    if (rc < 0) { /* what was counted helps to say why */
        report->records = im.records;
        report->rejected = im.rejected;
    }
    memcpy(report->problems, im.problems, sizeof report->problems);
    memcpy(report->told, im.told, sizeof report->told);
    import_release(&im);
    return rc;
}
