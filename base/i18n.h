/* base/i18n.h: texts for people. English is the source language; po/zh_CN.po has every text in Chinese.
 * cli/main chooses the language once, before any text is asked for. */
#ifndef BASE_I18N_H
#define BASE_I18N_H

#include <libintl.h>

#define _(text) gettext(text)
#define N_(text) text /* marked for translation, translated where it is printed */
#endif
