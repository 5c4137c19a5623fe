/* tests/fuzz/fuzz-record.c: what a lying child may send: any bytes as frames, and whatever frames they are into the consumer of an import, by every
 * layout (the first byte chooses). The parent must end in a sentence, and never believe a number. */
#include "tests/fuzz/document.h"
#include "tests/fuzz/fuzz.h"

static struct {
    struct span bytes;
    bool whole; /* MESSAGE_FILE and MESSAGE_PROFILE are sent first, so that the liar is believed at first */
    uint16_t profile;
} lie;

/* The linker puts this in the place of child_start (--wrap): the producer is the liar. */
__typeof__(child_start) __real_child_start, __wrap_child_start;

static int send(struct frame_sink *sink, const struct frame *f, struct error *err)
{
    switch (f->type) {
    case FRAME_RECORD:
        return sink_record(sink, &f->u.record, err);
    case FRAME_NOTE:
        return sink_note(sink, f->u.note.kind, f->u.note.line, f->u.note.column, f->u.note.text, err);
    case FRAME_PROGRESS:
        return sink_progress(sink, f->u.progress.done, f->u.progress.total, f->u.progress.records, err);
    case FRAME_END:
        return sink_end(sink, f->u.end.records, f->u.end.notes, f->u.end.bytes, f->u.end.digest, err);
    case FRAME_ERROR:
        return error_set(err, f->u.error.code, "%.*s", SPAN_ARG(f->u.error.text));
    }
    return 0;
}

/* Frames that are read are written, and are the same bytes. */
static void check_again(const struct frame *f, struct span as)
{
    struct buf b = BUF_INIT;
    frame_add(&b, f);
    fuzz_expect(!b.failed && span_eq(buf_span(&b), as), "a frame that is written otherwise");
    buf_release(&b);
}

static int produce(void *ctx, struct frame_sink *sink, struct error *err)
{
    struct frame_reader reader = FRAME_READER_INIT;
    struct frame frame;
    struct span rest = lie.bytes;
    int status = 0, got;
    (void)ctx;
    if (lie.whole) {
        const struct field name = { .text = SPAN(FUZZ_LIE_NAME) }, which = { .slot = lie.profile, .text = SPAN("") };
        const struct record file = { .kind = MESSAGE_FILE, .fields = &name, .n = 1 };
        const struct record first = { .kind = MESSAGE_PROFILE, .fields = &which, .n = 1 };
        status = sink_record(sink, &file, err) < 0 || sink_record(sink, &first, err) < 0 ? -1 : 0;
    }
    while (status == 0) {
        const char *from = rest.p;
        if ((got = frame_next(&reader, &rest, &frame, err)) <= 0) {
            status = got < 0 ? -1 : error_set(err, ERROR_INPUT, "cut");
            break;
        }
        check_again(&frame, (struct span){ from, (size_t)(rest.p - from) });
        status = send(sink, &frame, err);
        if (frame.type == FRAME_END)
            break;
    }
    frame_reader_release(&reader);
    return status;
}

struct child *__wrap_child_start(enum child_mode mode, frame_producer *real, void *ctx, const struct child_limits *limits, struct error *err)
{
    (void)mode, (void)real, (void)ctx, (void)limits;
    return __real_child_start(CHILD_CALL, produce, NULL, NULL, err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct buf out = BUF_INIT;
    if (n == 0)
        return 0;
    lie.profile = (uint16_t)(data[0] % (fuzz_profiles()->count + 1)); /* one that is none, too */
    lie.whole = data[0] < 128;
    lie.bytes = (struct span){ (const char *)data + 1, n - 1 };
    const struct fuzz_reading r = { .set = *fuzz_profiles(), .path = fuzz_file(0, "", 0), .skip_bad = data[0] & 64, .lies = true };
    fuzz_read_document(&r, &out);
    buf_release(&out);
    return 0;
}
