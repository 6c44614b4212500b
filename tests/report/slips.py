#!/usr/bin/env python3
"""Writes 30 reports with known slips, one or two each, and 30 without into DIR, and measures what the audit makes of them.

    slips.py write DIR          the reports, and DIR/expected.csv: report, rule ids of level error or warning that must be found
    slips.py measure DIR JSON   JSON is what `gouji check -f json DIR/*` printed: recall and precision of the errors and of the warnings
The clean ones hold what trips a careless audit: other years, subordinate bodies, parts of a whole, percentages of something else.
"""
import csv
import json
import os
import random
import sys

COLUMNS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
LEAVES = [("（三）不予公开", ["1.属于国家秘密", "2.其他法律行政法规禁止公开", "3.危及“三安全一稳定”", "4.保护第三方合法权益", "5.属于三类内部事务信息",
                        "6.属于四类过程性信息", "7.属于行政执法案卷", "8.属于行政查询事项"]),
          ("（四）无法提供", ["1.本机关不掌握相关政府信息", "2.没有现成信息需要另行制作", "3.补正后申请内容仍不明确"]),
          ("（五）不予处理", ["1.信访举报投诉类申请", "2.重复申请", "3.要求提供公开出版物", "4.无正当理由大量反复申请", "5.要求行政机关确认或重新出具已获取信息"]),
          ("（六）其他处理", ["1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
                        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", "3.其他"])]
# The leaf rows of table three in order: (group, label)
RESULTS = [("", "（一）予以公开"), ("", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）")] + [(g, r) for g, rows in LEAVES for r in rows]
GROUP_OF = {"予以公开": [0], "部分公开": [1], "不予公开": range(2, 10), "无法提供": range(10, 13), "不予处理": range(13, 18), "其他处理": range(18, 21)}
PLACES = ["青湾市", "临溪市", "东港市", "云岭市", "石桥市", "南塘市", "北屿市", "白沙市", "松江口市", "榆河市"]
BODIES = [("人民政府", "我市"), ("水务局", "我局"), ("民政局", "我局"), ("卫生健康委员会", "我委"), ("教育局", "我局"), ("自然资源和规划局", "我局")]


def percent(n, total, decimals=1):
    scaled = (n * 100 * 10**decimals * 2 + total) // (total * 2)
    whole, rest = divmod(scaled, 10**decimals)
    return f"{whole}.{rest:0{decimals}d}%" if decimals else f"{whole}%"


class Report:
    def __init__(self, number):
        rng = self.rng = random.Random(7 * number + 1)
        body, self.we = BODIES[number % 6]
        self.org = PLACES[number // 6] + body  # each report is another's: no report has one of the year before
        self.year = 2022 + number % 3
        self.style = number % 3
        self.layout = ["tabs", "cells", "bars", "markdown", "html"][number % 5]
        people = [rng.randint(5, 40)] + [rng.choice([0, 0, 1, 2]) for _ in range(5)]
        self.carried = [rng.randint(0, 3)] + [0] * 5
        self.left = [rng.randint(0, 2)] + [0] * 5
        self.received = people
        self.results = [[0] * 6 for _ in RESULTS]
        for c in range(6):
            for _ in range(people[c] + self.carried[c] - self.left[c]):
                self.results[rng.choice([0, 0, 0, 1, 5, 8, 10, 10, 11, 13, 14, 18, 20])][c] += 1
        self.table3 = self.rows3()
        made, dropped = rng.randint(0, 6), rng.randint(0, 2)
        self.files = [made, dropped, made + rng.randint(3, 30)]
        self.rules = [0, 0, 0]
        self.decisions = [rng.randint(100, 9000), rng.randint(10, 900), rng.randint(0, 60)]
        self.fee = rng.choice(["0", "24.448", "156.7"])
        self.reviews = [[rng.randint(0, 2), 0, 0, rng.randint(0, 1)] for _ in range(3)]
        self.table4 = [v + [sum(v)] for v in self.reviews]
        self.sections = {}
        self.drop_tables = set()
        self.bare = False      # no figures of table three in the narrative
        self.percents = True

    def rows3(self):
        whole = lambda v: v + [sum(v)]
        rows = [whole(self.received), whole(self.carried)] + [whole(v) for v in self.results]
        total = [sum(v[c] for v in self.results) for c in range(6)]
        return rows + [whole(total), whole(self.left)]

    # Figures as the table prints them
    def received_total(self):
        return self.table3[0][6]

    def answered(self):
        return self.table3[-2][6]

    def outcome(self, name):
        return sum(self.table3[2 + i][6] for i in GROUP_OF[name])

    def prose(self):
        y, we, n, done = self.year, self.we, self.received_total(), self.answered()
        carried, left = self.table3[1][6], self.table3[-1][6]
        kinds = [k for k in GROUP_OF if self.outcome(k)]
        share = lambda k: percent(self.outcome(k), done)
        if self.style == 0:
            outcome = "；".join(f"{k}{self.outcome(k)}件" + (f"，占{share(k)}" if self.percents else "") for k in kinds)
            apply = f"{y}年，{we}共收到政府信息公开申请{n}件，上年结转{carried}件。全年答复{done}件，其中{outcome}。结转下年度{left}件。"
        elif self.style == 1:
            outcome = "、".join(f"{k}{self.outcome(k)}件" for k in kinds)
            shares = "、".join(percent(self.outcome(k), done, 0) for k in kinds)
            apply = f"本年度受理公众提交的政府信息公开申请 {n} 件，均在法定期限内办理。在答复的申请中：{outcome}" + (f"，分别占{shares}" if self.percents else "") + "。"
        else:
            apply = f"全年新收到及上年结转信息公开申请{n + carried}件，已答复{done}件，结转下一年度{left}件。"
        review, direct, after = (v[4] for v in self.table4)
        apply += f"因政府信息公开引发行政复议{review}件、行政诉讼{direct + after}件。"
        made, dropped, valid = self.files
        s = self.sections
        s["引言"] = [f"本报告依据《中华人民共和国政府信息公开条例》（国务院令第711号，以下简称《条例》）和《国务院办公厅政府信息与政务公开办公室关于印发〈中华人民共和国政府信息公开工作年度报告格式〉的通知》（国办公开办函〔2021〕30号）编制，由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开行政复议和行政诉讼情况、存在的主要问题及改进情况、其他需要报告的事项六个部分组成。",
                   f"所列数据的统计期限自{y}年1月1日起至{y}年12月31日止。"]
        s["一"] = [f"（一）主动公开。{y}年，{we}围绕民生实事和重点领域，主动公开信息320条，其中通知公告120条、政策解读90条。",
                  "（二）依申请公开。" + ("按流程登记、办理、答复。" if self.bare else apply),
                  f"（三）政府信息管理。制发规范性文件{made}件，废止{dropped}件，现行有效规范性文件{valid}件，均已公开。",
                  "（四）平台建设。完成网站栏目改版，新设专栏3个。", "（五）监督保障。组织业务培训4次，参训人员260余人次。"]
        s["五"] = ["一是部分解读材料形式单一，图表和短视频较少；二是个别栏目更新不够及时。", "下一步，将增加通俗易懂的解读，按月检查栏目更新情况，并把检查结果纳入考核。"]
        s["六"] = [f"（一）信息处理费。{y}年度未收取政府信息公开信息处理费。", "（二）建议提案办理。承办人大代表建议12件，其中主办7件、协办5件，均已办结。"]

    # ---- tables ----

    def grids(self):
        two = [["第二十条第（一）项"], ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"], ["规章"] + self.rules, ["行政规范性文件"] + self.files,
               ["第二十条第（五）项"], ["信息内容", "本年处理决定数量"], ["行政许可", self.decisions[0]],
               ["第二十条第（六）项"], ["信息内容", "本年处理决定数量"], ["行政处罚", self.decisions[1]], ["行政强制", self.decisions[2]],
               ["第二十条第（八）项"], ["信息内容", "本年收费金额（单位：万元）"], ["行政事业性收费", self.fee]]
        note = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
        three = [[note, "申请人情况"], ["", "自然人", "法人或其他组织", "总计"], ["", "", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", ""]]
        three += [["一、本年新收政府信息公开申请数量"] + self.table3[0], ["二、上年结转政府信息公开申请数量"] + self.table3[1]]
        before = None
        for i, (group, label) in enumerate(RESULTS):
            lead = ["三、本年度办理结果" if i == 0 else ""]
            if group:
                lead.append(group if group != before else "")
            before = group
            three.append(lead + [label] + self.table3[2 + i])
        three += [["", "（七）总计"] + self.table3[-2], ["四、结转下年度继续办理"] + self.table3[-1]]
        parts = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
        four = [["行政复议", "行政诉讼"], parts[:] + ["未经复议直接起诉", "复议后起诉"], parts + parts, sum(self.table4, [])]
        four[1] = parts + ["未经复议直接起诉", "复议后起诉"]
        return {"二": two, "三": three, "四": four}

    def table(self, name):
        grid = [[str(x) for x in row] for row in self.grids()[name]]
        if self.layout == "tabs":
            return "\n".join("\t".join(row) for row in grid)
        if self.layout == "cells":
            return "\n\n".join("\n".join("\t" + cell for cell in row) for row in grid)
        if self.layout == "bars":
            return "\n".join("| " + " | ".join(row) + " |" for row in grid)
        if self.layout == "markdown":
            width = max(len(row) for row in grid)
            lines = ["| " + " | ".join(row + [""] * (width - len(row))) + " |" for row in grid]
            return "\n".join([lines[0], "|" + " --- |" * width] + lines[1:])
        return self.html_table(name, grid)

    @staticmethod
    def html_table(name, grid):
        if name == "三":  # spans as Word writes them
            def row(cells):
                return "<tr>" + "".join(f"<td{a}>{c}</td>" for a, c in cells) + "</tr>"
            out = [row([(" colspan=3 rowspan=3", grid[0][0]), (" colspan=7", grid[0][1])]),
                   row([(" rowspan=2", "自然人"), (" colspan=5", "法人或其他组织"), (" rowspan=2", "总计")]), row([("", c) for c in grid[2][2:7]])]
            out += [row([(" colspan=3", r[0])] + [("", c) for c in r[1:]]) for r in grid[3:5]]
            spans = dict((g, len(rows)) for g, rows in LEAVES)
            before = None
            for i, (group, label) in enumerate(RESULTS):
                cells = [(" rowspan=22", "三、本年度办理结果")] if i == 0 else []
                if group and group != before:
                    cells.append((f" rowspan={spans[group]}", group))
                before = group
                cells.append(("" if group else " colspan=2", label))
                out.append(row(cells + [("", c) for c in grid[5 + i][-7:]]))
            out.append(row([(" colspan=2", "（七）总计")] + [("", c) for c in grid[-2][-7:]]))
            out.append(row([(" colspan=3", grid[-1][0])] + [("", c) for c in grid[-1][1:]]))
            return "<table>" + "\n".join(out) + "</table>"
        if name == "四":
            head = "<tr><td colspan=5>行政复议</td><td colspan=10>行政诉讼</td></tr><tr>" + "".join(f"<td rowspan=2>{c}</td>" for c in grid[2][:5])
            head += "<td colspan=5>未经复议直接起诉</td><td colspan=5>复议后起诉</td></tr><tr>" + "".join(f"<td>{c}</td>" for c in grid[2] * 1) + "</tr>"
            return "<table>" + head + "<tr>" + "".join(f"<td>{c}</td>" for c in grid[3]) + "</tr></table>"
        rows = ["<tr>" + "".join(f"<td>{c}</td>" if len(r) > 1 else f"<td colspan=4>{c}</td>" for c in r) + "</tr>" for r in grid]
        return "<table>" + "\n".join(rows) + "</table>"

    # ---- the whole ----

    HEADINGS = {"一": "总体情况", "二": "主动公开政府信息情况", "三": "收到和处理政府信息公开申请情况", "四": "政府信息公开行政复议、行政诉讼情况",
                "五": "存在的主要问题及改进情况", "六": "其他需要报告的事项"}
    order = "一二三四五六"

    def text(self):
        html = self.layout == "html"
        title = f"{self.org}{self.year}年政府信息公开工作年度报告"
        blocks = [("h1", title)] + [("p", p) for p in self.sections["引言"]]
        for k in self.order:
            blocks.append(("h2", f"{k}、{self.HEADINGS[k]}"))
            if k in "二三四" and k not in self.drop_tables:
                blocks.append(("table", self.table(k)))
            blocks += [("p", p) for p in self.sections.get(k, [])]
        if html:
            body = "\n".join(t if kind == "table" else f"<{kind}>{t}</{kind}>" for kind, t in blocks)
            return f'<!DOCTYPE html>\n<html lang="zh"><head><meta charset="utf-8"><title>{title}</title></head><body>\n{body}\n</body></html>\n'
        marks = {"h1": "# ", "h2": "## "} if self.layout == "markdown" else {}
        return "\n\n".join(marks.get(kind, "") + t for kind, t in blocks) + "\n"


# ---- slips: BEFORE the prose is written they change the figures of a table, AFTER it its words ----

def swap(section, old, new):
    def change(r):
        hit = [i for i, p in enumerate(r.sections[section]) if old in p]
        assert hit, (section, old, r.sections[section])
        r.sections[section][hit[0]] = r.sections[section][hit[0]].replace(old, new, 1)
    return change


def cell3(row, column, delta):
    def change(r):
        r.table3[row][column] += delta
    return change


def both(*changes):
    def change(r):
        for c in changes:
            c(r)
    return change


def total_of(k):
    return lambda r: r.outcome(k)


def renumber(pattern, figure, delta, section="一"):
    """The words PATTERN with the figure of the table in them: the figure is off by DELTA."""
    def change(r):
        swap(section, pattern.format(figure(r)), pattern.format(figure(r) + delta))(r)
    return change


def attributes(**values):
    def change(r):
        for k, v in values.items():
            setattr(r, k, v)
    return change


def bump_outcome(r):
    r.table3[2][0] += 1
    r.table3[2][6] += 1


def move_between_rows(r):
    """A business's case counted in another row: the columns still add up, two rows do not."""
    row = next(row for row in r.table3[3:-2] if row[0])
    row[0] -= 1
    r.table3[2][0] += 1


def off_left(r):
    r.table3[-1][0] += 1
    r.table3[-1][6] += 1


def review_total(r):
    r.table4[0][4] += 1


def half_case(r):
    r.table4[1][0] += 0.5
    r.table4[1][4] += 0.5


def no_fee(r):
    r.sections["六"] = ["（一）建议提案办理。承办人大代表建议12件，其中主办7件、协办5件，均已办结。", "（二）没有其他需要报告的事项。"]


def no_reviews(r):
    review = r.table4[0][4]
    swap("一", f"引发行政复议{review}件、", "引起争议的情况已报告，未发生行政复议案件；")(r)


def style(n, **more):
    return attributes(style=n, **more)


PLAIN = attributes(percents=False)
BARE = attributes(bare=True)
# (rule ids expected, before, after)
SLIPS = [
    ("B01", both(BARE, off_left), None),
    ("B02", both(BARE, bump_outcome), None),
    ("B03", both(BARE, move_between_rows), None),
    ("B04", both(BARE, review_total), None),
    ("B05", both(BARE, half_case), None),
    ("B07", attributes(files=[5, 0, 2]), None),
    ("S01", None, attributes(order="一二三四六")),
    ("S01", None, attributes(order="一二三四六五")),
    ("S05", None, lambda r: r.sections.update({"五": ["无。"]})),
    ("S06", None, no_fee),
    ("S08", None, swap("一", "（三）政府", "（四）政府")),
    ("S08", None, swap("一", "（四）平台", "（4）平台")),
    ("S12", None, swap("引言", "、存在的主要问题及改进情况", "")),
    ("S02 S04 R11", None, lambda r: r.drop_tables.add("四")),
    ("T01", style(0), renumber("申请{}件", Report.received_total, 40)),
    ("T01", style(1), renumber("申请 {} 件", Report.received_total, 30)),
    ("T06", style(2), renumber("结转下一年度{}件", lambda r: r.table3[-1][6], 1)),
    ("T10", style(0), renumber("答复{}件", Report.answered, -1)),
    ("T04", style(2), renumber("信息公开申请{}件", lambda r: r.received_total() + r.table3[1][6], 3)),
    ("T11", style(0, percents=False), renumber("予以公开{}件", total_of("予以公开"), 4)),
    ("T14", style(1, percents=False), renumber("无法提供{}件", total_of("无法提供"), 2)),
    ("T20", None, renumber("行政复议{}件", lambda r: r.table4[0][4], 1)),
    ("T31", None, renumber("现行有效规范性文件{}件", lambda r: r.files[2], 1)),
    ("N01", None, swap("六", "主办7件", "主办6件")),
    ("N03", None, swap("一", "主动公开信息320条，其中通知公告120条、政策解读90条", "主动公开信息220条，其中通知公告120条、政策解读90条")),
    ("N10", style(0), lambda r: swap("一", percent(r.outcome("予以公开"), r.answered()), percent(r.outcome("予以公开") + 1, r.answered()))(r)),
    ("N11", style(1), lambda r: swap("一", "分别占" + percent(r.outcome("予以公开"), r.answered(), 0), "分别占" + percent(r.outcome("予以公开") + 2, r.answered(), 0))(r)),
    ("D01 D05", None, both(swap("引言", "国务院令第711号", "国务院令第492号"), lambda r: swap("引言", "12月31日止", "12月30日止")(r))),
    ("D02 D03 D07", None, both(swap("引言", "〔2021〕30号", "〔2019〕60号"), swap("引言", "12月31日止", "12月31止"))),
    ("D09 D11", attributes(rules=[0, 0, 2], org="望湖市水务局", we="我局"), lambda r: swap("一", f"{r.year}年，我局围绕", f"{r.year - 1}年，我局围绕")(r)),
]

# What is right and looks wrong.
TRAPS = [
    "其中，下属的青湾市灌溉服务中心收到政府信息公开申请3件，已全部答复。",
    "上年共收到政府信息公开申请18件，今年的数量与上年基本持平。",
    "2020年共收到政府信息公开申请11件，予以公开9件，占81.8%。",
    "主动公开信息12630条，其中，重点领域信息5385条。",
    "12345热线受理群众诉求1486件，办结1480件，办结率99.6%，满意率达到98%。",
    "发布政策解读52篇，其中图文解读20篇、视频解读8篇。",
    "办理人大代表建议19件,其中主办9件、协办7件、分办3件，办理政协提案16件，主办15件、协办1件。",
    "受理行政许可申请640件，行政审批事项全部网上办理。",
    "公开行政处罚信息30条、行政许可信息210条。",
    "累计收到各类来信咨询约400件，答复近400件。",
    "《优化营商环境条例》（国务院令第722号）配套文件已经公开。",
    "于2024年2月29日召开政务公开工作会议，11月30日组织培训。",
    "平台访问量达到16万余次，同比增长12.5%。",
    "审理政府信息公开行政复议案件40件，其中维持31件。",
    "所属街道共印发规范性文件2件，均已备案。",
]


def make(number, slip):
    r = Report(number)
    expected, before, after = slip or ("", None, None)
    if before:
        before(r)
    r.prose()
    if after:
        after(r)
    if not slip:
        for k in range(2):
            r.sections["一"].insert(1 + k, TRAPS[(number * 2 + k) % len(TRAPS)])
    return r, expected.split()


def write(folder):
    os.makedirs(folder, exist_ok=True)
    rows = []
    for i in range(60):
        slip = SLIPS[i] if i < 30 else None
        r, expected = make(i, slip)
        name = f"{i:02d}.{'html' if r.layout == 'html' else 'md' if r.layout == 'markdown' else 'txt'}"
        with open(os.path.join(folder, name), "w", encoding="utf-8") as f:
            f.write(r.text())
        rows.append([name, " ".join(expected)])
    with open(os.path.join(folder, "expected.csv"), "w", encoding="utf-8", newline="") as f:
        csv.writer(f).writerows([["report", "rules"]] + rows)


def measure(folder, path):
    """Prints a line for each level and what is amiss; the exit status says whether the goals are met."""
    with open(os.path.join(folder, "expected.csv"), encoding="utf-8") as f:
        expected = {row["report"]: set(row["rules"].split()) for row in csv.DictReader(f)}
    with open(path, encoding="utf-8") as f:
        reports = {os.path.basename(r["path"]): r for r in json.load(f)["reports"]}
    levels = {"error": [0, 0, 0, 0], "warning": [0, 0, 0, 0]}  # expected, of them found, found, of them expected
    level_of = {f["rule"]: f["level"] for r in reports.values() for f in r["findings"]}
    for name, wanted in sorted(expected.items()):
        found = {f["rule"] for f in reports.get(name, {}).get("findings", []) if f["verdict"] == "fail" and f["level"] != "info"}
        for rule in wanted | found:
            count = levels[level_of.get(rule, "error")]
            count[0] += rule in wanted
            count[1] += rule in wanted and rule in found
            count[2] += rule in found
            count[3] += rule in found and rule in wanted
        if wanted - found:
            print(f"{name}: missed {' '.join(sorted(wanted - found))}")
        if found - wanted:
            print(f"{name}: found {' '.join(sorted(found - wanted))} where there is nothing")
    good = True
    for level, (wanted, hit, found, right) in levels.items():
        recall, precision = 100 * hit / max(wanted, 1), 100 * right / max(found, 1)
        print(f"{level}: recall {hit}/{wanted} = {recall:.0f}%, precision {right}/{found} = {precision:.0f}%")
        goal = 100 if level == "error" else 90
        good = good and recall >= goal and precision >= goal and wanted > 0
    return 0 if good else 1


if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[1] == "write":
        write(sys.argv[2])
    elif len(sys.argv) == 4 and sys.argv[1] == "measure":
        sys.exit(measure(sys.argv[2], sys.argv[3]))
    else:
        sys.exit(__doc__)
