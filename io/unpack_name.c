/* io/unpack_name.c: names of members, which nobody can trust: what they say, whether they may be, and how they are shown. */
#include "io/unpack_run.h"
#include "base/decode.h"
#include "base/i18n.h"
#include "base/text.h"

#define SHOWN_MOST ((size_t)200) /* bytes of a name in a message */

static bool has_han(struct span text)
{
    for (size_t at = 0; at < text.n;)
        if (utf8_is_han(utf8_next(text, &at)))
            return true;
    return false;
}

static bool is_ascii(struct span text)
{
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.p[i] >= 0x80)
            return false;
    return true;
}

/* Does it say so itself that it is UTF-8? In a ZIP of Chinese Windows, pairs of bytes that are GBK may be UTF-8 too, of Latin and Cyrillic
 * letters. */
static bool looks_utf8(struct span name, bool in_zip)
{
    return utf8_is_valid(name) && (!in_zip || is_ascii(name) || has_han(name));
}

/* Names are UTF-8, or what Chinese Windows writes; else as they are. */
static int decode(struct span name, bool is_utf8, struct buf *out, struct error *err)
{
    buf_clear(out);
    if (!is_utf8) {
        struct error fault = { .code = ERROR_NONE };
        struct decoder *d = decoder_new("GB18030", true, err);
        if (!d)
            return -1;
        int got = decoder_feed(d, name.p, name.n, true, out, &fault);
        decoder_free(d);
        if (got == 0 || fault.code == ERROR_MEMORY)
            return got == 0 ? buf_check(out, err) : error_memory(err);
        buf_clear(out);
    }
    buf_addspan(out, name);
    return buf_check(out, err);
}

/* No terminal, and no reader of right-to-left marks, is led astray by it. */
static bool is_plain(uint32_t c)
{
    return c >= 0x20 && (c < 0x7F || c >= 0xA0) && c != 0xFEFF && c != 0xFFFD && !(c >= 0x200B && c <= 0x200F) && !(c >= 0x2028 && c <= 0x202E) &&
           !(c >= 0x2060 && c <= 0x206F);
}

static void show(struct span name, struct buf *out)
{
    size_t begin = out->n;
    for (size_t at = 0; at < name.n;) {
        size_t from = at;
        uint32_t c = utf8_next(name, &at);
        if (out->n - begin > SHOWN_MOST) {
            buf_adds(out, "…");
            return;
        }
        if (is_plain(c))
            buf_add(out, name.p + from, at - from);
        else
            for (; from < at; from++)
                buf_addf(out, "\\x%02X", (unsigned)(unsigned char)name.p[from]);
    }
}

int unpack_take_name(struct unpack *u, struct span name, bool is_utf8, struct error *err)
{
    if (decode(name, is_utf8 || looks_utf8(name, u->form == FORM_ZIP), &u->name, err) < 0)
        return -1;
    buf_clear(&u->shown);
    buf_addf(&u->shown, "%s/", source_name(u->source));
    show(buf_span(&u->name), &u->shown);
    buf_str(&u->shown);
    return buf_check(&u->shown, err);
}

/* The next part between slashes of either kind, of what *rest begins with. */
static bool next_part(struct span *rest, struct span *part)
{
    if (rest->n == 0)
        return false;
    size_t n = 0;
    while (n < rest->n && rest->p[n] != '/' && rest->p[n] != '\\')
        n++;
    *part = (struct span){ rest->p, n };
    n += n < rest->n;
    *rest = (struct span){ rest->p + n, rest->n - n };
    return true;
}

const char *unpack_name_fault(struct span name)
{
    struct span rest = name, part;
    if (name.n == 0)
        return N_("a member without a name");
    bool letter = name.n > 1 && name.p[1] == ':' && ((name.p[0] >= 'A' && name.p[0] <= 'Z') || (name.p[0] >= 'a' && name.p[0] <= 'z'));
    if (name.p[0] == '/' || name.p[0] == '\\' || letter)
        return N_("the name begins at the root of a disk");
    while (next_part(&rest, &part))
        if (span_is(part, ".."))
            return N_("the name leads out of the archive (..)");
    return NULL;
}

bool unpack_name_is_litter(struct span name)
{
    struct span rest = name, part = SPAN("");
    while (next_part(&rest, &part))
        if (span_is(part, "__MACOSX"))
            return true;
    return span_is(part, ".DS_Store") || span_is(part, "Thumbs.db") || span_is(part, "desktop.ini") || span_starts(part, SPAN("._"));
}
