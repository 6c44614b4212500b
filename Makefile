# Gouji. `make help` lists what can be made; `make demo` and `make check` install what is missing first.
VERSION := 0.1.0
.DEFAULT_GOAL := all
comma := ,
MAKEFLAGS += --no-builtin-rules
SHELL := /bin/bash

BUILD   ?= build
PREFIX  ?= /usr/local
DESTDIR ?=
CC      := $(if $(filter default,$(origin CC)),gcc,$(CC))
OPT     ?= -O2
SAN     ?=
ASAN    := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer

# What the library is linked with, what the program is beside it, and what only the module of the readers of web pages, Word files and PDF needs.
PKGS_LIB  := gmp libpcre2-8 libutf8proc jansson
PKGS_CORE := readline $(PKGS_LIB)
PKGS := $(PKGS_CORE) libxml-2.0 libzip poppler-glib
# Asked for only when something is compiled, so that `make deps` and `make help` work before anything is installed.
PKG_CFLAGS = $(shell pkg-config --cflags $(PKGS) 2>/dev/null | sed 's/-I/-isystem /g')
PKG_LIBS   = $(shell pkg-config --libs $(PKGS) 2>/dev/null)

WARN   := -Wall -Wextra -Wshadow -Wconversion -Werror
CFLAGS ?= -g
ALL_CFLAGS = -std=c17 -D_GNU_SOURCE -DGJ_VERSION='"$(VERSION)"' -DGJ_DATADIR='"$(PREFIX)/share/gouji"' -DGJ_LIBDIR='"$(PREFIX)/lib/gouji"' \
             $(OPT) $(SAN) -fPIC -pthread -Iinterp -Igrammar -I$(BUILD)/gen -I. $(PKG_CFLAGS) $(CFLAGS)
LIBS = $(PKG_LIBS) -lm -pthread
SO_LIBS = $(shell pkg-config --libs $(PKGS_LIB) 2>/dev/null) -lm -ldl -pthread
CORE_LIBS = $(shell pkg-config --libs $(PKGS_CORE) 2>/dev/null) -lm -ldl -pthread

BISON_FLAGS := -Wall -Wcounterexamples -Wdangling-alias -Werror

LIB_SRC  := $(filter-out interp/report/formats_module.c interp/report/pdf_child.c interp/main.c interp/repl.c interp/repl_%.c interp/cmd_%.c,$(wildcard interp/*.c interp/*/*.c grammar/*.c))
MAIN_SRC := $(wildcard interp/main.c interp/repl.c interp/repl_*.c interp/cmd_*.c)
GEN_SRC  := $(if $(wildcard grammar/parser.y),$(BUILD)/gen/parser.c $(BUILD)/gen/lexer.c)
LIB_OBJ  := $(LIB_SRC:%.c=$(BUILD)/obj/%.o) $(GEN_SRC:$(BUILD)/gen/%.c=$(BUILD)/obj/gen/%.o)
MAIN_OBJ := $(MAIN_SRC:%.c=$(BUILD)/obj/%.o)
UNIT_SRC := $(wildcard tests/unit/test_*.c)
UNIT_BIN := $(UNIT_SRC:tests/unit/%.c=$(BUILD)/tests/%)
FUZZ_SRC := $(wildcard tests/fuzz/fuzz_*.c)
FUZZ_TARGETS := $(FUZZ_SRC:tests/fuzz/fuzz_%.c=%)

.PHONY: all lib
all: $(BUILD)/gouji $(BUILD)/gouji-formats.so $(BUILD)/gouji-pdf ## build the program (build/gouji)
lib: $(BUILD)/libgouji.a $(BUILD)/libgouji.so ## build the library (static and shared)

$(BUILD)/gouji: $(MAIN_OBJ) $(BUILD)/libgouji.a
	$(CC) $(SAN) $(LDFLAGS) -o $@ $^ $(CORE_LIBS)

# Self-contained: it brings its own copy of what it uses of the library, and shows nothing but its table.
$(BUILD)/gouji-formats.so: $(BUILD)/obj/interp/report/formats_module.o $(BUILD)/libgouji.a
	$(CC) $(SAN) $(LDFLAGS) -shared -Wl,-Bsymbolic -Wl,--exclude-libs,ALL -o $@ $^ $(LIBS)

# The process that runs poppler.
$(BUILD)/gouji-pdf: $(BUILD)/obj/interp/report/pdf_child.o $(BUILD)/libgouji.a
	$(CC) $(SAN) $(LDFLAGS) -o $@ $^ $(LIBS)

$(BUILD)/libgouji.a: $(LIB_OBJ)
	@rm -f $@
	ar rcs $@ $^

SONAME := libgouji.so.0
# What the functions of gouji.h reach; the readers that are in the module stay there.
SO_OBJ := $(BUILD)/obj/interp/gouji.o $(BUILD)/obj/interp/audit.o
$(BUILD)/libgouji.so: $(BUILD)/libgouji.a interp/gouji.map
	$(CC) $(SAN) $(LDFLAGS) -shared -Wl,-soname,$(SONAME) -Wl,--version-script=interp/gouji.map $(if $(SAN),,-Wl$(comma)-z$(comma)defs) -o $@ \
	  $(SO_OBJ) $(BUILD)/libgouji.a $(SO_LIBS)

# Where the installed files will be is compiled in: another PREFIX compiles it again.
$(BUILD)/prefix: .FORCE
	@mkdir -p $(@D)
	@[ "$$(cat $@ 2>/dev/null)" = "$(PREFIX)" ] || echo "$(PREFIX)" > $@
$(BUILD)/obj/interp/gouji.o $(BUILD)/obj/interp/report/formats.o: $(BUILD)/prefix
.PHONY: .FORCE
.FORCE:

$(BUILD)/gen/parser.c $(BUILD)/gen/parser.h &: grammar/parser.y
	@mkdir -p $(@D)
	bison $(BISON_FLAGS) --defines=$(BUILD)/gen/parser.h -o $(BUILD)/gen/parser.c $<
$(BUILD)/gen/lexer.c $(BUILD)/gen/lexer.h &: grammar/lexer.l
	@mkdir -p $(@D)
	flex --header-file=$(BUILD)/gen/lexer.h -o $(BUILD)/gen/lexer.c $<

# The style and the script of the html output, as C strings with their hashes.
$(BUILD)/gen/assets.h: interp/output/embed.py interp/output/page.css interp/output/page.js
	@mkdir -p $(@D)
	python3 $^ > $@
$(BUILD)/obj/interp/output/html.o: $(BUILD)/gen/assets.h

# How Chinese characters are read, from ICU's data: completion by initials.
$(BUILD)/gen/pinyin.h: interp/pinyin.py
	@mkdir -p $(@D)
	python3 $< > $@.new && mv $@.new $@
$(BUILD)/obj/interp/repl_pinyin.o: $(BUILD)/gen/pinyin.h

$(BUILD)/obj/gen/%.o: $(BUILD)/gen/%.c | $(GEN_SRC:.c=.h) .deps-ok
	@mkdir -p $(@D)
	@echo '  CC $<'
	@$(CC) $(ALL_CFLAGS) -Wall -Wextra -Werror -Wno-sign-compare -Wno-unused-function -MMD -MP -c -o $@ $<
$(BUILD)/obj/%.o: %.c | $(GEN_SRC:.c=.h) .deps-ok
	@mkdir -p $(@D)
	@echo '  CC $<'
	@$(CC) $(ALL_CFLAGS) $(WARN) -MMD -MP -c -o $@ $<

# The loops of the bytecode, and those that look at every character of a text, are short: they are worth unrolling.
HOT := run/vm run/textual rule/lexicon rule/sentence rule/template_match base/number_read \
       report/plain report/normalize report/align_item report/align_label report/align_section report/align_exact
$(HOT:%=$(BUILD)/obj/interp/%.o): CFLAGS += -O3 -fno-semantic-interposition

$(BUILD)/tests/%: tests/unit/%.c $(BUILD)/libgouji.a
	@mkdir -p $(@D)
	@echo "  CC $<"
	@$(CC) $(ALL_CFLAGS) -Wall -Wextra -Wshadow -Werror -Itests/unit -MMD -MP -MF $@.d -o $@ $< $(BUILD)/libgouji.a \
	  $(shell pkg-config --cflags --libs check) $(LIBS)

# Every fuzz target in one driver; with clang, each as a libFuzzer of its own (make libfuzzer TARGET=template).
$(BUILD)/tests/fuzz: tests/fuzz/driver.c tests/fuzz/fuzz.h tests/fuzz/fuzz_readers.h $(FUZZ_SRC) $(BUILD)/libgouji.a
	@mkdir -p $(@D)
	@echo '  CC $<'
	@$(CC) $(ALL_CFLAGS) -Wall -Wextra -Wshadow -Werror -Itests/fuzz '-DFUZZ_TARGETS=$(foreach t,$(FUZZ_TARGETS),X($t))' -o $@ $< $(FUZZ_SRC) \
	  $(BUILD)/libgouji.a $(LIBS)
$(BUILD)/tests/libfuzzer-%: tests/fuzz/driver.c tests/fuzz/fuzz_%.c $(BUILD)/libgouji.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -fsanitize=fuzzer -Itests/fuzz -DFUZZ_ONE=$* -o $@ $< tests/fuzz/fuzz_$*.c $(BUILD)/libgouji.a $(LIBS)

# What is missing is named with its Debian package before the compiler can say something less helpful.
.PHONY: .deps-ok
.deps-ok:
	@.ci/deps --check

.PHONY: bench deps demo check unit asan tsan fuzz libfuzzer install uninstall deb format help clean
deps: ## install what is missing (Debian packages; root or sudo)
	@.ci/deps
demo: ## install what is missing, build, and audit the example reports
	@.ci/deps
	@$(MAKE) --no-print-directory -j$$(nproc) all
	@.ci/demo
check: ## install what is missing, build, and pass every test
	@.ci/deps
	@$(MAKE) --no-print-directory -j$$(nproc) all unit-build
	@tests/run $(BUILD)
unit-build: $(BUILD)/gouji-formats.so $(BUILD)/gouji-pdf $(UNIT_BIN) $(BUILD)/tests/fuzz
asan: ## the same tests under AddressSanitizer and UBSan
	@$(MAKE) --no-print-directory -j$$(nproc) BUILD=build/asan OPT=-O1 SAN="$(ASAN)" all unit-build
	@tests/run build/asan
tsan: ## threads that share rules, under the thread sanitizer
	@$(MAKE) --no-print-directory -j$$(nproc) BUILD=build/tsan OPT=-O1 SAN=-fsanitize=thread WARN=-w all
	@GOUJI=$(CURDIR)/build/tsan/gouji GOUJI_BUILD=$(CURDIR)/build/tsan tests/library/run
	@build/tsan/gouji check -j 2 -f ndjson -o /dev/null examples/reports || [ $$? -eq 1 ]
FUZZ_SECONDS ?= 5
fuzz: ## mutated inputs for every stage under the sanitizers (FUZZ_SECONDS=5 each, FUZZ_SEED=1, TARGET=all)
	@$(MAKE) --no-print-directory -j$$(nproc) BUILD=build/asan OPT=-O1 SAN="$(ASAN)" build/asan/tests/fuzz
	@mkdir -p build/fuzz
	@GOUJI_HOME=$(CURDIR) build/asan/tests/fuzz -n 1000000000 -t $(FUZZ_SECONDS) -s $(or $(FUZZ_SEED),1) -o build/fuzz $(TARGET)
libfuzzer: ## one target under libFuzzer, guided by coverage (TARGET=template; needs clang)
	@$(MAKE) --no-print-directory -j$$(nproc) BUILD=build/libfuzzer CC=clang OPT=-O1 \
	  SAN="-fsanitize=address,undefined,fuzzer-no-link -fno-sanitize-recover=all" WARN=-w build/libfuzzer/tests/libfuzzer-$(TARGET)
	@mkdir -p build/fuzz/corpus-$(TARGET)
	@GOUJI_HOME=$(CURDIR) build/libfuzzer/tests/libfuzzer-$(TARGET) -max_total_time=$(FUZZ_SECONDS) -artifact_prefix=build/fuzz/ \
	  build/fuzz/corpus-$(TARGET) $(wildcard tests/fuzz/seeds/$(TARGET))
$(BUILD)/bench-%: bench/%.c $(BUILD)/libgouji.a
	@$(CC) $(ALL_CFLAGS) -Wall -Wextra -Werror -o $@ $< $(BUILD)/libgouji.a $(LIBS)
$(BUILD)/bench-once: bench/once.c
	@$(CC) -std=c17 -D_GNU_SOURCE -O2 -Wall -Wextra -Werror -o $@ $<
bench: all $(BUILD)/bench-judge $(BUILD)/bench-once ## the benchmark and its peers, side by side
	@$(BUILD)/bench-judge bench/relations.gj examples/reports/云岭市人民政府2024.txt 500000
	@bench/run
install: all lib ## install under DESTDIR/PREFIX: program, library, forms, rules, manuals, completion
	@.ci/install "$(BUILD)" "$(DESTDIR)" "$(PREFIX)" "$(VERSION)"
uninstall: ## remove from DESTDIR/PREFIX what install put there
	@.ci/uninstall "$(BUILD)" "$(DESTDIR)" "$(PREFIX)" "$(VERSION)"
deb: ## make a Debian package (build/gouji_VERSION_ARCH.deb)
	@$(MAKE) --no-print-directory BUILD=build/deb PREFIX=/usr CFLAGS= all lib
	@.ci/deb "$(VERSION)"
format: ## lay out the C sources (clang-format)
	clang-format -i $$(git ls-files '*.c' '*.h')
clean: ## remove what was built
	rm -rf build
help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

-include $(shell find $(BUILD) -type f -name '*.d' 2>/dev/null)
