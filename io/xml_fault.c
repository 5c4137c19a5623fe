/* io/xml_fault.c: see the header. */
#include "io/xml_fault.h"

#include "base/i18n.h"
#include "io/xml_compat.h"

#include <string.h>

static const struct {
    int code;
    const char *part; /* of libxml2's message; "": any */
    const char *words;
} faults[] = {
    { XML_ERR_NAME_REQUIRED, "xmlParseEntityRef", N_("an & that begins no reference; in text it is written &amp;") },
    { XML_ERR_NAME_REQUIRED, "StartTag", N_("a < that begins no tag; in text it is written &lt;") },
    { XML_ERR_ENTITYREF_SEMICOL_MISSING, "", N_("a reference without its semicolon; in text an & is written &amp;") },
    { XML_ERR_INVALID_HEX_CHARREF, "", N_("a character reference that is none; right is, for instance, &#x836F;") },
    { XML_ERR_INVALID_DEC_CHARREF, "", N_("a character reference that is none; right is, for instance, &#33647;") },
    { XML_ERR_INVALID_CHARREF, "", N_("a character reference that is none; right is, for instance, &#33647;") },
    { XML_ERR_INVALID_CHAR, "out of bounds", N_("a reference to a character that there is not") },
    { XML_ERR_INVALID_CHAR, "", N_("a character that XML forbids, such as a control character") },
    { XML_ERR_INVALID_ENCODING, "", N_("a character that XML forbids, such as a control character") },
    { XML_ERR_ATTRIBUTE_NOT_STARTED, "", N_("the value of an attribute stands in no quotes") },
    { XML_ERR_LT_IN_ATTRIBUTE, "", N_("a < in the value of an attribute, where it is written &lt;; or a quote is missing in front of it") },
    { XML_ERR_ATTRIBUTE_WITHOUT_VALUE, "", N_("an attribute without a value") },
    { XML_ERR_MISPLACED_CDATA_END, "", N_("]]> in text, where it is written ]]&gt;") },
    { XML_ERR_CDATA_NOT_FINISHED, "", N_("a CDATA section that is not closed by ]]>, or has a character in it that XML forbids") },
    { XML_ERR_GT_REQUIRED, "Start Tag", N_("a tag that is not closed by >, or has a character in it that no name can have") },
    { XML_ERR_HYPHEN_IN_COMMENT, "", N_("two dashes inside a comment, or three at its end") },
    { XML_ERR_COMMENT_NOT_FINISHED, "", N_("a comment that is not closed") },
    { XML_ERR_RESERVED_XML_NAME, "XML declaration", N_("the XML declaration stands here, but it must be the very first thing in the file: two files joined, or a blank line in front?") },
    { XML_ERR_VERSION_MISSING, "", N_("the XML declaration must begin with <?xml version=\"1.0\"") },
    { XML_ERR_UNKNOWN_VERSION, "", N_("the XML declaration names a version of XML that is not known; it is 1.0") },
    { XML_ERR_DOCTYPE_NOT_FINISHED, "", N_("the DOCTYPE is not closed, or not well-formed") },
    { XML_ERR_LITERAL_NOT_FINISHED, "System or Public", N_("the DOCTYPE is not closed, or not well-formed") },
    { XML_ERR_INTERNAL_ERROR, "xmlParseInternalSubset", N_("the DOCTYPE is not closed, or not well-formed") },
    { XML_ERR_INTERNAL_ERROR, "element content", N_("something that is neither text nor a tag, such as a <! that begins no comment") },
    { XML_ERR_INTERNAL_ERROR, "Huge input", N_("a tag, a comment or another piece of the document is longer than 10 MB") },
    { XML_ERR_PI_NOT_FINISHED, "too big", N_("a tag, a comment or another piece of the document is longer than 10 MB") },
    { XML_ERR_NAME_TOO_LONG, "", N_("a name is longer than 50,000 characters") },
};

const char *xml_fault_words(int code, const char *message)
{
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
        if (faults[i].code == code && strstr(message, faults[i].part))
            return faults[i].words;
    return NULL;
}

bool xml_fault_is_of_whole(int code, int number)
{
    if (code == XML_ERR_INVALID_CHAR || code == XML_ERR_INVALID_CHARREF)
        return number > 0; /* else it is the NUL behind the last byte */
    return code == XML_ERR_TAG_NAME_MISMATCH || code == XML_ERR_UNDECLARED_ENTITY || code == XML_WAR_UNDECLARED_ENTITY ||
           code == XML_ERR_MISPLACED_CDATA_END;
}
