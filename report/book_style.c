/* report/book_style.c: how cells look. Colours only say again what a word says. No font is named: the office program takes its own, which has Chinese. */
#include "report/book_impl.h"

#define INK_GREY 0x7F7F7F
#define RULE_LIGHT 0xD9D9D9
#define RULE_DARK 0x8C8C8C
#define HEAD_FILL 0x1F4E78
#define LABEL_FILL 0xF2F2F2

static const struct { lxw_color_t fill, ink; bool bold; } tints[BOOK_TINTS] = {
    [TINT_ERROR] = { 0xFFC7CE, 0x9C0006, false }, [TINT_WARNING] = { 0xFFEB9C, 0x7F4F00, false }, [TINT_INFO] = { 0xDDEBF7, 0x1F4E78, false },
    [TINT_GOOD] = { 0xE2EFDA, 0x375623, false },  [TINT_DIFFERS] = { 0xFCE4D6, 0x833C0B, true },  [TINT_FADED] = { 0, INK_GREY, false },
};

lxw_color_t book_tint_fill(enum book_tint tint)
{
    static const lxw_color_t bars[BOOK_TINTS] = { 0x2E75B6, 0xC00000, 0xE0A000, 0x5B9BD5, 0x70AD47, 0xC55A11, INK_GREY };
    return bars[tint];
}

static void set_number(lxw_format *f, enum book_look look)
{
    enum { TEXT = 49, WHOLE = 1, GROUPED = 3, PERCENT = 10 }; /* those that every spreadsheet has by number */
    static const uint8_t known[BOOK_LOOKS] = { [LOOK_CODE] = TEXT, [LOOK_LINE] = WHOLE, [LOOK_COUNT] = GROUPED, [LOOK_FIGURE] = GROUPED, [LOOK_PERCENT] = PERCENT };
    static const char *const written[BOOK_LOOKS] = {
        [LOOK_ONE] = "#,##0.0", [LOOK_SHARE] = "0.000", [LOOK_MONEY] = "#,##0.00##", [LOOK_DATE] = "yyyy\\-mm\\-dd",
    };
    if (known[look] != 0)
        format_set_num_format_index(f, known[look]);
    else if (written[look])
        format_set_num_format(f, written[look]);
}

static void set_heading(lxw_format *f, enum book_look look)
{
    if (look == LOOK_HEAD || look == LOOK_HEAD_RIGHT) {
        format_set_bg_color(f, HEAD_FILL);
        format_set_font_color(f, 0xFFFFFF);
        format_set_align(f, LXW_ALIGN_VERTICAL_CENTER);
    } else if (look == LOOK_LABEL)
        format_set_bg_color(f, LABEL_FILL);
    else if (look == LOOK_TITLE)
        format_set_font_size(f, 16);
    else
        format_set_font_size(f, 12);
    format_set_bold(f);
}

/* What is turned from its usual side. */
static void set_side(lxw_format *f, enum book_look look)
{
    if (look == LOOK_DATE || look == LOOK_LINE || look == LOOK_FIGURE)
        format_set_align(f, LXW_ALIGN_LEFT);
    if (look == LOOK_HEAD_RIGHT)
        format_set_align(f, LXW_ALIGN_RIGHT);
}

static void set_look(lxw_format *f, enum book_look look)
{
    bool flows = look == LOOK_SECTION || look == LOOK_TITLE || look == LOOK_REMARK;
    format_set_align(f, look == LOOK_TITLE ? LXW_ALIGN_VERTICAL_CENTER : LXW_ALIGN_VERTICAL_TOP);
    set_number(f, look);
    if (!flows) {
        if (look != LOOK_NAME)
            format_set_text_wrap(f);
        format_set_bottom(f, LXW_BORDER_THIN);
        format_set_bottom_color(f, RULE_LIGHT);
    }
    if (look == LOOK_HEAD || look == LOOK_HEAD_RIGHT || look == LOOK_LABEL || look == LOOK_TITLE || look == LOOK_SECTION)
        set_heading(f, look);
    set_side(f, look);
    if (look == LOOK_REMARK)
        format_set_font_color(f, INK_GREY);
}

static void set_tint(lxw_format *f, enum book_tint tint)
{
    if (tint == TINT_NONE)
        return;
    format_set_font_color(f, tints[tint].ink);
    if (tints[tint].fill != 0)
        format_set_bg_color(f, tints[tint].fill);
    if (tints[tint].bold)
        format_set_bold(f);
}

lxw_format *book_format(struct book *b, struct book_style style)
{
    lxw_format **at = &b->formats[style.look][style.tint][style.edge ? 1 : 0];
    if (*at || b->failed)
        return *at;
    lxw_format *f = workbook_add_format(b->workbook);
    if (!f) {
        book_fail(b, LXW_ERROR_MEMORY_MALLOC_FAILED);
        return NULL;
    }
    set_look(f, style.look);
    set_tint(f, style.tint);
    if (style.edge) {
        format_set_top(f, LXW_BORDER_THIN);
        format_set_top_color(f, RULE_DARK);
    }
    return *at = f;
}
