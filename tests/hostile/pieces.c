/* tests/hostile/pieces.c: imports documents in this process, fed whole, a byte at a time and seven bytes at a time, and prints what came of each;
 * then a few good documents cut at every byte, TAP. Used by hostile.pl.
 *
 *     pieces DIR LIST
 *
 * LIST has a line a document: file, profile, region, label, 1 or 0 for --skip-bad, parted by tabs; what is empty is not given. A line comes out for each:
 * exit code, a blank, and all sentences, for each of the three ways, parted by 0x1E. */
#include "import/import.h"
#include "base/map.h"
#include "base/share.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct trial {
    const char *dir;
    struct import_options options;
    struct buf said;
    struct error err;
};

static void add_line(struct buf *b, const char *sentence)
{
    for (; *sentence; sentence++)
        buf_addc(b, *sentence == '\n' || *sentence == 0x1E ? '?' : *sentence);
    buf_adds(b, " | ");
}

static int on_problem(void *ctx, bool is_error, const char *sentence, struct error *err)
{
    struct trial *t = ctx;
    (void)err;
    buf_adds(&t->said, is_error ? "error: " : "warning: ");
    add_line(&t->said, sentence);
    return 0;
}

/* As cli/output.c has them. */
static int exit_code(enum error_code code)
{
    static const int codes[] = { [ERROR_NONE] = 0,  [ERROR_USAGE] = 2,   [ERROR_INPUT] = 3,  [ERROR_CATALOG] = 4,
                                 [ERROR_STORE] = 5, [ERROR_REFUSED] = 1, [ERROR_MEMORY] = 5, [ERROR_STOPPED] = 1 };
    return codes[code];
}

/* Into a store that is not there, and dry: nothing is written. */
static int import(struct trial *t, const char *file)
{
    char path[4096];
    struct import_report report;
    struct import_events events = { .ctx = t, .problem = on_problem };
    snprintf(path, sizeof path, "%s/none.db", t->dir);
    buf_clear(&t->said);
    t->err = (struct error){ .code = ERROR_NONE };
    struct store *s = store_open(path, STORE_CREATE, &t->err);
    int rc = s ? import_run(s, &file, 1, &t->options, &events, &report, &t->err) : -1;
    store_close(s);
    if (rc < 0)
        add_line(&t->said, t->err.text);
    return rc == 0 ? report.rejected > 0 : exit_code(t->err.code);
}

static struct trial trial_of(const char *dir)
{
    const char *share = getenv("DUIMA_SHARE_DIR");
    struct trial t = { .dir = dir, .said = BUF_INIT };
    t.options = (struct import_options){
        .share_dir = share && *share ? share : "share",
        .temp_dir = dir,
        .kind = -1,
        .today = 20260801,
        .act = { SPAN("tester"), SPAN("2026-08-01T04:00:00Z"), SPAN_NONE, SPAN("test") },
        .dry_run = true,
        .in_process = true,
    };
    return t;
}

/* The next field of a line, which ends there. */
static char *field_of(char **line)
{
    char *from = *line, *tab = strchr(from, '\t');
    *line = tab ? tab + 1 : from + strlen(from);
    if (tab)
        *tab = '\0';
    return from;
}

static void in_pieces(const char *dir, char *line)
{
    static const size_t chunks[] = { 0, 1, 7 };
    struct trial t = trial_of(dir);
    char *file = field_of(&line), *profile = field_of(&line), *region = field_of(&line), *label = field_of(&line);
    t.options.profile = *profile ? profile : NULL;
    t.options.region = *region ? span_of(region) : SPAN_NONE;
    t.options.label = *label ? span_of(label) : SPAN_NONE;
    t.options.skip_bad = *line == '1';
    for (size_t i = 0; i < sizeof chunks / sizeof *chunks; i++) {
        t.options.chunk = chunks[i];
        int code = import(&t, file);
        printf("%s%d %s", i ? "\x1E" : "", code, buf_str(&t.said));
    }
    putchar('\n');
    buf_release(&t.said);
}

/* ---- cut at every byte ---- */

static void write_file(const char *path, const char *p, size_t n)
{
    FILE *f = fopen(path, "wb");
    if (!f || fwrite(p, 1, n, f) != n || fclose(f) != 0)
        exit(1);
}

/* A text of ASCII and GB18030 bytes, or that of UTF-8 as UTF-16 with a mark. */
static void as_utf16(const char *text, struct buf *out)
{
    buf_add(out, "\xFF\xFE", 2);
    struct span s = span_of(text);
    for (size_t at = 0; at < s.n;) {
        unsigned char c = (unsigned char)s.p[at];
        unsigned u = c;
        size_t n = c < 0x80 ? 1 : c < 0xE0 ? 2 : 3;
        if (n == 2)
            u = (c & 0x1Fu) << 6 | ((unsigned char)s.p[at + 1] & 0x3Fu);
        else if (n == 3)
            u = (c & 0xFu) << 12 | ((unsigned char)s.p[at + 1] & 0x3Fu) << 6 | ((unsigned char)s.p[at + 2] & 0x3Fu);
        buf_addc(out, (char)(u & 0xFF));
        buf_addc(out, (char)(u >> 8));
        at += n;
    }
}

/* Every beginning of a good document is refused, but those that only lack `blanks` characters behind the root, of `unit` bytes; whole, it is
 * good. */
static void cut(const char *dir, const char *name, struct span whole, size_t blanks, size_t unit, bool given)
{
    struct trial t = trial_of(dir);
    t.options.profile = given ? "rs-1632" : "native"; /* one is loaded faster than all */
    char path[4096];
    size_t wrong = SIZE_MAX;
    snprintf(path, sizeof path, "%s/cut.xml", dir);
    if (given) {
        t.options.region = SPAN("X");
        t.options.label = SPAN("2");
    }
    for (size_t n = 0; n <= whole.n && wrong == SIZE_MAX; n++) {
        write_file(path, whole.p, n);
        int code = import(&t, path);
        bool good = n + blanks * unit >= whole.n && (whole.n - n) % unit == 0;
        if (code != (good ? 0 : 3))
            wrong = n;
    }
    unlink(path);
    if (wrong == SIZE_MAX)
        printf("ok %s, cut at each of its %zu bytes\n", name, whole.n);
    else
        printf("not ok %s, cut behind byte %zu of %zu: %s\n", name, wrong, whole.n, buf_str(&t.said));
    buf_release(&t.said);
}

static const char native[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- 目录 -->\n<catalog xmlns=\"urn:duima:catalog:1\" region=\"X\" version=\"2\" count=\"2\">\n"
                             "<drug code=\"D1\"><name>药&amp;片<![CDATA[<]]></name><ceiling level=\"1\">1.5</ceiling></drug>\n"
                             "<service code=\"S1\"><name>诊&#x67E5;</name></service>\n</catalog>\n\n";
static const char utf16[] = "<?xml version=\"1.0\" encoding=\"UTF-16\"?>\n<catalog xmlns=\"urn:duima:catalog:1\" region=\"X\" version=\"2\">\n"
                            "<drug code=\"D1\"><name>药片</name></drug>\n</catalog>\n";
static const char gb18030[] = "<?xml version=\"1.0\" encoding=\"GB18030\"?>\n<catalog xmlns=\"urn:duima:catalog:1\" region=\"X\" version=\"2\">\n"
                              "<drug code=\"D1\"><name>\xD2\xA9\xC6\xAC\x82\x30\x83\x36</name></drug>\n</catalog>\n";
static const char rs1632[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<RESPONSEDATA><RETURNNUM>1</RETURNNUM><PAGE><OUTROW><AKA060>D1</AKA060><AKA061>药片</AKA061><AKA065>1</AKA065></OUTROW>"
                             "<OUTROW><AKA090>S1</AKA090><AKA091>诊查</AKA091></OUTROW></PAGE></RESPONSEDATA>\n";

static void cut_all(const char *dir)
{
    struct buf wide = BUF_INIT;
    as_utf16(utf16, &wide);
    cut(dir, "the native layout in UTF-8", span_of(native), 2, 1, false);
    cut(dir, "the native layout in GB18030", span_of(gb18030), 1, 1, false);
    cut(dir, "the native layout in UTF-16", buf_span(&wide), 1, 2, false);
    cut(dir, "the layout rs-1632", span_of(rs1632), 1, 1, true);
    buf_release(&wide);
}

int main(int argc, char **argv)
{
    char line[65536];
    FILE *list = argc == 3 ? fopen(argv[2], "r") : NULL;
    if (!list)
        return 2;
    while (fgets(line, sizeof line, list)) {
        line[strcspn(line, "\n")] = '\0';
        in_pieces(argv[1], line);
    }
    fclose(list);
    cut_all(argv[1]);
    return 0;
}
