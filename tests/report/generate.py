#!/usr/bin/env python3
"""Writes reports whose cells are known: DIR/NNNN.(txt|html|docx|pdf), DIR/truth.csv and DIR/kinds.csv.

truth.csv: report,table,row,column,value,status,allow - every cell of the form; `allow` lists (joined by +) the other statuses that are right.
kinds.csv: report,file,form,format,二,三,四,options,noises - how each report is laid out and what was done to it.
The same seed gives the same files. With --clean nothing is damaged; --bench writes plain clean reports for the benchmark.
"""
import argparse
import csv
import os
import random
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from typeset import forms, hant, markup, noise, prose, text  # noqa: E402

ORDER = "一二三四五六"
# Layouts in proportion to how often they are met; each table of a report may have its own.
WEIGHTS = {"oneline": 1, "mixed": 1.5}


class Report:
    def __init__(self, rng, args, clean):
        self.rng, self.clean = rng, clean
        self.form = args.form or rng.choices(["年报2021", "年报2019"], [5, 1])[0]
        self.format = args.format or rng.choices(["txt", "html", "docx", "pdf"], [10, 3, 2, 1])[0]
        self.year = rng.randint(2021, 2024) if self.form == "年报2021" else rng.randint(2019, 2020)
        if rng.random() < 0.08:
            self.year = rng.choice([2019, 2020, 2022, 2023])  # the other year's form: reports do that
        self.org = prose.organisation(rng)
        self.style = forms.Style(rng)
        self.quote = rng.choice(["“”", '""', "「」"])
        self.values = forms.figures(rng, self.form)
        self.truth = {k: [self.values[k], "number", set()] for k in forms.slots(self.form)}
        self.tables = forms.build(self.form, self.values, self.style)
        self.options = {}
        self.noises = []
        self.untracked = args.untracked
        self.encoding = self.choose_encoding(args)
        self.choose_layouts(args.layout)
        if not clean:
            wanted = [args.noise] if args.noise else rng.sample(list(noise.NOISES), rng.choice([1, 1, 2, 2, 3, 4]))
            for name in wanted:
                if noise.NOISES[name](self):
                    self.noises.append(name)
        noise.settle(self)

    def choose_encoding(self, args):
        if args.encoding:
            return args.encoding
        if self.format in ("docx", "pdf"):
            return "utf-8"
        return self.rng.choices(["utf-8", "utf-8-sig", "utf-16", "gb18030", "utf-8-crlf"], [8, 1, 1 if self.format == "txt" else 0, 1, 1])[0]

    def choose_layouts(self, only):
        names = [only] if only else text.LAYOUTS
        if not only:
            weights = [WEIGHTS.get(n, 1) for n in names]
            one = self.rng.random() < 0.5
            first = self.rng.choices(names, weights)[0]
        for t in self.tables.values():
            if self.format != "txt":
                t.layout = self.format
            elif only:
                t.layout = only
            elif first == "oneline":
                t.layout = "oneline"
            else:
                t.layout = first if one else self.rng.choices([n for n in names if n != "oneline"])[0]
        self.options["oneline"] = any(t.layout == "oneline" for t in self.tables.values())
        self.options["markdown"] = self.format == "txt" and self.tables["三"].layout == "markdown" and self.rng.random() < 0.6
        self.options["traditional"] = self.rng.random() < 0.06

    def blocks(self, richness=1):
        rng = self.rng
        f = prose.Facts(self.form, self.values, self.year)
        out = [("title", s) for s in prose.title(rng, self.org, self.year, rng.random() < 0.5)]
        out.append(("text", prose.opening(rng, self.org, f)))
        wrong = self.options.get("heading_ordinal", ("", ""))
        for o in ORDER:
            name = rng.choice(forms.TITLES[o])
            if self.options.get("no_heading") != o and o not in self.options.get("headless", ()):
                out.append(("heading", (wrong[1] if wrong[0] == o else o) + "、" + name))
            if o == "一":
                out += [("text", p) for p in prose.section_one(rng, f, richness)]
            elif o in self.tables:
                out.append(("table", self.tables[o]))
            elif o == "五":
                out += [("text", p) for p in prose.section_five(rng, f, richness)]
            elif o == "六":
                out += [("text", p) for p in prose.section_six(rng, f, richness)]
        return out

    def plain(self, blocks):
        rng = self.rng
        gap = rng.choice([0, 1, 1])
        indent = rng.choice(["", "", "　　", "  "])
        mark = "## " if self.options["markdown"] else rng.choice(["", "", "", "**"])
        if self.options["oneline"]:
            mark = ""
        narrow = rng.choice([60, 76, 84]) if self.tables["三"].layout[:3] in ("eye", "str") and rng.random() < 0.7 else 0
        lines = []
        for kind, content in blocks:
            if kind == "table":
                if gap or rng.random() < 0.3 or content.layout == "markdown":
                    lines.append("")
                lines += text.table_lines(content, rng)
                lines.append("")
            elif kind == "title":
                lines.append(("# " if mark == "## " else "") + content)
            elif kind == "heading":
                lines.append(mark + content + ("**" if mark == "**" else ""))
            elif narrow and "\t" not in content:
                # a paragraph of a page: broken at the margin, inside sentences and numbers' phrases
                lines += text.wrap(indent + content, narrow)
                if rng.random() < 0.1:
                    lines += ["", f"- {rng.randint(1, 4)} -", "\f"]
            else:
                lines.append(indent + content)
            lines += [""] * gap
        text.number_pages(lines)
        if self.options["oneline"]:
            return " ".join(" ".join(x.split()) for x in lines if x.strip())
        return "\n".join(lines) + "\n"

    def render(self, richness=1):
        blocks = self.blocks(richness)
        title = "".join(s for k, s in blocks if k == "title")
        enc = self.encoding
        if self.format == "docx":
            return markup.docx(blocks, self.rng, self.untracked)
        if self.format == "pdf":
            return markup.pdf(blocks, self.rng, title)
        if self.format == "html":
            body = markup.html(blocks, self.rng, title, {"gb18030": self.rng.choice(["gb2312", "gbk", "gb18030"])}.get(enc, "utf-8"))
        else:
            body = self.plain(blocks)
        if self.options["traditional"]:
            body = hant.traditional(body)
        if enc == "utf-8-crlf":
            body, enc = body.replace("\n", "\r\n"), "utf-8"
        return body.encode(enc)


def write(path, data):
    with open(path, "wb") as f:
        f.write(data)


def generate(args):
    os.makedirs(args.dir, exist_ok=True)
    truth = csv.writer(open(os.path.join(args.dir, "truth.csv"), "w", newline=""), lineterminator="\n")
    kinds = csv.writer(open(os.path.join(args.dir, "kinds.csv"), "w", newline=""), lineterminator="\n")
    truth.writerow("report table row column value status allow".split())
    kinds.writerow("report file form format 二 三 四 options noises".split())
    for i in range(args.count):
        # every report has its own stream of chance, so that a report does not change with those before it
        rng = random.Random(f"{args.seed}/{i}")
        rep = Report(rng, args, args.clean or (not args.noise and not args.noisy and rng.random() < 0.4))
        layouts = [rep.tables[n].layout if n in rep.tables else "" for n in "二三四"]
        data = rep.render()
        name = f"{i:04d}"
        file = f"{name}.{rep.format}"
        write(os.path.join(args.dir, file), data)
        options = [rep.encoding] + [k for k in ("traditional", "markdown") if rep.options[k]]
        kinds.writerow([name, file, rep.form, rep.format, *layouts, "+".join(options), "+".join(rep.noises)])
        for key in forms.slots(rep.form):
            value, status, allowed = rep.truth[key]
            truth.writerow([name, *key, value, status, "+".join(sorted(allowed - {status}))])


# ---- the benchmark: clean text, about 14 KB each, one error in every twentieth report

BENCH_LAYOUTS = ["tabs", "lines-tab", "bars", "markdown", "lines", "eye", "spaces"]
BENCH_BYTES = 15500


def bench(args):
    os.makedirs(args.dir, exist_ok=True)
    errors = csv.writer(open(os.path.join(args.dir, "errors.csv"), "w", newline=""), lineterminator="\n")
    errors.writerow("report table row column printed right".split())
    args.format, args.encoding, args.form, args.clean = "txt", "utf-8", "年报2021", True
    for i in range(args.bench):
        rng = random.Random(f"bench/{args.seed}/{i}")
        args.layout = BENCH_LAYOUTS[i % len(BENCH_LAYOUTS)]
        rep = Report(rng, args, True)
        rep.options["traditional"] = False
        if rng.random() < 0.05:
            table = rng.choice("三三四")
            cell = rng.choice([c for r in rep.tables[table].data_rows() for c in r.numbers()])
            right, cell.text = cell.text, str(int(cell.text) + rng.randint(1, 3))
            errors.writerow([f"{i:06d}", *cell.ref, cell.text, right])
        f = prose.Facts(rep.form, rep.values, rep.year)
        blocks = rep.blocks()
        size = sum(len(s.encode()) for k, s in blocks if k != "table") + 5000
        at = next(k for k, b in enumerate(blocks) if b == ("table", rep.tables["二"])) - 1
        while size < BENCH_BYTES:
            p = prose.paragraph(rng, prose.FILLER, f.year, 4)
            where = rng.choice([at, len(blocks)])
            blocks.insert(where, ("text", p))
            at += where == at
            size += len(p.encode())
        write(os.path.join(args.dir, f"{i:06d}.txt"), rep.plain(blocks).encode())


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("dir")
    p.add_argument("--seed", default="1")
    p.add_argument("--count", type=int, default=100)
    p.add_argument("--clean", action="store_true", help="no noise at all")
    p.add_argument("--noisy", action="store_true", help="noise in every report (default: in six of ten)")
    p.add_argument("--layout", choices=text.LAYOUTS, help="this text layout only")
    p.add_argument("--noise", choices=sorted(noise.NOISES), help="this noise only")
    p.add_argument("--format", choices=["txt", "html", "docx", "pdf"])
    p.add_argument("--form", choices=sorted(forms.FORMS))
    p.add_argument("--encoding", choices=["utf-8", "utf-8-sig", "utf-16", "gb18030", "utf-8-crlf"])
    p.add_argument("--untracked", action="store_true", help="no tracked changes in docx: for files that are to be converted (see convert)")
    p.add_argument("--bench", type=int, metavar="N", help="N clean reports for the benchmark")
    args = p.parse_args()
    bench(args) if args.bench else generate(args)


if __name__ == "__main__":
    main()
