/* io/xml_fault.h: libxml2's words for what is wrong with a document, in ours, for the faults that people meet. */
#ifndef IO_XML_FAULT_H
#define IO_XML_FAULT_H

#include <stdbool.h>

/* The sentence for an error code, not yet translated, without an argument; `message` is libxml2's own, which parts what one code means. NULL: it has
 * no better one. */
const char *xml_fault_words(int code, const char *message);

/* Is it a fault of something that stands there whole, and not one that more bytes might mend? `number`: the error's int1. */
bool xml_fault_is_of_whole(int code, int number);
#endif
