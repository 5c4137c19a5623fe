/* cli/document.c: entries from the store through the native writer to whoever takes the bytes. */
#include "cli/document.h"
#include "base/i18n.h"
#include "import/native_out.h"
#include "report/sink.h"

#define ASK_EVERY 1024 /* entries between two questions whether to stop */

struct document_run {
    struct cli *cli;
    struct buf out;
    struct xml_writer xml;
    uint64_t entries;
    write_fn *sink;
    void *ctx;
};

static int flush(struct document_run *run, size_t at_least, struct error *err)
{
    return sink_write(&run->out, at_least, run->sink, run->ctx, err);
}

static int on_entry(void *ctx, const struct entry *e, struct error *err)
{
    struct document_run *run = ctx;
    if (run->entries++ % ASK_EVERY == 0 && cli_stopped(run->cli))
        return error_set(err, ERROR_STOPPED, _("stopped"));
    native_add(&run->xml, e);
    return flush(run, SINK_LONG, err);
}

/* One document has one head, so versions of several kinds must have come with the same. */
static int same_head(const struct version_info *v, size_t n, struct error *err)
{
    const struct version_info *a = &v[0];
    for (size_t i = 1; i < n; i++) {
        const struct version_info *b = &v[i];
        if (a->effective != b->effective || a->expires != b->expires || a->fragment != b->fragment || strcmp(a->title, b->title) != 0 ||
            strcmp(a->publisher, b->publisher) != 0)
            return error_set(err, ERROR_USAGE, _("%s and %s of %s@%s came with different dates or titles, so one document cannot hold both: export "
                                                 "them one by one, as %s/%s@%s"),
                             kind_word(a->kind), kind_word(b->kind), a->region, a->label, a->region, kind_word(a->kind), a->label);
    }
    return 0;
}

static struct span said(const char *text)
{
    return *text ? span_of(text) : SPAN_NONE;
}

static int write_kinds(struct document_run *run, const struct version_info *v, size_t n, struct error *err)
{
    struct native_head head = { .region = span_of(v->region), .label = span_of(v->label), .title = said(v->title), .publisher = said(v->publisher),
                                .effective = v->effective, .expires = v->expires, .fragment = v->fragment };
    for (size_t i = 0; i < n; i++)
        head.count += v[i].entries;
    native_begin(&run->xml, &head, &run->out);
    for (size_t i = 0; i < n; i++)
        if (store_entries(run->cli->store, &v[i], on_entry, run, err) < 0)
            return -1;
    return native_finish(&run->xml, err) < 0 ? -1 : flush(run, 0, err);
}

int document_write(struct cli *cli, const struct version_info *v, size_t n, write_fn *sink, void *ctx, struct error *err)
{
    struct document_run run = { .cli = cli, .sink = sink, .ctx = ctx };
    if (same_head(v, n, err) < 0)
        return -1;
    int status = write_kinds(&run, v, n, err);
    buf_release(&run.out);
    return status;
}
