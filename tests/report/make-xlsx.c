/* tests/report/make-xlsx.c: make-xlsx FILE ITEMS: the sample notes as a workbook, for tests that read it with other programs, and for measuring.
 * LANGUAGE=zh_CN with DUIMA_LOCALE_DIR makes it Chinese; its temporary files are made in TMPDIR. */
#include "tests/report/sample_notes.h"
#include <libintl.h>
#include <locale.h>
#include <stdio.h>

static int put(void *ctx, const char *p, size_t n, struct error *err)
{
    return fwrite(p, 1, n, ctx) == n ? 0 : error_set(err, ERROR_STORE, "cannot write");
}

int main(int argc, char **argv)
{
    struct error err = { 0 };
    setlocale(LC_ALL, "C.UTF-8");
    if (getenv("DUIMA_LOCALE_DIR"))
        bindtextdomain("duima", getenv("DUIMA_LOCALE_DIR"));
    textdomain("duima");
    FILE *out = argc == 3 ? fopen(argv[1], "wb") : NULL;
    if (!out)
        return 2;
    struct note_report *r = note_report_new(note_format(SPAN("xlsx")), &sample_run, put, out, getenv("TMPDIR"), false, &err);
    int status = r ? sample_feed(r, (unsigned)strtoul(argv[2], NULL, 10), &err) : -1;
    note_report_free(r);
    if (status < 0)
        fprintf(stderr, "%s\n", err.text);
    return fclose(out) == 0 && status == 0 ? 0 : 1;
}
