/* io/xml_writer.c: escapes, closes, indents. Refuses what XML 1.0 cannot hold rather than dropping it. */
#include "io/xml_writer.h"
#include "base/i18n.h"
#include "base/utf8.h"

void xml_writer_init(struct xml_writer *w, struct buf *out, int indent)
{
    *w = (struct xml_writer){ .out = out, .indent = indent };
}

void xml_declaration(struct xml_writer *w)
{
    buf_adds(w->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
}

static void refuse(struct xml_writer *w, enum xml_writer_fault fault, uint32_t character)
{
    if (w->fault == XML_WRITER_OK) {
        w->fault = fault;
        w->character = character;
    }
}

static bool xml_holds(uint32_t c)
{
    return c >= 0x20 ? c != 0xFFFE && c != 0xFFFF : c == '\t' || c == '\n' || c == '\r';
}

/* What c is written as, or NULL: as itself. In a value a reader would turn TAB and LF into blanks; CR it would lose anywhere. */
static const char *escape_of(char c, bool in_value)
{
    static const struct {
        char c;
        bool only_in_value;
        char text[8];
    } escapes[] = {
        { '&', false, "&amp;" },  { '<', false, "&lt;" },  { '>', false, "&gt;" },
        { '\r', false, "&#13;" }, { '"', true, "&quot;" }, { '\t', true, "&#9;" }, { '\n', true, "&#10;" },
    };
    for (size_t i = 0; i < sizeof escapes / sizeof *escapes; i++)
        if (c == escapes[i].c && (in_value || !escapes[i].only_in_value))
            return escapes[i].text;
    return NULL;
}

static void add_escaped(struct xml_writer *w, struct span s, bool in_value)
{
    size_t plain = 0; /* from here to `at` nothing needs a change */
    for (size_t at = 0; at < s.n;) {
        uint32_t c;
        int n = utf8_step((const unsigned char *)s.p + at, s.n - at, &c);
        if (n <= 0) {
            refuse(w, XML_WRITER_BAD_UTF8, (unsigned char)s.p[at]);
            return;
        }
        if (!xml_holds(c)) {
            refuse(w, XML_WRITER_BAD_CHARACTER, c);
            return;
        }
        const char *escape = n == 1 ? escape_of(s.p[at], in_value) : NULL;
        if (escape) {
            buf_add(w->out, s.p + plain, at - plain);
            buf_adds(w->out, escape);
            plain = at + 1;
        }
        at += (size_t)n;
    }
    buf_add(w->out, s.p + plain, s.n - plain);
}

static void close_tag(struct xml_writer *w)
{
    if (w->tag_open)
        buf_addc(w->out, '>');
    w->tag_open = false;
}

static void new_line(struct xml_writer *w)
{
    if (w->indent <= 0)
        return;
    buf_addc(w->out, '\n');
    for (int i = 0; i < w->depth * w->indent; i++)
        buf_addc(w->out, ' ');
}

void xml_start(struct xml_writer *w, const char *name)
{
    if (w->depth == XML_WRITER_DEPTH) {
        refuse(w, XML_WRITER_NESTING, 0);
        return;
    }
    close_tag(w);
    if (w->depth > 0 && !w->has_text)
        new_line(w);
    buf_addc(w->out, '<');
    buf_adds(w->out, name);
    w->open[w->depth++] = name;
    w->tag_open = true;
    w->has_text = false;
}

void xml_attribute(struct xml_writer *w, const char *name, struct span value)
{
    if (!w->tag_open) {
        refuse(w, XML_WRITER_NESTING, 0);
        return;
    }
    buf_addc(w->out, ' ');
    buf_adds(w->out, name);
    buf_adds(w->out, "=\"");
    add_escaped(w, value, true);
    buf_addc(w->out, '"');
}

void xml_text(struct xml_writer *w, struct span text)
{
    if (w->depth == 0) {
        refuse(w, XML_WRITER_NESTING, 0);
        return;
    }
    if (text.n == 0)
        return;
    close_tag(w);
    w->has_text = true;
    add_escaped(w, text, false);
}

void xml_end(struct xml_writer *w)
{
    if (w->depth == 0) {
        refuse(w, XML_WRITER_NESTING, 0);
        return;
    }
    const char *name = w->open[--w->depth];
    if (w->tag_open) {
        buf_adds(w->out, "/>");
    } else {
        if (!w->has_text)
            new_line(w);
        buf_adds(w->out, "</");
        buf_adds(w->out, name);
        buf_addc(w->out, '>');
    }
    w->tag_open = w->has_text = false;
    if (w->depth == 0)
        buf_addc(w->out, '\n');
}

void xml_element(struct xml_writer *w, const char *name, struct span text)
{
    if (!text.p)
        return;
    xml_start(w, name);
    xml_text(w, text);
    xml_end(w);
}

int xml_writer_finish(struct xml_writer *w, struct error *err)
{
    if (buf_check(w->out, err) < 0)
        return -1;
    if (w->fault == XML_WRITER_BAD_CHARACTER)
        return error_set(err, ERROR_REFUSED, _("a text has the character U+%04X, which XML cannot hold"), w->character);
    if (w->fault == XML_WRITER_BAD_UTF8)
        return error_set(err, ERROR_REFUSED, _("a text is not UTF-8 (byte %02X), so it cannot be written as XML"),
                         w->character);
    if (w->fault == XML_WRITER_NESTING || w->depth > 0)
        return error_set(err, ERROR_REFUSED, "%s", _("the elements written do not nest"));
    return 0;
}
