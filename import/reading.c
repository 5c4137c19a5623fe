/* import/reading.c: one given file of an import, which holds one document or several: frames from the tokenising side become staged
 * entries. It must never touch the store. */
#include "import/import_run.h"

#include "base/i18n.h"

#define ERRORS_DEFAULT 100

static int64_t errors_most(const struct import *im)
{
    uint64_t most = im->options->max_errors ? im->options->max_errors : ERRORS_DEFAULT;
    return most < INT64_MAX ? (int64_t)most : INT64_MAX;
}

const char *import_name(const struct import *im)
{
    return im->now < im->file_count ? im->files[im->now].name : im->given[im->given_now < im->given_count ? im->given_now : 0].name;
}

/* How many of a kind are told. Those of values are counted field by field before they come here, the others are few. */
static int64_t told_most(const struct import *im, enum problem kind)
{
    static const bool many[PROBLEM_TYPES] = { [PROBLEM_ELEMENT] = true, [PROBLEM_ATTRIBUTE] = true, [PROBLEM_COUNT] = true, [PROBLEM_TABLE] = true,
                                              [PROBLEM_SCHEMA] = true, [PROBLEM_MEMBER] = true };
    return problem_is_error(kind) ? errors_most(im) : many[kind] ? PROBLEMS_TOLD : INT64_MAX;
}

static int tell(struct import *im, enum problem kind, const char *sentence, struct error *err)
{
    im->problems[kind]++;
    if (im->told[kind] >= told_most(im, kind))
        return 0;
    im->told[kind]++;
    return im->events && im->events->problem ? im->events->problem(im->events->ctx, problem_is_error(kind), sentence, err) : 0;
}

int import_warn(struct import *im, enum problem kind, const char *sentence, struct error *err)
{
    return tell(im, kind, sentence, err);
}

int import_say(struct import *im, enum problem kind, uint32_t line, uint32_t column, const char *sentence, struct error *err)
{
    const char *file = import_name(im);
    buf_clear(&im->sentence);
    if (line)
        buf_addf(&im->sentence, _("%s:%u:%u: %s"), file, line, column, sentence);
    else
        buf_addf(&im->sentence, _("%s: %s"), file, sentence);
    if (kind == PROBLEM_RECORD && im->first_fault.n == 0)
        buf_addspan(&im->first_fault, buf_span(&im->sentence));
    if (buf_check(&im->sentence, err) < 0 || buf_check(&im->first_fault, err) < 0)
        return -1;
    return tell(im, kind, buf_str(&im->sentence), err);
}

static int say_fault(void *ctx, bool is_error, uint32_t line, uint32_t column, const char *sentence, struct error *err)
{
    return import_say(ctx, is_error ? PROBLEM_RECORD : PROBLEM_VALUE, line, column, sentence, err);
}

static void count_more(void *ctx, uint64_t n)
{
    struct import *im = ctx;
    im->problems[PROBLEM_VALUE] += (int64_t)n;
}

/* A record with faults: refuses the import, or goes to the rejects. `shown`: as far as it was understood. */
static int refuse(struct import *im, const struct record *record, bool shown, struct error *err)
{
    const struct import_events *ev = im->events;
    if (im->options->look) {
        im->rejected++;
        return im->options->look->record(im->options->look->ctx, record, NULL, shown ? im->converter : NULL, err);
    }
    if (!im->options->skip_bad) {
        im->errors++;
        return im->errors < errors_most(im) ? 0
                                           : error_set(err, ERROR_INPUT, _("%s: wrong records: %lld, and no more were looked at; nothing was imported"),
                                                       im->files[im->now].name, (long long)im->errors);
    }
    im->rejected++;
    im->given[im->files[im->now].given].source.skipped++;
    if (!ev || !ev->reject)
        return 0;
    buf_clear(&im->reject);
    if (shown && converter_describe(im->converter, &im->reject, err) < 0)
        return -1;
    return ev->reject(ev->ctx, im->files[im->now].name, record->line, shown ? converter_code(im->converter) : SPAN_NONE,
                      buf_str(&im->first_fault), buf_span(&im->reject), err);
}

/* A record with all its values. */
static int take_record(void *ctx, const struct record *record, struct error *err)
{
    struct import *im = ctx;
    struct entry entry;
    buf_clear(&im->first_fault);
    switch (converter_record(im->converter, record, &entry, err)) {
    case CONVERT_FATAL:
        if (err && err->code == ERROR_INPUT) /* of a pattern that could not be applied; it does not know where */
            error_prefix(err, "%s:%u", im->files[im->now].name, record->line);
        return -1;
    case CONVERT_WAIT:
        return spool_put(&im->waiting, record, err);
    case CONVERT_OTHER:
        im->other[entry.kind]++;
        return 0;
    case CONVERT_BAD:
        return refuse(im, record, true, err);
    case CONVERT_ENTRY:
        break;
    }
    im->staged++;
    if (im->options->look && im->options->look->record(im->options->look->ctx, record, &entry, im->converter, err) < 0)
        return -1;
    if (garbled_look(im->garbled, &entry, record->line, err) < 0)
        return -1;
    im->staged_of[entry.kind]++;
    struct span rank;
    if (converter_rank(im->converter, &rank, err) < 0)
        return -1;
    return stage_add_ranked(im->stage, &entry, rank, (uint32_t)im->now, record->line, err);
}

/* What stood in place of a record. */
static int take_bad(struct import *im, const struct record *r, struct error *err)
{
    struct buf why = BUF_INIT;
    buf_addspan(&why, r->fields[0].text);
    im->file_records++;
    buf_clear(&im->first_fault);
    int rc = import_say(im, PROBLEM_RECORD, r->line, r->column, buf_str(&why), err);
    buf_release(&why);
    return rc < 0 ? -1 : refuse(im, r, false, err);
}

/* ---- a document begins and ends ---- */

static int say_garbled(void *ctx, const char *sentence, struct error *err)
{
    return import_say(ctx, PROBLEM_TEXT, 0, 0, sentence, err);
}

static void file_release(struct import *im)
{
    converter_free(im->converter);
    late_free(im->late);
    garbled_free(im->garbled);
    spool_release(&im->waiting);
    im->converter = NULL;
    im->late = NULL;
    im->garbled = NULL;
    im->reading = false;
}

/* The document ended well: what waited for look-ups is taken, and the document says what it is. */
static int file_end(struct import *im, struct error *err)
{
    struct import_file *file = &im->files[im->now];
    if (!im->late)
        return error_set(err, ERROR_INPUT, _("%s: the reading process named no profile"), file->name);
    if (late_waits(im->late))
        return error_set(err, ERROR_INPUT, _("%s: a message that does not add up"), file->name);
    converter_values(im->converter)->complete = true;
    if (spool_drain(&im->waiting, take_record, im, err) < 0 || converter_finish(im->converter, err) < 0 ||
        garbled_tell(im->garbled, say_garbled, im, err) < 0 ||
        document_facts(file->document, converter_values(im->converter), &file->facts, err) < 0)
        return -1;
    file->records = im->file_records;
    im->given[file->given].source.records += im->file_records;
    im->records += im->file_records;
    im->file_records = 0;
    const struct import_look *look = im->options->look;
    int rc = look ? look->document(look->ctx, im->profile, &file->facts, err) : 0;
    file_release(im);
    return rc;
}

/* MESSAGE_FILE. */
static int file_begin(struct import *im, const struct record *r, struct error *err)
{
    if (im->reading && file_end(im, err) < 0)
        return -1;
    if (r->n != 1 || !span_starts(r->fields[0].text, span_of(im->given[im->given_now].name)) || im->file_count == DOCUMENTS_MOST)
        return error_set(err, ERROR_INPUT, _("%s: a message that does not add up"), import_name(im));
    if (im->file_count == im->file_cap) {
        size_t cap = im->file_cap ? im->file_cap * 2 : 8;
        struct import_file *p = realloc(im->files, cap * sizeof *p);
        if (!p)
            return error_memory(err);
        im->files = p;
        im->file_cap = cap;
    }
    struct span name = arena_copy(&im->names, r->fields[0].text);
    if (!name.p)
        return error_memory(err);
    im->files[im->file_count] = (struct import_file){ .name = name.p, .given = im->given_now };
    im->now = im->file_count++;
    im->reading = true;
    im->file_records = 0;
    spool_init(&im->waiting, im->options->temp_dir);
    return 0;
}

/* The first message of a document: which profile it showed. */
static int take_profile(struct import *im, const struct record *record, struct error *err)
{
    struct import_file *file = &im->files[im->now];
    const struct import_options *o = im->options;
    if (record->n != 1 || record->fields[0].slot >= im->set.count)
        return error_set(err, ERROR_INPUT, _("%s: the reading process named no profile"), file->name);
    const struct profile *p = im->set.at[record->fields[0].slot];
    if (im->profile && im->profile != p && !(im->profile->width && p->width)) /* downloads of one platform are one catalog */
        return error_set(err, ERROR_INPUT, _("%s is %.*s, but %s is %.*s: one import reads files of one layout"), file->name,
                         SPAN_ARG(p->name), im->files[0].name, SPAN_ARG(im->profile->name));
    im->profile = im->profile ? im->profile : p;
    file->profile = p;
    if (!o->look && !o->region.p && !p->document[DOCUMENT_REGION].present)
        return error_set(err, ERROR_USAGE, _("%s: the layout %.*s names no region; give it with --region"), file->name, SPAN_ARG(p->name));
    if (!o->look && !o->label.p && !p->document[DOCUMENT_VERSION].present)
        return error_set(err, ERROR_USAGE, _("%s: the layout %.*s names no version; give its label with --label"), file->name,
                         SPAN_ARG(p->name));
    struct convert_say say = { im, say_fault, count_more, o->kind < 0 ? ~0u : KIND_BIT((unsigned)o->kind) };
    im->converter = converter_new(p, &say, err);
    im->late = im->converter ? late_new(p, o->temp_dir, err) : NULL;
    im->garbled = im->late ? garbled_new(err) : NULL;
    file->document = im->garbled ? document_new(p, file->name, err) : NULL;
    return file->document ? 0 : -1;
}

static int take_row(struct import *im, const struct record *r, struct error *err)
{
    if (r->n < 1 || r->fields[0].slot >= im->files[im->now].profile->table_count)
        return error_set(err, ERROR_INPUT, _("%s: a row of an unknown look-up table"), im->files[im->now].name);
    struct span value = r->n > 1 ? r->fields[1].text : SPAN("");
    int twice = value_add_row(converter_values(im->converter), r->fields[0].slot, r->fields[0].text, value, err);
    if (twice <= 0)
        return twice;
    struct buf b = BUF_INIT;
    buf_addf(&b, _("the look-up table %.*s has \"%.*s\" with two values; the first stays"),
             SPAN_ARG(im->files[im->now].profile->tables[r->fields[0].slot].id), SPAN_ARG(r->fields[0].text));
    int rc = import_say(im, PROBLEM_TABLE, r->line, r->column, buf_str(&b), err);
    buf_release(&b);
    return rc;
}

static int take_skipped(struct import *im, const struct record *r, struct error *err)
{
    struct buf sentence = BUF_INIT;
    if (r->n > 0)
        buf_addspan(&sentence, r->fields[0].text);
    int rc = import_warn(im, PROBLEM_MEMBER, buf_str(&sentence), err);
    buf_release(&sentence);
    return rc;
}

/* What a message names is there. Nothing behind this asks again whether the reading process told the truth. */
static bool adds_up(const struct import *im, const struct record *r)
{
    const struct profile *p = im->files[im->now].profile;
    const size_t most = r->kind == MESSAGE_SCOPE_END ? p->scope_count : p->slot_count;
    if (r->kind > MESSAGE_BAD || (r->kind >= MESSAGE_RECORD_MOST && r->n != 1))
        return false;
    for (size_t i = 0; i < r->n && r->kind != MESSAGE_BAD; i++)
        if (r->fields[i].slot >= most)
            return false;
    return r->kind != MESSAGE_LATE || p->slots[r->fields[0].slot].role == ROLE_LATE_VALUE;
}

static int take_message(struct import *im, const struct record *r, struct error *err)
{
    if (r->kind == MESSAGE_FILE)
        return file_begin(im, r, err);
    if (r->kind == MESSAGE_SKIPPED)
        return take_skipped(im, r, err);
    if (!im->reading)
        return error_set(err, ERROR_INPUT, _("%s: the reading process named no document"), import_name(im));
    if (r->broken)
        return error_set(err, ERROR_INPUT, _("%s: a message that does not add up"), import_name(im));
    if (r->kind == MESSAGE_PROFILE && !im->late)
        return take_profile(im, r, err);
    if (r->kind == MESSAGE_PROFILE || !im->late)
        return error_set(err, ERROR_INPUT, _("%s: the reading process named no profile"), im->files[im->now].name);
    if (r->kind == MESSAGE_ROW)
        return take_row(im, r, err);
    if (!adds_up(im, r))
        return error_set(err, ERROR_INPUT, _("%s: a message that does not add up"), im->files[im->now].name);
    if (r->kind < MESSAGE_RECORD_MOST) {
        if (r->kind >= im->files[im->now].profile->record_path_count)
            return error_set(err, ERROR_INPUT, _("%s: a record of an unknown sort"), im->files[im->now].name);
        im->file_records++;
        int waits = late_record(im->late, r, err);
        return waits != 0 ? (waits < 0 ? -1 : 0) : take_record(im, r, err);
    }
    if (r->kind == MESSAGE_BAD)
        return take_bad(im, r, err);
    if (r->kind == MESSAGE_DOCUMENT)
        return document_add(im->files[im->now].document, &r->fields[0], err);
    if (r->kind == MESSAGE_LATE)
        return late_value(im->late, &r->fields[0], err);
    return late_scope_end(im->late, r->fields[0].slot, take_record, im, err);
}

/* The last document ended well, and so did the source. */
static int take_end(struct import *im, const struct frame *f, struct error *err)
{
    struct stage_source *source = &im->given[im->given_now].source;
    if (!im->reading)
        return error_set(err, ERROR_INPUT, _("%s: the reading process named no document"), im->given[im->given_now].name);
    if (file_end(im, err) < 0)
        return -1;
    if (f->u.end.records != (uint64_t)source->records)
        return error_set(err, ERROR_INPUT, _("%s: records read: %llu, arrived: %lld; nothing was imported"), import_name(im),
                         (unsigned long long)f->u.end.records, (long long)source->records);
    source->bytes = (int64_t)f->u.end.bytes;
    if (im->digest)
        return file_digest_finish(im->digest, f->u.end.bytes, source->sha256, err);
    memcpy(source->sha256, f->u.end.digest, sizeof source->sha256);
    return 0;
}

static int take_note(struct import *im, const struct frame *frame, struct error *err)
{
    struct buf text = BUF_INIT;
    uint32_t kind = frame->u.note.kind;
    buf_addspan(&text, frame->u.note.text);
    if (kind == PROBLEM_INVALID && im->options->validate)
        im->invalid++;
    int rc = kind >= PROBLEM_TYPES || kind == PROBLEM_RECORD || (kind == PROBLEM_INVALID && !im->options->validate)
                 ? error_set(err, ERROR_INPUT, _("%s: a message that does not add up"), import_name(im))
                 : import_say(im, (enum problem)kind, frame->u.note.line, frame->u.note.column, buf_str(&text), err);
    buf_release(&text);
    if (rc == 0 && kind == PROBLEM_INVALID && im->invalid >= errors_most(im))
        rc = error_set(err, ERROR_INPUT, _("%s: faults by the schema: %lld, and no more were looked for; nothing was imported"), import_name(im),
                       (long long)im->invalid);
    return rc;
}

static int take_progress(struct import *im, const struct frame *frame, struct error *err)
{
    const struct import_events *ev = im->events;
    if (im->digest && file_digest_upto(im->digest, frame->u.progress.done, err) < 0)
        return -1;
    struct import_progress p = { IMPORT_READING, import_name(im), im->bytes_before + frame->u.progress.done, im->bytes_total,
                                 (uint64_t)(im->records + im->file_records) };
    return ev && ev->progress ? ev->progress(ev->ctx, &p, err) : 0;
}

static int consume(void *ctx, const struct frame *frame, struct error *err)
{
    struct import *im = ctx;
    switch (frame->type) {
    case FRAME_RECORD:
        return take_message(im, &frame->u.record, err);
    case FRAME_NOTE:
        return take_note(im, frame, err);
    case FRAME_PROGRESS:
        return take_progress(im, frame, err);
    case FRAME_END:
        return take_end(im, frame, err);
    case FRAME_ERROR:
        break;
    }
    return 0;
}

static bool stopped(void *ctx)
{
    const struct import *im = ctx;
    return im->events && im->events->stopped && im->events->stopped(im->events->ctx);
}

bool import_stopped(struct import *im, struct error *err)
{
    if (!stopped(im))
        return false;
    error_set(err, ERROR_STOPPED, "%s", _("stopped"));
    return true;
}

#define UNPACKS_TO 20 /* times its size; what is packed better has to be read faster */

/* Bytes that the reading process may have to look at: how long it may take depends on them. */
static uint64_t size_to_read(const struct source *source, const struct read_limits *most)
{
    uint64_t size = source_size(source);
    if (size == SOURCE_SIZE_UNKNOWN || size > most->size)
        return size;
    return size > most->size / UNPACKS_TO ? most->size : size * UNPACKS_TO;
}

int import_read_given(struct import *im, struct error *err)
{
    const struct import_options *o = im->options;
    const struct import_given *given = &im->given[im->given_now];
    struct source *source = o->pack ? source_of_fd(o->pack_fd, given->name, err)
                          : o->fd ? source_of_fd(o->fd, given->name, err)
                                  : source_open(given->path, err);
    if (!source) {
        import_stopped(im, err); /* a signal may have ended the wait for a pipe's other end */
        return -1;
    }
    const bool is_file = !o->pack && strcmp(given->path, "-") != 0 && source_is_regular(source) && source_size(source) > 0;
    if (is_file && !(im->digest = file_digest_new(source, err))) {
        source_free(source);
        return -1;
    }
    const struct read_limits most = o->limits.size ? o->limits : READ_LIMITS;
    struct extract_schemas schemas = { .share_dir = o->share_dir, .validate = o->validate, .xsd_path = o->xsd };
    struct extract_input input = { source, &im->set, o->profile != NULL, o->chunk, &most, o->validate || o->xsd ? &schemas : NULL, im->digest != NULL };
    im->now = im->file_count;
    struct child_limits limits = child_limits_for(source_name(source), source_fd(source), size_to_read(source, &most));
    limits.prepare = extract_prepare;
    struct child *child = child_start(o->in_process ? CHILD_CALL : CHILD_FORK, extract_produce, &input, &limits, err);
    int rc = child ? child_run(child, consume, stopped, im, err) : -1;
    child_free(child);
    extract_schemas_release(&schemas); /* those of a child went with it */
    file_digest_free(im->digest);
    im->digest = NULL;
    uint64_t size = source_size(source);
    im->bytes_before += size == SOURCE_SIZE_UNKNOWN ? 0 : size;
    source_free(source);
    if (im->reading)
        file_release(im);
    return rc;
}
