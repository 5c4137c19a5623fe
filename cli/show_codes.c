/* cli/show_codes.c: see the header. What is found waits as the text that is written, until every version was asked. */
#include "cli/show_codes.h"
#include "base/i18n.h"
#include "catalog/field.h"
#include "catalog/lookup.h"
#include "cli/placed.h"
#include "io/source.h"
#include "report/csv.h"
#include "report/json.h"
#include "report/sink.h"

#define PIECE ((size_t)64 << 10)

/* What is told of an entry besides code, state and version. */
static const enum entry_field told[] = {
    ENTRY_FIELD_NAME, ENTRY_FIELD_FORM, ENTRY_FIELD_SPEC, ENTRY_FIELD_MANUFACTURER, ENTRY_FIELD_UNIT, ENTRY_FIELD_PAY_CLASS, ENTRY_FIELD_CEILING,
    ENTRY_FIELD_VALID_FROM, ENTRY_FIELD_VALID_TO, ENTRY_FIELD_STATUS, ENTRY_FIELD_REPLACED_BY,
};
#define TOLD (sizeof told / sizeof *told)

struct answer {
    size_t at; /* in texts */
    size_t n;  /* 0: no entry */
};
struct run {
    struct cli *cli;
    const struct version_choice *choice;
    struct placed placed;
    bool ndjson, raw;
    struct map codes;
    struct buf lines;        /* uint32_t a line of the list: its code's number */
    struct answer *answers;  /* a code */
    struct buf texts, field, out;
    struct version_info version; /* being asked */
    struct buf catalog;          /* "430000/drug" */
    uint64_t unknown;
};

/* ---- the list ---- */

static int add_line(struct run *run, struct span line, struct error *err)
{
    line = span_trim(line);
    if (line.n == 0)
        return 0;
    uint32_t which = map_intern(&run->codes, line);
    if (which == MAP_NONE)
        return error_memory(err);
    buf_add(&run->lines, &which, sizeof which);
    return buf_check(&run->lines, err);
}

/* The whole lines of `text`; what is left of the last one moves to its front. */
static int take_lines(struct run *run, struct buf *text, const char *name, bool last, struct error *err)
{
    struct span rest = buf_span(text);
    if (rest.n && memchr(rest.p, '\0', rest.n))
        return error_set(err, ERROR_INPUT, _("%s: a NUL character: a list of codes is plain text, one code a line, in UTF-8 or GBK"), name);
    while (rest.n > 0) {
        const char *end = memchr(rest.p, '\n', rest.n);
        if (!end && !last)
            break;
        size_t n = end ? (size_t)(end - rest.p) : rest.n;
        if (add_line(run, (struct span){ rest.p, n }, err) < 0)
            return -1;
        n += end != NULL;
        rest.p += n;
        rest.n -= n;
    }
    if (rest.n > 0)
        memmove(text->p, rest.p, rest.n);
    text->n = rest.n;
    return 0;
}

static int read_list(struct run *run, struct source *src, struct error *err)
{
    struct buf text = BUF_INIT;
    int64_t n = 1;
    int status = 0;
    for (bool first = true; status == 0 && n > 0; first = false) {
        char *to = buf_room(&text, PIECE);
        n = to ? source_read(src, to, PIECE, err) : error_memory(err);
        if (n < 0) {
            status = -1;
            break;
        }
        if (first && n >= 3 && memcmp(to, "\xEF\xBB\xBF", 3) == 0)
            memcpy(to, "   ", 3);
        text.n += (size_t)n;
        status = take_lines(run, &text, source_name(src), n == 0, err);
        if (status == 0 && cli_stopped(run->cli))
            status = error_set(err, ERROR_STOPPED, _("stopped"));
    }
    buf_release(&text);
    return status;
}

/* ---- an entry as text ---- */

static bool is_active(const struct run *run, const struct entry *e)
{
    date day = run->choice->day;
    return !e->inactive && (e->valid_from == DATE_NONE || e->valid_from <= day) && (e->valid_to == DATE_NONE || e->valid_to >= day);
}

static void add_csv(struct run *run, const struct entry *e, struct buf *out)
{
    csv_cell(out, e->text[ENTRY_CODE], run->raw);
    buf_adds(out, is_active(run, e) ? ",active," : ",inactive,");
    buf_addspan(out, buf_span(&run->catalog));
    buf_addc(out, ',');
    csv_cell(out, span_of(run->version.label), run->raw);
    for (size_t i = 0; i < TOLD; i++) {
        buf_clear(&run->field);
        entry_field_add(e, told[i], " | ", &run->field);
        buf_addc(out, ',');
        csv_cell(out, buf_span(&run->field), run->raw);
    }
}

/* "pay_class" of "pay-class", into `name`. */
static const char *member_of(enum entry_field f, struct buf *name)
{
    buf_clear(name);
    for (const char *p = entry_field_name(f); *p; p++)
        buf_addc(name, *p == '-' ? '_' : *p);
    return buf_str(name);
}

static void add_ndjson(struct run *run, const struct entry *e, struct buf *out)
{
    struct buf name = BUF_INIT;
    buf_addc(out, '{');
    json_text_member(out, "code", e->text[ENTRY_CODE]);
    json_word_member(out, "state", is_active(run, e) ? "active" : "inactive");
    json_text_member(out, "catalog", buf_span(&run->catalog));
    json_text_member(out, "version", span_of(run->version.label));
    for (size_t i = 0; i < TOLD; i++) {
        buf_clear(&run->field);
        entry_field_add(e, told[i], " | ", &run->field);
        json_text_member(out, member_of(told[i], &name), buf_span(&run->field));
    }
    buf_addc(out, '}');
    out->failed = out->failed || name.failed;
    buf_release(&name);
}

/* The first kind that has a code tells of it. */
static int on_found(void *ctx, uint32_t which, const struct entry *e, struct error *err)
{
    struct run *run = ctx;
    struct answer *a = &run->answers[which];
    if (a->n > 0)
        return 0;
    a->at = run->texts.n;
    (run->ndjson ? add_ndjson : add_csv)(run, e, &run->texts);
    a->n = run->texts.n - a->at;
    return buf_check(&run->texts, err) < 0 || buf_check(&run->field, err) < 0 ? -1 : 0;
}

/* ---- all of it ---- */

static int ask_all(struct run *run, struct error *err)
{
    size_t versions = 0;
    for (enum kind kind = 0; kind < KIND_COUNT; kind++) {
        int got = version_choice_of(run->cli, run->choice, kind, &run->version, err);
        if (got < 0)
            return -1;
        if (got == 0)
            continue;
        versions++;
        buf_clear(&run->catalog);
        buf_addf(&run->catalog, "%s/%s", run->version.region, kind_word(kind));
        buf_str(&run->catalog);
        if (buf_check(&run->catalog, err) < 0 || store_lookup(run->cli->store, &run->version, &run->codes, on_found, run, err) < 0)
            return -1;
    }
    return versions ? 0 : version_choice_none(run->cli, run->choice, err);
}

static void add_head(struct run *run)
{
    if (run->ndjson)
        return;
    buf_adds(&run->out, "code,state,catalog,version");
    for (size_t i = 0; i < TOLD; i++)
        buf_addf(&run->out, ",%s", member_of(told[i], &run->field));
    buf_addc(&run->out, '\n');
}

static void add_unknown(struct run *run, struct span code)
{
    if (run->ndjson) {
        buf_addc(&run->out, '{');
        json_text_member(&run->out, "code", code);
        json_word_member(&run->out, "state", "unknown");
        buf_addc(&run->out, '}');
        return;
    }
    csv_cell(&run->out, code, run->raw);
    buf_adds(&run->out, ",unknown,");
    for (size_t i = 0; i <= TOLD; i++)
        buf_addc(&run->out, ',');
}

static int write_all_of(struct run *run, struct error *err)
{
    size_t n = run->lines.n / sizeof(uint32_t);
    add_head(run);
    for (size_t i = 0; i < n; i++) {
        uint32_t which;
        memcpy(&which, run->lines.p + i * sizeof which, sizeof which);
        const struct answer *a = &run->answers[which];
        if (a->n > 0)
            buf_add(&run->out, run->texts.p + a->at, a->n);
        else
            add_unknown(run, map_key(&run->codes, which));
        run->unknown += a->n == 0;
        buf_addc(&run->out, '\n');
        if (sink_write(&run->out, SINK_LONG, placed_write, &run->placed, err) < 0)
            return -1;
    }
    return sink_write(&run->out, 0, placed_write, &run->placed, err);
}

static int look_up(struct run *run, const char *path, struct error *err)
{
    struct source *src = source_open(path, err);
    if (!src)
        return -1;
    int status = read_list(run, src, err);
    source_free(src);
    if (status < 0)
        return -1;
    run->answers = calloc((size_t)run->codes.count + 1, sizeof *run->answers);
    if (!run->answers)
        return error_memory(err);
    if (store_begin_read(run->cli->store, err) < 0)
        return -1;
    status = ask_all(run, err);
    store_end_read(run->cli->store);
    if (status == 0)
        status = write_all_of(run, err);
    if (status == 0)
        status = placed_commit(&run->placed, err);
    if (status == 0 && run->unknown > 0) {
        cli_say(run->cli, _("codes without an entry: %llu of %zu"), (unsigned long long)run->unknown, run->lines.n / sizeof(uint32_t));
        cli_raise(run->cli, EXIT_FINDINGS);
    }
    return status;
}

int show_codes(struct cli *cli, const struct args *args, const struct version_choice *choice, struct error *err)
{
    struct run run = { .cli = cli, .choice = choice, .placed = { .file = { .fd = -1 } }, .codes = MAP_INIT, .raw = args_has(args, OPTION_RAW) };
    const char *path = args_value(args, OPTION_CODES);
    placed_one(cli, args, &run.placed);
    run.ndjson = run.placed.value && strcmp(run.placed.value, "ndjson") == 0;
    int status = 0;
    if (run.placed.value && !run.ndjson && strcmp(run.placed.value, "csv") != 0)
        status = error_set(err, ERROR_USAGE, _("--format %s: there is %s"), run.placed.value, "csv, ndjson");
    else if (placed_spare(&run.placed, 1, &path, 1, err) < 0 || placed_check(&run.placed, 1, err) < 0 || placed_open(&run.placed, err) < 0)
        status = -1;
    if (status == 0)
        status = look_up(&run, path, err);
    placed_release(&run.placed);
    map_release(&run.codes);
    free(run.answers);
    buf_release(&run.lines);
    buf_release(&run.texts);
    buf_release(&run.field);
    buf_release(&run.out);
    buf_release(&run.catalog);
    return status;
}
