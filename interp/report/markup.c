#include "report/markup.h"

#include <libxml/parser.h>
#include <string.h>

#include "report/load.h"

/* Before main, while there is one thread: libxml2 2.9 that is set up by two threads at once waits for itself for ever. */
__attribute__((constructor)) static void set_up_libxml(void) {
    xmlInitParser();
}

static bool letter(char c) {
    return ((unsigned char)c | 0x20) >= 'a' && ((unsigned char)c | 0x20) <= 'z';
}

bool gj_markup_over(gj_markup_guard *guard, gj_str piece) {
    for (size_t i = 0; i < piece.n; i++) {
        char c = piece.p[i], before = guard->before;
        guard->before = c;
        if (!guard->in_tag) {
            if (before == '<' && letter(c)) *guard = (gj_markup_guard){.before = c, .in_tag = true};
        } else if (guard->quote != '\0') {
            if (c == guard->quote) guard->quote = '\0';
        } else if (c == '>') {
            guard->in_tag = false;
        } else if ((c == '"' || c == '\'') && before == '=') {
            guard->quote = c;
        } else if (memchr(" \t\r\n\f/\"'", before, 8) != NULL && ++guard->words > GJ_LIMIT_ATTRIBUTES) {
            return true;
        }
    }
    return false;
}
