/* io/xml_feed.h: a document's bytes on their way to libxml2, which is given stand-ins for some. Private to io/xml.c.
 *
 * A text of ASCII libxml2 tells as it stands in its buffer; any other it takes apart and puts together again, character by character, and most texts of a
 * catalog are Chinese. So it is handed FEED_STAND_IN in place of each byte beyond ASCII that stands in a text between two tags, tells such a text by pointing
 * into its own buffer, and what is taken for it is what was kept here of the same place. No byte of a tag, a comment, an instruction, a CDATA section or a DOCTYPE is changed,
 * and bytes stay as many as they were, so places do too. From where a document holds a CR (which may make libxml2 copy a text all the same), the stand-in itself,
 * a '&' that begins no short reference, or a character that XML forbids and libxml2 is to see, nothing is changed. */
#ifndef IO_XML_FEED_H
#define IO_XML_FEED_H

#include "io/xml.h"

#define FEED_STAND_IN 0x7F /* DEL: XML allows it in a text, in no name */

/* What the given bytes end in: text, a tag, a value in it within " or ', and what ends with --> or ?> or ]]>. */
enum feed_inside { FEED_TEXT, FEED_TAG, FEED_DOUBLE, FEED_SINGLE, FEED_COMMENT, FEED_INSTRUCTION, FEED_CDATA };

/* All zero at the beginning, but for the first two. Positions are of p. */
struct xml_feed {
    xml_bytes *bytes;
    void *ctx;
    char *p;
    size_t cap, held, given; /* bytes kept, given ones first: libxml2 has those */
    uint64_t offset;         /* of p, in the document */
    enum feed_inside inside;
    unsigned skip, run;      /* bytes still of what it begins with; of what it ends with, in front of the '>' */
    bool off;                /* no (more) bytes are changed */
    bool ended, failed;      /* no more bytes come; and err says why */
    struct error err;
    uint64_t blanks, blanks_most; /* that the given bytes end in; the longest such run */
};

void feed_release(struct xml_feed *f);

/* At most n bytes, as libxml2 is to see them: how many; fewer than n only at the end. Those in front of the offset `needed` are not asked for any more. */
int feed_take(struct xml_feed *f, uint64_t needed, char *to, int n);

/* Nothing is left to be given. */
static inline bool feed_is_empty(const struct xml_feed *f) { return f->ended && f->given == f->held; }

/* The n bytes at `offset` as the document has them, valid until more are taken. NULL: they were not given, or are gone. */
static inline const char *feed_at(const struct xml_feed *f, uint64_t offset, size_t n)
{
    const uint64_t at = offset - f->offset;
    return f->p && at <= f->given && n <= f->given - (size_t)at ? f->p + at : NULL;
}

/* Are the n bytes at `told` those at `here`, or their stand-ins? */
bool feed_is_same(const char *told, const char *here, size_t n);
#endif
