/* bench/out.c: buffers, converts, writes. */
#include "bench/out.h"
#include <errno.h>
#include <iconv.h>

struct out {
    FILE *file;
    const char *path;
    iconv_t convert;
    bool converts, failed;
    size_t n;
    char text[1 << 16];
    char bytes[1 << 18];
};

struct out *out_open(const char *path, const char *encoding)
{
    struct out *o = calloc(1, sizeof *o);

    if (!o) {
        fputs("generate: out of memory\n", stderr);
        return NULL;
    }
    o->path = path;
    o->file = strcmp(path, "-") == 0 ? stdout : fopen(path, "wb");
    if (!o->file) {
        fprintf(stderr, "generate: %s: %s\n", path, strerror(errno));
        free(o);
        return NULL;
    }
    if (encoding && strcmp(encoding, "UTF-8") != 0) {
        o->convert = iconv_open(encoding, "UTF-8");
        o->converts = true;
        if (o->convert == (iconv_t)-1) {
            fprintf(stderr, "generate: no encoding of the name %s is known\n", encoding);
            o->converts = false;
            o->failed = true;
            out_close(o);
            return NULL;
        }
    }
    return o;
}

static void out_flush(struct out *o)
{
    char *from = o->text, *to = o->bytes;
    size_t from_left = o->n, to_left = sizeof o->bytes;

    if (!o->converts) {
        o->failed |= fwrite(o->text, 1, o->n, o->file) != o->n;
    } else {
        o->failed |= iconv(o->convert, &from, &from_left, &to, &to_left) == (size_t)-1;
        o->failed |= fwrite(o->bytes, 1, sizeof o->bytes - to_left, o->file) != sizeof o->bytes - to_left;
    }
    o->n = 0;
}

/* Pieces are whole characters, and the buffer is emptied between pieces, so no character is cut. */
void out_span(struct out *o, struct span s)
{
    if (s.n > sizeof o->text - o->n)
        out_flush(o);
    if (s.n > sizeof o->text) {
        o->failed = true;
        return;
    }
    if (s.n > 0)
        memcpy(o->text + o->n, s.p, s.n);
    o->n += s.n;
}

void out_text(struct out *o, const char *s) { out_span(o, span_of(s)); }

int out_close(struct out *o)
{
    int result;

    out_flush(o);
    o->failed |= (o->file == stdout ? fflush(o->file) : fclose(o->file)) != 0;
    if (o->failed)
        fprintf(stderr, "generate: %s could not be written whole\n", o->path);
    result = o->failed ? -1 : 0;
    if (o->converts)
        iconv_close(o->convert);
    free(o);
    return result;
}
