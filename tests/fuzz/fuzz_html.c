#include "fuzz_readers.h"

FUZZ_TARGET(html) {
    return fuzz_read(gj_read_html, data, size);
}
