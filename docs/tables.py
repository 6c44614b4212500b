#!/usr/bin/env python3
"""Writes the tables of keywords, functions and reader's notes into docs/language*.md and docs/man/gouji.7 from the files that declare them.

    docs/tables.py            rewrite the tables
    docs/tables.py --check    say whether they are current (exit 1 when not)"""
import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')


def entries(path, macro):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        text = file.read()
    for match in re.finditer(r"^%s\((.*?)\)$" % macro, text, re.M | re.S):
        body = match.group(1)
        yield body.split(",", 1)[0].strip(), [re.sub(r"\{\d\}", "…", s.replace('\\"', '"')) for s in STRING.findall(body)]


def cell(text):
    return text.replace("|", "\\|")


def tables(zh):
    head = (("中文", "英文", "用处"), ("写法", "英文名", "意思"), ("编号", "标题", "说明")) if zh else (
        ("Chinese", "English", "what for (in Chinese)"), ("signature", "English name", "meaning"), ("id", "title", "message"))
    made = {}
    rows = [(s[0], s[1], s[2]) for token, s in entries("grammar/keywords.def", "KEYWORD") if token != "WORD"]
    made["keywords"] = (head[0], rows)
    rows = [("`%s`" % s[2], s[1], s[3] if zh else s[4]) for _, s in entries("interp/rule/builtins.def", "BUILTIN")]
    made["functions"] = (head[1], rows)
    rows = [(s[0], s[1] if zh else s[2], s[3] if zh else s[4]) for _, s in entries("interp/report/notes.def", "NOTE")]
    made["notes"] = (head[2], rows)
    return {name: "\n".join(["| %s |" % " | ".join(h), "|---|---|---|"] + ["| %s |" % " | ".join(map(cell, r)) for r in rows])
            for name, (h, rows) in made.items()}


def roff(text):
    return text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq")


def manual():
    """The same for the manual, in English."""
    words = [(s[0], s[1]) for token, s in entries("grammar/keywords.def", "KEYWORD") if token != "WORD"]
    functions = [(s[2], s[1], s[4]) for _, s in entries("interp/rule/builtins.def", "BUILTIN")]
    notes = [(s[0], s[2], s[4]) for _, s in entries("interp/report/notes.def", "NOTE")]
    return {"keywords": ",\n".join("%s\\ \\fB%s\\fR" % (zh, roff(en)) for zh, en in words) + ".",
            "functions": "\n".join(".TP\n\\fB%s\\fR (%s)\n%s" % tuple(map(roff, row)) for row in functions),
            "notes": "\n".join(".TP\n\\fB%s\\fR %s\n%s" % tuple(map(roff, row)) for row in notes)}


PLACES = (("docs/language.md", tables(False), "<!-- %s -->", "<!-- /%s -->"), ("docs/language.zh.md", tables(True), "<!-- %s -->", "<!-- /%s -->"),
          ("docs/man/gouji.7", manual(), '.\\" %s', '.\\" /%s'))


def main():
    stale = []
    for name, made, opening, closing in PLACES:
        path = os.path.join(ROOT, name)
        with open(path, encoding="utf-8") as file:
            old = file.read()
        new = old
        for table, text in made.items():
            inside = "(%s\n).*?(%s)" % (re.escape(opening % table), re.escape(closing % table))
            new, found = re.subn(inside, lambda m: m.group(1) + text + "\n" + m.group(2), new, flags=re.S)
            if found != 1:
                sys.exit("%s has no place for the table of %s" % (name, table))
        if new != old:
            stale.append(name)
            if "--check" not in sys.argv:
                with open(path, "w", encoding="utf-8") as file:
                    file.write(new)
    for name in stale:
        print(("stale: %s (run docs/tables.py)" if "--check" in sys.argv else "wrote %s") % name)
    return 1 if stale and "--check" in sys.argv else 0


sys.exit(main())
