/* :help and :doc. */
#include <string.h>

#include "base/suggest.h"
#include "base/utf8.h"
#include "repl.h"
#include "rule/expr.h"
#include "rule/parse.h"

/* ---- :help ---- */

/* @a, @y and @z stand for the first column, the last but one and the last of the form in use. */
static const struct topic {
    const char *name[2], *text[2];
} topics[] = {
    {{"路径", "paths"},
     {"路径从表走到行，再到下面的行，方括号里是列；每一步写序号或名称：\n"
      "  三.（七）          一行（每一列各一个数）\n"
      "  三.（七）[@a]  一个数\n"
      "  [@z]             一列\n"
      "  三.*               下面的各行；三.** 最底下的各行\n"
      "  [@a..@y]     相连的几列；[@a, @y] 两列\n"
      "  表四               一张表\n"
      "名称里有标点时写成字符串：三.\"（名称）\"。Tab 补全名称，也认拼音首字母。\n",
      "A path goes from table to row to the rows below it; columns stand in brackets; each step is an ordinal or a label:\n"
      "  三.（七）          a row (a number for each column)\n"
      "  三.（七）[@a]  one number\n"
      "  [@z]             a column\n"
      "  三.*               the rows below; 三.** the lowest of them\n"
      "  [@a..@y]     columns side by side; [@a, @y] two columns\n"
      "  表四               a table\n"
      "A label with punctuation is written as a string. Tab completes names, also from the initials of their pinyin.\n"}},
    {{"关系", "relations"},
     {"关系对每一行、每一列各查一遍，两边按名称对齐：\n"
      "  三.（七） == 一 + 二 - 四       每一列各查一次\n"
      "  [@z] == 合计([@a..@y])  每一行各查一次\n"
      "  49.6% ≈ 622 / 1253              按写出的位数可以相等\n"
      "  x == y ± 1                      允许相差 1\n"
      "  且 或 非  全部(…) 任一(…)       不通过的排在前面，:why N 看原因\n",
      "A relation is judged for each row and column, joined on labels:\n"
      "  三.（七） == 一 + 二 - 四       once for each column\n"
      "  [@z] == 合计([@a..@y])  once for each row\n"
      "  49.6% ≈ 622 / 1253              equal as far as the decimals written tell\n"
      "  x == y ± 1                      a tolerance of 1\n"
      "  且 或 非  全部(…) 任一(…)       and or not, all, any. Failures come first; :why N explains one\n"}},
    {{"缺数", "missing"},
     {"缺数不是零：空白、划线、无、缺行、不可读、歧义各有其名，算式里有缺数，结果就缺，比较就无法判定。\n"
      "  空白 视为 0                     这次会话里空白都当作 0\n"
      "  存在 三.（七）[@z]            有没有这个数\n",
      "Missing is not zero: blank, dash, none, absent, unreadable, ambiguous. What is computed from it is missing, and a\n"
      "comparison with it is unknown.\n"
      "  空白 视为 0                     blanks count as 0 in this session\n"
      "  存在 三.（七）[@z]            is there such a number?\n"}},
    {{"定义", "definitions"},
     {"定义在这次会话里一直有效；同名的再定义一次就换掉：\n"
      "  设 甲 = 合计(三.（三）.*)\n"
      "  函数 占比(x, y) = x / y\n"
      "  规则 我的1 \"两边相等\" 错误 {\n"
      "    三.（七） == 一 + 二 - 四\n"
      "  }\n"
      "没有写完的语句在下一行接着写，空行收尾，Ctrl-C 放弃。:save 文件.gj 存下来。\n",
      "Definitions stay for the session; a second one of the same name replaces the first:\n"
      "  设 x = 合计(三.（三）.*)\n"
      "  函数 share(x, y) = x / y\n"
      "  规则 mine1 \"both sides agree\" 错误 {\n"
      "    三.（七） == 一 + 二 - 四\n"
      "  }\n"
      "A statement goes on at the next line until it is whole; an empty line ends it, Ctrl-C drops it. :save FILE.gj keeps them.\n"}},
    {{"正文", "text"},
     {"  章 一                           看这一章\n"
      "  章 一 有 \"受理申请{n}件\"        找到的地方会标出来；{n} 是数，{p:百分数}、{x:词}，[可有可无]，(甲|乙)\n"
      "  章 五 包含 \"…\"；章 五 匹配 \"正则\"；字数(章 五) >= 50\n"
      "  凡 章 一 有 \"受理申请{n}件\" 则 n == 一[@z]   正文说的数与表里的对不对\n",
      "  章 一                           reads the section\n"
      "  章 一 有 \"受理申请{n}件\"        marks what is found; {n} a number, {p:百分数}, {x:词}, [optional], (a|b)\n"
      "  章 五 包含 \"…\"; 章 五 匹配 \"regex\"; 字数(章 五) >= 50\n"
      "  凡 章 一 有 \"受理申请{n}件\" 则 n == 一[@z]   does what the text claims agree with the table?\n"}},
    {{"多份", "many"},
     {"打开几份报告时，式子对每份各算一次，一份一行：\n"
      "  一[@z]                        每份的数，和它们的分布\n"
      "  三.（七） == 一 + 二 - 四       哪些报告不通过\n"
      "  :where 一[@z] > 100           哪些报告成立、分布如何；之后只看它们，:where 取消\n"
      "  各报告 凡 一[@z] > 100        同上；各报告 式子：选了一份时也对全部算\n"
      "  :use 3  :use 全部  :reports\n",
      "With several reports open an expression is evaluated for each, one row a report:\n"
      "  一[@z]                        the number of each, and how they are spread\n"
      "  三.（七） == 一 + 二 - 四       which reports fail\n"
      "  :where 一[@z] > 100           which satisfy it, and the spread; then only these, until :where alone\n"
      "  各报告 凡 一[@z] > 100        the same; 各报告 EXPR evaluates for all of them\n"
      "  :use 3  :use all  :reports\n"}},
    {{"按键", "keys"},
     {"Tab 补全  Ctrl-R 在历史里找  ↑↓ 历史  Ctrl-A/E 行首行尾  Ctrl-W 删词  Ctrl-C 放弃这一行或中断运算  Ctrl-D 离开\n"
      "历史在 $XDG_STATE_HOME/gouji/history（默认 ~/.local/state）；readline 的设置（~/.inputrc）有效。\n",
      "Tab completes  Ctrl-R searches the history  ↑↓ history  Ctrl-A/E line ends  Ctrl-W deletes a word\n"
      "Ctrl-C drops the line or stops an evaluation  Ctrl-D leaves\n"
      "The history is in $XDG_STATE_HOME/gouji/history (by default ~/.local/state); ~/.inputrc is honoured.\n"}},
};

enum { TOPICS = sizeof topics / sizeof *topics };

const char *gj_help_topic(size_t i) {
    return i < TOPICS ? topics[i].name[0] : i < 2 * TOPICS ? topics[i - TOPICS].name[1] : NULL;
}

static const gj_form *form_in_use(const gj_session *s) {
    const gj_report *report = gj_session_report(s);
    if (report) return report->form;
    return s->rules->program.nforms ? s->rules->program.forms[0] : NULL;
}

/* The table with the most rows serves for examples. */
static const gj_table *example_table(const gj_session *s) {
    const gj_form *form = form_in_use(s);
    const gj_table *best = NULL;
    for (uint32_t i = 0; form && i < form->ntables; i++)
        if (form->tables[i].ncolumns > 1 && (!best || form->tables[i].nrows > best->nrows)) best = &form->tables[i];
    return best;
}

static void show_topic(gj_session *s, const char *text) {
    const gj_table *table = example_table(s);
    for (const char *p = text; *p; p++) {
        if (*p != '@' || !table) {
            gj_buf_addc(&s->out, *p);
            continue;
        }
        p++;
        uint32_t column = *p == 'a' ? 0 : *p == 'y' ? table->ncolumns - 2 : table->ncolumns - 1;
        gj_buf_add(&s->out, table->columns[column].label.name);
    }
}

static size_t command_width(const gj_session *s) {
    size_t width = 0;
    for (size_t i = 0; gj_repl_command_at(i); i++) {
        const gj_repl_command *c = gj_repl_command_at(i);
        size_t w = 4 + strlen(c->name) + gj_utf8_width(gj_str_from(c->args[s->lang]));
        if (w > width) width = w;
    }
    return width;
}

static void show_command(gj_session *s, const gj_repl_command *c, size_t width) {
    gj_buf usage = GJ_BUF_INIT;
    gj_buf_addf(&usage, ":%s %s", c->name, c->args[s->lang]);
    gj_buf_addz(&s->out, "  ");
    gj_utf8_pad(&s->out, gj_buf_str(&usage), width, false);
    gj_paint(s, "2");
    gj_buf_addf(&s->out, "%s\n", c->doc[s->lang]);
    gj_unpaint(s);
    gj_buf_free(&usage);
}

static void overview(gj_session *s) {
    gj_buf_addz(&s->out, gj_session_say(s, "写一个式子就算出来，写一个关系就核对；设、函数、规则 留在会话里。\n",
                                        "An expression is evaluated, a relation is judged; 设, 函数 and 规则 stay for the session.\n"));
    size_t width = command_width(s);
    for (size_t i = 0; gj_repl_command_at(i); i++) show_command(s, gj_repl_command_at(i), width);
    gj_buf_addz(&s->out, gj_session_say(s, "主题（:help 主题）：", "topics (:help TOPIC): "));
    for (size_t i = 0; i < TOPICS; i++) gj_buf_addf(&s->out, "%s%s", i ? gj_session_say(s, "、", ", ") : "", topics[i].name[s->lang]);
    gj_buf_addc(&s->out, '\n');
}

void gj_command_help(gj_session *s, gj_str arg) {
    if (!arg.n) {
        overview(s);
        return;
    }
    for (size_t i = 0; i < TOPICS; i++)
        if (gj_str_eq(arg, gj_str_from(topics[i].name[0])) || gj_str_eq(arg, gj_str_from(topics[i].name[1]))) {
            show_topic(s, topics[i].text[s->lang]);
            return;
        }
    gj_str name = gj_str_has_prefix(arg, GJ_STR(":")) ? gj_str_slice(arg, 1, arg.n) : arg;
    for (size_t i = 0; gj_repl_command_at(i); i++) {
        const gj_repl_command *c = gj_repl_command_at(i);
        if (gj_str_eq(name, gj_str_from(c->name)) || gj_str_eq(name, gj_str_from(c->alias))) {
            show_command(s, c, command_width(s));
            return;
        }
    }
    gj_command_doc(s, arg);
}

/* ---- :doc ---- */

static void entry(gj_session *s, gj_str what, gj_str text) {
    gj_paint(s, "1");
    gj_out_plain(&s->out, what);
    gj_unpaint(s);
    gj_buf_addz(&s->out, "  ");
    gj_show_text(s, text, 4);
}

static bool doc_function(gj_session *s, gj_str name) {
    gj_builtin_id id = gj_builtin_find(name);
    if (id == GJ_BUILTINS) return false;
    const gj_builtin *b = gj_builtin_describe(id);
    entry(s, gj_str_from(b->signature), gj_str_format(s->scratch, "%s（%s）", b->doc[s->lang], b->en));
    return true;
}

static bool doc_keyword(gj_session *s, gj_str name) {
    const char *zh, *en, *doc;
    for (size_t i = 0; gj_keyword(i, &zh, &en, &doc); i++)
        if (gj_str_eq(name, gj_str_from(zh)) || gj_str_eq(name, gj_str_from(en))) {
            entry(s, gj_str_format(s->scratch, "%s %s", zh, en), gj_str_from(doc ? doc : ""));
            return true;
        }
    return false;
}

static bool doc_rule(gj_session *s, gj_str name) {
    const gj_program *p = &s->rules->program;
    for (uint32_t i = 0; i < p->nrules; i++) {
        const gj_rule *r = &p->rules[i];
        if (!gj_str_eq(r->id, name)) continue;
        entry(s, r->id, r->title);
        if (r->basis.n) entry(s, gj_str_from(gj_session_say(s, "依据", "basis")), r->basis);
        if (r->relation.n) entry(s, gj_str_from(gj_session_say(s, "关系", "relation")), r->relation);
        gj_location at = gj_source_locate(s->rules->sources, r->span.source, r->span.start);
        gj_buf_addf(&s->out, "%.*s:%u\n", GJ_FMT(gj_source_name(s->rules->sources, r->span.source)), at.line);
        return true;
    }
    return false;
}

static bool doc_definition(gj_session *s, gj_str name) {
    const gj_rules *rules = s->rules;
    for (uint32_t f = 0; f < rules->nfiles; f++)
        for (const gj_node *kid = rules->files[f]->first; kid; kid = kid->next)
            if ((kid->kind == GJ_N_LET || kid->kind == GJ_N_FUNC) && gj_str_eq(kid->text, name)) {
                gj_out_plain(&s->out, gj_str_trim(gj_source_slice(rules->sources, kid->span)));
                gj_buf_addc(&s->out, '\n');
                return true;
            }
    return false;
}

static void add_aliases(gj_session *s, gj_buf *text, const gj_label *label) {
    for (uint32_t i = 0; i < label->naliases; i++) {
        gj_buf_addz(text, i ? gj_session_say(s, "、", ", ") : gj_session_say(s, "；别名 ", "; also "));
        gj_buf_add(text, label->alias[i]);
    }
}

static void label_entry(gj_session *s, gj_str what, const gj_label *label, const char *zh, const char *en) {
    gj_buf text = GJ_BUF_INIT;
    gj_buf_addf(&text, "%s %.*s", gj_session_say(s, zh, en), GJ_FMT(label->name));
    add_aliases(s, &text, label);
    entry(s, what, gj_buf_copy(&text, s->scratch));
    gj_buf_free(&text);
}

/* The last step of a path is the name of a row or a column. */
static gj_str last_step(gj_str name) {
    for (size_t i = name.n; i-- > 0;)
        if (name.p[i] == '.' || name.p[i] == '[') return gj_str_trim(gj_str_slice(name, i + 1, name.n - (name.p[name.n - 1] == ']')));
    return name;
}

static bool doc_form(gj_session *s, gj_str name) {
    bool found = false;
    gj_str last = last_step(name);
    const gj_form *form = form_in_use(s);
    if (!form) return false;
    for (uint32_t i = 0; i < form->nsections; i++)
        if (gj_str_eq(form->sections[i].ordinal, name) || gj_label_is(&form->sections[i].title, name)) {
            label_entry(s, gj_str_format(s->scratch, "章 %.*s", GJ_FMT(form->sections[i].ordinal)), &form->sections[i].title, "章",
                        "section");
            found = true;
        }
    for (uint32_t t = 0; t < form->ntables; t++) {
        const gj_table *table = &form->tables[t];
        for (uint32_t r = 0; r < table->nrows; r++)
            if (gj_str_eq(table->rows[r].path, name) || gj_label_is(&table->rows[r].label, last)) {
                label_entry(s, gj_str_format(s->scratch, "表%.*s  %.*s", GJ_FMT(table->name), GJ_FMT(table->rows[r].path)),
                            &table->rows[r].label, "行", "row");
                found = true;
            }
        for (uint32_t c = 0; c < table->ncolumns; c++)
            if (gj_label_is(&table->columns[c].label, last)) {
                label_entry(s, gj_str_format(s->scratch, "表%.*s", GJ_FMT(table->name)), &table->columns[c].label, "列", "column");
                found = true;
            }
    }
    return found;
}

static bool doc_code(gj_session *s, gj_str name) {
    gj_diag_code code = gj_diag_lookup(name);
    if (code == GJ_DIAG_NONE) return false;
    const gj_diag_info *info = gj_diag_describe(code);
    entry(s, gj_str_from(info->code), gj_str_from(info->text[s->lang]));
    gj_show_text(s, gj_str_from(info->explain[s->lang]), 0);
    return true;
}

void gj_command_doc(gj_session *s, gj_str arg) {
    if (!arg.n) {
        gj_session_complain(s, "写成 :doc 名称，如 :doc 合计", "write :doc NAME, as in :doc 合计");
        return;
    }
    bool found = doc_function(s, arg);
    if (!found) found = doc_keyword(s, arg);
    found = doc_definition(s, arg) || found;
    found = doc_rule(s, arg) || found;
    found = doc_form(s, arg) || found;
    if (!found) found = doc_code(s, arg);
    if (!found) gj_session_complain(s, "没有“%.*s”的说明", "nothing is known of '%.*s'", GJ_FMT(arg));
}
