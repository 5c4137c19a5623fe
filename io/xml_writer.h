/* io/xml_writer.h: writes XML (UTF-8) into a buffer: tags closed in order, text and values escaped, characters that XML cannot
 * hold refused.
 *
 *     struct xml_writer w;
 *     xml_writer_init(&w, &out, 2);
 *     xml_declaration(&w);
 *     xml_start(&w, "name"); xml_attribute(&w, "lang", SPAN("zh")); xml_text(&w, SPAN("a < b")); xml_end(&w);
 *     if (xml_writer_finish(&w, &err) < 0) ...
 *
 * Calls never fail singly: the first fault is kept, and xml_writer_finish says it. The buffer may be emptied between calls
 * (written out and buf_clear'ed); the writer keeps no place in it. */
#ifndef IO_XML_WRITER_H
#define IO_XML_WRITER_H

#include "base/buf.h"

#define XML_WRITER_DEPTH 32

struct xml_writer {
    struct buf *out;
    int indent; /* blanks a level; 0: everything on one line */
    const char *open[XML_WRITER_DEPTH];
    int depth;
    bool tag_open, has_text; /* "<name" awaits its '>'; the innermost element holds text, so is not indented */
    enum xml_writer_fault { XML_WRITER_OK, XML_WRITER_BAD_CHARACTER, XML_WRITER_BAD_UTF8, XML_WRITER_NESTING } fault;
    uint32_t character; /* the one that was refused */
};

void xml_writer_init(struct xml_writer *w, struct buf *out, int indent);
/* <?xml version="1.0" encoding="UTF-8"?> and a line feed. */
void xml_declaration(struct xml_writer *w);
/* `name` must stay valid until its end, and be a name (it is not checked). */
void xml_start(struct xml_writer *w, const char *name);
/* Between xml_start and what the element holds. */
void xml_attribute(struct xml_writer *w, const char *name, struct span value);
void xml_text(struct xml_writer *w, struct span text);
/* "</name>", or "/>" where nothing stood between. */
void xml_end(struct xml_writer *w);
/* xml_start, xml_text, xml_end; nothing where text is absent. */
void xml_element(struct xml_writer *w, const char *name, struct span text);
/* Everything closed? 0, or -1: the first fault (ERROR_REFUSED for characters, naming them), or ERROR_MEMORY. */
int xml_writer_finish(struct xml_writer *w, struct error *err);
#endif
