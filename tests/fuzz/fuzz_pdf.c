#include "fuzz_readers.h"

FUZZ_TARGET(pdf) {
    return fuzz_read(gj_read_pdf, data, size);
}
