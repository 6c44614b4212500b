/* charset.h - a web page's bytes as UTF-8. The bytes are believed before the page's own word: pages are often copied from one server to
 * another with a <meta> that is no longer true. */
#ifndef GJ_REPORT_CHARSET_H
#define GJ_REPORT_CHARSET_H

#include "base/text.h"

/* The encoding of a page, as iconv names it: its byte order mark; UTF-8 when the bytes are; what it declares in <meta> or in an XML
 * declaration; else GB18030. A declared gb2312 or gbk is read as GB18030, which contains them. NAME holds the answer. */
void gj_charset_of_page(gj_str bytes, char name[32]);

/* BYTES as valid UTF-8 in OUT: a byte order mark is dropped, NUL becomes a space, and what is no character becomes U+FFFD, byte by byte.
 * Nonzero when the encoding is not known; OUT is then empty. */
int gj_charset_decode(gj_buf *out, gj_str bytes, const char *name);

#endif
