/* tests/import/test-lies.c: a reading process that lies to the import. The producer of this program is the one below, which sends what it is told to, and not
 * the one that reads documents: it has all that import/extract_source.c would give, so that the linker leaves that out. Whatever arrives, the import is refused, and the store stays as it was. */
#include "import_test.h"
#include "tests/suite.h"

#include "base/buf.h"
#include "import/extract.h"

#include <string.h>
#include <unistd.h>

static const char document[] = "<r/>"; /* its bytes are counted by both sides */
static const char profile[] =
    "<profile xmlns=\"urn:duima:profile:1\" name=\"p\"><match root=\"r\"/><catalog><region value=\"X\"/><version from=\"v\"/></catalog>"
    "<table id=\"t\" path=\"t/e\" key=\"@k\" value=\"@v\"/>"
    "<record kind=\"drug\" path=\"g/h/d\"><code from=\"@c\"/><name from=\"n\"/><form from=\"@f\" table=\"t\"/><manufacturer from=\"../m\"/>"
    "<note from=\"../../n\" late=\"yes\" join=\"+\"/></record></profile>";

/* One frame, without its text. */
struct step {
    enum frame_type type;
    uint16_t kind, slots[3];
    size_t n;
    uint64_t records, notes; /* of an END; kind of a note: records */
    bool broken;             /* the first two texts are a character in two pieces */
};
#define SAY(message, ...) { FRAME_RECORD, message, { __VA_ARGS__ }, sizeof (uint16_t[]){ __VA_ARGS__ } / sizeof(uint16_t), 0, 0, false }
#define SAY_BROKEN(message, ...) { FRAME_RECORD, message, { __VA_ARGS__ }, sizeof (uint16_t[]){ __VA_ARGS__ } / sizeof(uint16_t), 0, 0, true }
#define BEGIN             SAY(MESSAGE_FILE, 0), SAY(MESSAGE_PROFILE, 0)
#define END(records)      { FRAME_END, 0, { 0 }, 0, records, 0, false }
#define MOST              12

static const struct {
    struct step steps[MOST];
    const char *words;
} lies[] = {
    { { END(0) }, "named no document" },
    { { SAY(0, 0) }, "named no document" },
    { { SAY(MESSAGE_PROFILE, 0) }, "named no document" },
    { { SAY(MESSAGE_FILE, 0, 0) }, "does not add up" },
    { { SAY(MESSAGE_FILE, 0), END(0) }, "named no profile" },
    { { SAY(MESSAGE_FILE, 0), SAY(0, 0) }, "named no profile" },
    { { SAY(MESSAGE_FILE, 0), SAY(MESSAGE_DOCUMENT, 0) }, "named no profile" },
    { { SAY(MESSAGE_FILE, 0), SAY(MESSAGE_PROFILE, 1) }, "named no profile" },
    { { SAY(MESSAGE_FILE, 0), SAY(MESSAGE_PROFILE, 65535) }, "named no profile" },
    { { BEGIN, SAY(MESSAGE_PROFILE, 0) }, "named no profile" },
    { { BEGIN, SAY(1, 0) }, "unknown sort" },
    { { BEGIN, SAY(MESSAGE_RECORD_MOST - 1, 0) }, "unknown sort" },
    { { BEGIN, SAY(MESSAGE_DOCUMENT, 65535) }, "does not add up" },
    { { BEGIN, SAY(MESSAGE_DOCUMENT, 0, 0) }, "does not add up" },
    { { BEGIN, SAY(MESSAGE_LATE, 65535) }, "does not add up" },
    { { BEGIN, SAY(MESSAGE_LATE, 0) }, "does not add up" }, /* not a late one */
    { { BEGIN, SAY(MESSAGE_SCOPE_END, 7) }, "does not add up" },
    { { BEGIN, SAY(MESSAGE_SCOPE_END, 65535) }, "does not add up" },
    { { BEGIN, SAY(MESSAGE_SCOPE_END, 0, 0) }, "does not add up" },
    { { BEGIN, SAY(MESSAGE_ROW, 1) }, "unknown look-up table" },
    { { BEGIN, SAY(MESSAGE_ROW, 65535, 0) }, "unknown look-up table" },
    { { BEGIN, SAY(MESSAGE_BAD + 1, 0) }, "does not add up" },
    { { BEGIN, SAY(0, 65535), SAY(MESSAGE_SCOPE_END, 0), SAY(MESSAGE_SCOPE_END, 1), END(1) }, "does not add up" },
    { { BEGIN, SAY(0, 0), END(1) }, "does not add up" }, /* it waits for the end of its scope, which never comes */
    { { BEGIN, SAY(0, 0), SAY(MESSAGE_FILE, 0), SAY(MESSAGE_PROFILE, 0), END(1) }, "does not add up" },
    { { BEGIN, SAY(0, 0), SAY(MESSAGE_SCOPE_END, 1), END(0) }, "records read: 0, arrived: 1" },
    { { BEGIN, END(3) }, "records read: 3, arrived: 0" },
    { { BEGIN, { FRAME_NOTE, 0, { 0 }, 0, 4711, 0, false } }, "does not add up" },
    { { BEGIN, SAY_BROKEN(0, 0), SAY(MESSAGE_SCOPE_END, 0), SAY(MESSAGE_SCOPE_END, 1), END(1) }, "does not add up" },
    { { BEGIN, SAY_BROKEN(0, 0, 1), SAY(MESSAGE_SCOPE_END, 0), SAY(MESSAGE_SCOPE_END, 1), END(1) }, "does not add up" },
    { { BEGIN, SAY_BROKEN(MESSAGE_BAD, 0), END(1) }, "does not add up" },
    { { BEGIN, SAY_BROKEN(MESSAGE_ROW, 0, 0), END(0) }, "does not add up" },
    { { BEGIN, END(0), END(0) }, "" }, /* before that: no version */
    { { BEGIN, SAY(MESSAGE_DOCUMENT, 0), END(0), SAY(0, 0) }, "went on after its end" },
};

static const struct step *plan; /* what the producer sends */
static struct span file;        /* that it is asked to read */
static unsigned seed;

#define LATE_SLOT 5

static unsigned chance(unsigned below)
{
    seed = seed * 1103515245u + 12345u;
    return (seed >> 16) % below;
}

static int send_step(struct frame_sink *sink, const struct step *s, const struct span *texts, size_t text_count, struct error *err)
{
    static const unsigned char none[DIGEST_SIZE];
    static const struct span pieces[] = { { "\xE4", 1 }, { "\xB8\xAD", 2 } };
    struct field fields[3];
    if (s->type == FRAME_NOTE)
        return sink_note(sink, (uint32_t)s->records, 1, 1, SPAN("a note"), err);
    if (s->type == FRAME_END)
        return sink_end(sink, s->records, s->notes, sizeof document - 1, none, err);
    for (size_t i = 0; i < s->n; i++)
        fields[i] = (struct field){ .slot = s->slots[i], .line = 1, .column = 1, .text = s->broken ? pieces[i % 2] : texts[chance((unsigned)text_count)] };
    struct record record = { .kind = s->kind, .line = 1, .column = 1, .fields = fields, .n = s->n };
    return sink_record(sink, &record, err);
}

static int send_plan(struct frame_sink *sink, struct error *err)
{
    static const struct span one[] = { { "1", 1 } };
    for (const struct step *s = plan; s->type; s++)
        if (send_step(sink, s, s->kind == MESSAGE_FILE ? &file : one, 1, err) < 0)
            return -1;
    return 0;
}

/* Messages by chance: most of them with numbers that could be right. */
static int send_anything(struct frame_sink *sink, struct error *err)
{
    static const struct span texts[] = { { "", 0 }, { "1", 1 }, { "X", 1 }, { "2026-01-01", 10 }, { "\xFF\xFE\0\x1b[2J", 7 }, { "对乙酰氨基酚片", 21 },
                                         { "\n\r\t ", 4 }, { "99999999999999999999999", 23 } };
    static const struct step begin[] = { BEGIN };
    static const uint16_t kinds[] = { 0, 0, 0, MESSAGE_DOCUMENT, MESSAGE_ROW, MESSAGE_LATE, MESSAGE_SCOPE_END, MESSAGE_FILE, MESSAGE_PROFILE, 1, MESSAGE_BAD, MESSAGE_SKIPPED };
    uint64_t records = 0, notes = 0;
    for (size_t i = 0; i < 2; i++)
        if (send_step(sink, &begin[i], &file, 1, err) < 0)
            return -1;
    for (unsigned left = chance(40); left > 0; left--) {
        struct step s = { .type = chance(20) ? FRAME_RECORD : FRAME_NOTE, .kind = kinds[chance(chance(30) ? 7 : 12)], .n = chance(50) ? 1 : chance(4) };
        uint16_t right = s.kind == MESSAGE_LATE ? LATE_SLOT : 0; /* as the profile above numbers them */
        for (size_t i = 0; i < 3; i++)
            s.slots[i] = s.kind == 0 ? (uint16_t)chance(LATE_SLOT + 1) : chance(30) ? right : (uint16_t)(chance(2) ? chance(9) : 65535);
        if (s.type == FRAME_RECORD && s.kind == 0)
            s.n = chance(4);
        if (s.kind == MESSAGE_ROW)
            s.n = 2;
        if (s.type == FRAME_NOTE)
            s.records = chance(30) ? 0 : chance(12);
        records += s.type == FRAME_RECORD && s.kind == 0;
        notes += s.type == FRAME_NOTE;
        if (send_step(sink, &s, texts, 8, err) < 0)
            return -1;
    }
    static const struct step scopes[] = { SAY(MESSAGE_SCOPE_END, 0), SAY(MESSAGE_SCOPE_END, 1) };
    for (size_t i = 0; i < 2; i++)
        if (send_step(sink, &scopes[i], texts, 8, err) < 0)
            return -1;
    struct step end = { .type = FRAME_END, .records = records, .notes = notes };
    return send_step(sink, &end, texts, 8, err);
}

int extract_prepare(void *ctx, struct error *err)
{
    (void)ctx, (void)err;
    return 0;
}

void extract_schemas_release(struct extract_schemas *s) { (void)s; }

int extract_produce(void *ctx, struct frame_sink *sink, struct error *err)
{
    const struct extract_input *in = ctx;
    file = span_of(source_name(in->source));
    return plan ? send_plan(sink, err) : send_anything(sink, err);
}

static void begin(struct trial *t, char path[300])
{
    trial_begin(t);
    trial_write(t, "p.xml", SPAN(profile));
    trial_write(t, "a.xml", SPAN(document));
    snprintf(path, 300, "%s/p.xml", t->dir);
    t->options.profile = path;
}

static bool is_broken(const struct step *s)
{
    while (s->type && !s->broken)
        s++;
    return s->broken;
}

/* In a child and by a call, it is one sentence, and no version comes of it. Only of a child it is looked whether its text is UTF-8. */
START_TEST(each_lie)
{
    plan = lies[_i].steps;
    for (int child = is_broken(plan); child < 2; child++) {
        struct trial t;
        char path[300];
        begin(&t, path);
        t.options.in_process = child == 0;
        uint64_t before = trial_store_hash(&t);
        ck_assert_int_eq(trial_import(&t, "a.xml"), -1);
        ck_assert_msg(t.err.code == ERROR_INPUT && strstr(t.err.text, lies[_i].words) != NULL, "lie %d: %s", _i, t.err.text);
        ck_assert_uint_eq(trial_store_hash(&t), before);
        trial_end(&t);
    }
}
END_TEST

/* io/child counts the notes of a child by itself. */
START_TEST(miscounted_notes)
{
    static const struct step steps[] = { BEGIN, { FRAME_END, 0, { 0 }, 0, 0, 5, false }, END(0) };
    struct trial t;
    char path[300];
    plan = steps;
    begin(&t, path);
    t.options.in_process = false;
    trial_bad(&t, "a.xml", ERROR_INPUT, "a.xml: notes made: 5, arrived: 0; nothing of it counts");
    trial_end(&t);
}
END_TEST

/* Nothing reads beyond its tables (valgrind and ASan watch), whatever the order. */
START_TEST(anything)
{
    int taken = 0;
    plan = NULL;
    for (unsigned i = 0; i < 1500; i++) {
        struct trial t;
        char path[300];
        begin(&t, path);
        t.options.skip_bad = true;
        seed = i;
        if (trial_import(&t, "a.xml") == 0)
            taken++;
        else
            ck_assert_msg(t.err.code == ERROR_INPUT || t.err.code == ERROR_REFUSED || t.err.code == ERROR_USAGE, "%u: %d %s", i, (int)t.err.code, t.err.text);
        trial_end(&t);
    }
    ck_assert_int_gt(taken, 0); /* some of it is what an honest process could have sent */
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("import/lies");
    TCase *t = tcase_create("lies");
    tcase_set_timeout(t, 300);
    tcase_add_loop_test(t, each_lie, 0, sizeof lies / sizeof *lies);
    tcase_add_test(t, miscounted_notes);
    tcase_add_test(t, anything);
    suite_add_tcase(suite, t);
    return suite_run(suite);
}
