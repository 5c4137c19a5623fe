/* tests/report/html-sample.c: html-sample VERB COUNT zh|en [hostile]: an HTML report of notes made by hand, on standard output, for the tests in a browser. */
#include "tests/report/html_notes.h"
#include "base/i18n.h"
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

static int take(void *ctx, const char *p, size_t n, struct error *err)
{
    return fwrite(p, 1, n, ctx) == n ? 0 : error_set(err, ERROR_STORE, "cannot write");
}

int main(int argc, char **argv)
{
    struct error err;
    if (argc < 4)
        return 2;
    setlocale(LC_ALL, "C.UTF-8");
    setenv("LANGUAGE", strcmp(argv[3], "zh") == 0 ? "zh_CN" : "en", 1);
    const char *dir = getenv("DUIMA_LOCALE_DIR");
    bindtextdomain("duima", dir ? dir : ".");
    bind_textdomain_codeset("duima", "UTF-8");
    textdomain("duima");
    if (html_notes(argv[1], (uint32_t)strtoul(argv[2], NULL, 10), argc > 4, take, stdout, &err) < 0) {
        fprintf(stderr, "html-sample: %s\n", err.text);
        return 1;
    }
    return fflush(stdout) == 0 ? 0 : 1;
}
