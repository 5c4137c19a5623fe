/* io/sniff.c: a table of beginnings, and a look at the first line of text. */
#include "io/sniff.h"
#include "base/i18n.h"

static const struct {
    enum sniff what;
    unsigned char n;
    char bytes[16];
} beginnings[] = {
    { SNIFF_ZIP, 4, "PK\x03\x04" },
    { SNIFF_ZIP, 4, "PK\x05\x06" },
    { SNIFF_OLE, 8, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" },
    { SNIFF_GZIP, 2, "\x1F\x8B" },
    { SNIFF_XZ, 6, "\xFD" "7zXZ\0" },
    { SNIFF_ZSTD, 4, "\x28\xB5\x2F\xFD" },
    { SNIFF_BZIP2, 3, "BZh" },
    { SNIFF_SEVENZIP, 6, "7z\xBC\xAF\x27\x1C" },
    { SNIFF_RAR, 6, "Rar!\x1A\x07" },
    { SNIFF_PDF, 5, "%PDF-" },
    { SNIFF_SQLITE, 16, { 'S', 'Q', 'L', 'i', 't', 'e', ' ', 'f', 'o', 'r', 'm', 'a', 't', ' ', '3', 0 } },
};

static bool has(struct span s, const char *text)
{
    return span_find(s, span_of(text)) != (size_t)-1;
}

/* Case does not count; `text` is lower-case ASCII. */
static bool starts_word(struct span s, const char *text)
{
    size_t n = strlen(text);
    if (s.n < n)
        return false;
    for (size_t i = 0; i < n; i++) {
        char c = s.p[i];
        if ((c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c) != text[i])
            return false;
    }
    return true;
}

/* UTF-16 reduced to what stands in its low bytes, into ascii; others as '?'. */
static struct span narrow(struct span head, bool big, char *ascii)
{
    size_t n = 0;
    for (size_t i = 0; i + 1 < head.n && n < SNIFF_BYTES / 2; i += 2) {
        char low = head.p[i + (big ? 1 : 0)], high = head.p[i + (big ? 0 : 1)];
        ascii[n++] = high == 0 && low > 0 ? low : '?';
    }
    return (struct span){ ascii, n };
}

static enum sniff sniff_text(struct span s)
{
    s = span_trim(s);
    if (s.n == 0)
        return SNIFF_EMPTY;
    if (s.p[0] == '<') {
        return starts_word(s, "<!doctype html") || starts_word(s, "<html") ? SNIFF_HTML : SNIFF_XML;
    }
    if (starts_word(s, "mime-version:"))
        return SNIFF_MHT;
    if (s.p[0] == '{' || (s.p[0] == '[' && s.n > 1 && strchr("{[\"] \r\n\t", s.p[1])))
        return SNIFF_JSON;
    size_t line = 0;
    while (line < s.n && s.p[line] != '\n' && s.p[line] != '\r')
        line++;
    for (size_t i = 0; i < line; i++)
        if (s.p[i] == ',' || s.p[i] == ';' || s.p[i] == '\t')
            return SNIFF_TABLE;
    return SNIFF_TEXT;
}

/* A dBase table: version byte, a plausible date, no text. */
static bool is_dbf(struct span s)
{
    const unsigned char *p = (const unsigned char *)s.p;
    return s.n >= 32 && (p[0] == 0x03 || p[0] == 0x83 || p[0] == 0x30 || p[0] == 0xF5) && p[2] >= 1 && p[2] <= 12 &&
           p[3] >= 1 && p[3] <= 31 && memchr(p + 4, 0, 28);
}

enum sniff sniff(struct span head)
{
    char ascii[SNIFF_BYTES / 2];
    if (head.n > SNIFF_BYTES)
        head.n = SNIFF_BYTES;
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++) {
        if (!span_starts(head, (struct span){ beginnings[i].bytes, beginnings[i].n }))
            continue;
        if (beginnings[i].what == SNIFF_ZIP && (has(head, "[Content_Types].xml") || has(head, "xl/")))
            return SNIFF_XLSX;
        return beginnings[i].what;
    }
    if (head.n == 0)
        return SNIFF_EMPTY;
    if (span_starts(head, SPAN("\xFF\xFE")) || span_starts(head, SPAN("\xFE\xFF")))
        return sniff_text(narrow((struct span){ head.p + 2, head.n - 2 }, head.p[0] == '\xFE', ascii));
    if (head.n >= 4 && head.p[0] == '<' && head.p[1] == 0 && head.p[3] == 0)
        return sniff_text(narrow(head, false, ascii));
    if (head.n >= 4 && head.p[0] == 0 && head.p[1] == '<' && head.p[2] == 0)
        return sniff_text(narrow(head, true, ascii));
    if (is_dbf(head))
        return SNIFF_DBF;
    if (memchr(head.p, 0, head.n) && head.p[0] != '<')
        return SNIFF_BINARY;
    return sniff_text(head);
}

bool sniff_is_excel_xml(struct span head)
{
    return has(head, "urn:schemas-microsoft-com:office:spreadsheet") && !has(head, "<html") && !has(head, "<HTML");
}

bool sniff_is_html_piece(struct span head)
{
    static const char *const tags[] = { "<table", "<meta", "<head", "<style", "<body", "<div", "<center", "<p", "<br", "<b>", "<h1", "<h2", "<h3" };
    head = span_trim(head);
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
        size_t n = strlen(tags[i]);
        bool whole = head.n > n && (tags[i][n - 1] == '>' || head.p[n] == '>' || head.p[n] == ' ' || head.p[n] == '\n' || head.p[n] == '\r' || head.p[n] == '/');
        if (whole && starts_word(head, tags[i]))
            return true;
    }
    return false;
}

const char *sniff_name(enum sniff what)
{
    static const char *const names[] = {
        [SNIFF_EMPTY] = N_("an empty file"),
        [SNIFF_XML] = N_("an XML document"),
        [SNIFF_HTML] = N_("an HTML page"),
        [SNIFF_JSON] = N_("a JSON file"),
        [SNIFF_TABLE] = N_("a table of text (CSV)"),
        [SNIFF_TEXT] = N_("plain text"),
        [SNIFF_XLSX] = N_("an Excel workbook (XLSX) or another Office file"),
        [SNIFF_ZIP] = N_("a ZIP archive"),
        [SNIFF_OLE] = N_("an old Excel workbook (XLS) or another old Office file"),
        [SNIFF_GZIP] = N_("a gzip-compressed file"),
        [SNIFF_XZ] = N_("an xz-compressed file"),
        [SNIFF_ZSTD] = N_("a zstd-compressed file"),
        [SNIFF_BZIP2] = N_("a bzip2-compressed file"),
        [SNIFF_SEVENZIP] = N_("a 7z archive"),
        [SNIFF_RAR] = N_("a RAR archive"),
        [SNIFF_PDF] = N_("a PDF document"),
        [SNIFF_SQLITE] = N_("an SQLite database"),
        [SNIFF_DBF] = N_("a dBase table (DBF)"),
        [SNIFF_MHT] = N_("a web page saved as one file (MHT)"),
        [SNIFF_BINARY] = N_("a binary file"),
    };
    return _(names[what]);
}
