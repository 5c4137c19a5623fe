/* base/buf.c: the growing byte buffer. A failed allocation is remembered, never fatal here. */
#include "base/buf.h"

#include <limits.h>

void buf_init(struct buf *b)
{
    *b = (struct buf)BUF_INIT;
}

void buf_release(struct buf *b)
{
    free(b->p);
    *b = (struct buf)BUF_INIT;
}

void buf_clear(struct buf *b)
{
    b->n = 0;
    b->failed = false;
}

/* Grows by half as much again, so that n additions cost O(n). */
static char *grow(struct buf *b, size_t n)
{
    if (n > PTRDIFF_MAX - b->n) {
        b->failed = true;
        return NULL;
    }
    size_t need = b->n + n;
    size_t cap = b->cap < 32 ? 64 : b->cap + b->cap / 2;
    if (cap < need)
        cap = need;
    char *p = realloc(b->p, cap);
    if (!p) {
        b->failed = true;
        return NULL;
    }
    b->p = p;
    b->cap = cap;
    return p + b->n;
}

char *buf_room(struct buf *b, size_t n)
{
    if (b->failed)
        return NULL;
    if (b->p && n <= b->cap - b->n)
        return b->p + b->n;
    return grow(b, n);
}

void buf_add(struct buf *b, const void *p, size_t n)
{
    if (n == 0)
        return;
    char *to = buf_room(b, n);
    if (!to)
        return;
    memcpy(to, p, n);
    b->n += n;
}

void buf_addc(struct buf *b, char c)
{
    char *to = buf_room(b, 1);
    if (!to)
        return;
    *to = c;
    b->n++;
}

void buf_adds(struct buf *b, const char *text)
{
    buf_add(b, text, strlen(text));
}

void buf_addspan(struct buf *b, struct span s)
{
    buf_add(b, s.p, s.n);
}

void buf_addfv(struct buf *b, const char *format, va_list args)
{
    char *to = buf_room(b, 128);
    if (!to)
        return;
    size_t room = b->cap - b->n;
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(to, room, format, args);
    if (n >= 0 && (size_t)n >= room) {
        to = buf_room(b, (size_t)n + 1);
        n = to ? vsnprintf(to, (size_t)n + 1, format, again) : 0;
    }
    va_end(again);
    if (n < 0)
        b->failed = true;
    else
        b->n += (size_t)n;
}

void buf_addf(struct buf *b, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    buf_addfv(b, format, args);
    va_end(args);
}

void buf_adduchar(struct buf *b, uint32_t c)
{
    if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        c = 0xFFFD;
    char *to = buf_room(b, 4);
    if (!to)
        return;
    size_t n = 0;
    if (c < 0x80) {
        to[n++] = (char)c;
    } else if (c < 0x800) {
        to[n++] = (char)(0xC0 | c >> 6);
        to[n++] = (char)(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        to[n++] = (char)(0xE0 | c >> 12);
        to[n++] = (char)(0x80 | (c >> 6 & 0x3F));
        to[n++] = (char)(0x80 | (c & 0x3F));
    } else {
        to[n++] = (char)(0xF0 | c >> 18);
        to[n++] = (char)(0x80 | (c >> 12 & 0x3F));
        to[n++] = (char)(0x80 | (c >> 6 & 0x3F));
        to[n++] = (char)(0x80 | (c & 0x3F));
    }
    b->n += n;
}

struct span buf_span(const struct buf *b)
{
    return (struct span){ b->p ? b->p : "", b->n };
}

const char *buf_str(struct buf *b)
{
    char *to = buf_room(b, 1);
    if (!to)
        return "";
    *to = '\0';
    return b->p;
}

int buf_check(const struct buf *b, struct error *err)
{
    return b->failed ? error_memory(err) : 0;
}
