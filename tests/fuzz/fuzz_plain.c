#include "fuzz_readers.h"

FUZZ_TARGET(plain) {
    return fuzz_read(gj_read_plain, data, size);
}
