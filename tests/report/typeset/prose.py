"""The narrative around the tables: sentences of our own, with figures that agree with the tables, and with what misleads a reader: ordinals,
years, document numbers, percentages, the list of the six parts, 其中 clauses, marks of pictures, a table of something else."""

PLACES = ["青禾市", "云岭县", "白石区", "沙澜县", "南浦市", "长桥区", "石门峪县", "东汀市", "柳泉区", "鹤川县"]
OFFICES = ["人民政府", "人民政府", "教育局", "财政局", "水利局", "市场监督管理局", "司法局", "自然资源局", "卫生健康委员会", "住房和城乡建设局", "行政审批服务局"]


def organisation(rng):
    return rng.choice(PLACES) + rng.choice(OFFICES)


def title(rng, org, year, split):
    tail = rng.choice([f"{year}年政府信息公开工作年度报告", f"{year}年度政府信息公开工作报告", f"{year} 年政府信息公开工作年度报告", f"{year}年政府信息公开年度报告"])
    return [org, tail] if split else [org + tail]


def percent(a, b):
    return f"{100 * a / b:.1f}%" if b else "0%"


class Facts:
    """The figures a narrative may quote, from the cells."""

    def __init__(self, form, v, year):
        self.form, self.year = form, year
        self.v = v

        def three(path):
            return int(v[("三", path, "总计")])

        def group(prefix):
            return sum(int(n) for (t, r, c), n in v.items() if t == "三" and c == "总计" and r.startswith(prefix))
        self.new, self.old, self.done, self.next = three("一"), three("二"), three("三.（七）"), three("四")
        self.kinds = [("予以公开", three("三.（一）")), ("部分公开", three("三.（二）")), ("不予公开", group("三.（三）")), ("无法提供", group("三.（四）")),
                      ("不予处理", group("三.（五）")), ("其他处理", group("三.（六）"))]
        self.people = int(v[("三", "一", "自然人")])
        self.review = int(v[("四", "行政复议", "总计")])
        self.review_kept = int(v[("四", "行政复议", "结果维持")])
        self.suits = int(v[("四", "未经复议直接起诉", "总计")]) + int(v[("四", "复议后起诉", "总计")])


def opening(rng, org, f):
    y = f.year
    law = "国办公开办函〔2021〕30号" if f.form == "年报2021" else "国办公开办函〔2019〕60号"
    parts = "总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开行政复议和行政诉讼情况、存在的主要问题及改进情况、其他需要报告的事项"
    a = rng.choice([
        f"依照《中华人民共和国政府信息公开条例》第五十条，{org}按照年度报告格式（{law}）编写本报告。",
        f"本报告由{org}编制，格式遵循{law}文件，依据为《中华人民共和国政府信息公开条例》（国务院令第711号）。",
        f"现向社会公布{org}{y}年度信息公开工作情况，内容依{law}的要求排列。"])
    b = rng.choice([f"全文分六部分：{parts}。", f"内容包括{parts}，共6个部分。", ""])
    c = rng.choice([f"统计期限为{y}年1月1日至{y}年12月31日。", f"数据从 {y} 年 1 月 1 日起，到 12 月 31 日止。"])
    d = rng.choice(["", f"联系电话：0{rng.randint(510, 999)}-{rng.randint(2000000, 8999999)}，邮编{rng.randint(210000, 740000)}。",
                    f"电子版可在门户网站（http://www.example.gov.cn/zfxxgk/{y}/index_{rng.randint(2, 40)}.html）查看。"])
    return a + b + c + d


def applications(rng, f):
    k = f.kinds
    total = f.done
    listed = [x for x in k if x[1] or rng.random() < 0.5]
    what = "、".join(f"{n}{c}件" for n, c in listed) if rng.random() < 0.4 else "；".join(f"{n}{c}件，占{percent(c, total)}" for n, c in listed)
    return rng.choice([
        f"全年新收政府信息公开申请{f.new}件，上年结转{f.old}件，其中自然人申请{f.people}件。办结{f.done}件，{what or '均为其他'}。结转下年度{f.next}件。",
        f"{f.year}年本机关共收到申请 {f.new} 件（不含上年结转的 {f.old} 件），已经答复 {f.done} 件：{what}。另有 {f.next} 件转入下一年度办理。",
        f"办理情况：一是新收{f.new}件，比上年{rng.choice(['增长', '下降'])}{rng.randint(1, 60)}.{rng.randint(1, 9)}%；二是办结{f.done}件；三是结转{f.next}件。",
    ]) + rng.choice(["", f"行政复议{f.review}件，其中结果维持{f.review_kept}件；行政诉讼{f.suits}件。"])


FILLER = [
    "坚持把公开作为常态，凡是涉及群众切身利益的事项都及时上网，全年发布各类信息{n}条，其中通知公告{a}条、办事指南{b}条。",
    "修订了第{k}版公开指南，把原来的{a}项目录合并为{b}项，查找时间缩短了{p}%。",
    "组织培训{k}期，参训{n}人次，考核合格率{p}%。",
    "对照《关于做好{y}年政务公开工作的通知》（青政办发〔{y}〕{k}号），列出{k}类{a}项任务，逐项销号。",
    "一是健全审核机制，实行拟稿、初审、终审三道关口；二是明确时限，制作之日起20个工作日内公开；三是落实责任，每季度通报1次。",
    "在服务大厅设立公开专区{k}处，配备查询终端{a}台，接待查询{n}人次。",
    "政策文件与解读材料同步起草、同步报批、同步发布，制作图解{k}个、短视频{a}个。",
    "微信公众号推送{n}篇，阅读量超过{k}万次，留言办结率{p}%。",
    "开展“走进窗口看办事”活动{k}场，邀请代表{a}名，收集意见{b}条，已采纳{k}条。",
    "办理人大代表建议{a}件、政协提案{b}件，办理结果全部公开，满意率100%。",
    "年内未收取信息处理费，也没有因收费产生的异议。",
    "按照1+{k}的模式，由办公室牵头，{k}个科室各负其责，形成“一张清单、两本台账、三次核对”的工作流程。",
    "第十五届四次会议听取了专题汇报，会议指出，公开工作要从“有没有”转到“好不好”。",
    "本年度共受理行政许可事项咨询{a}次，电话答复{b}次，现场答复{n}次。",
    "对2{k}个单位开展抽查，发现问题{a}个，截至12月31日已整改{a}个，整改率100%。",
]
PROBLEMS = [
    "部分科室对公开的理解还不够，存在重办理、轻公开的现象，{k}个栏目更新不及时。",
    "解读形式仍以文字为主，群众看得懂、记得住的产品不多。",
    "依申请公开的研判能力有待提高，个别答复书的表述不够严谨。",
    "下一步，将在三个方面加以改进：1.完善机制，把公开嵌入办文流程；2.加强培训，全年不少于{k}次；3.强化考核，权重不低于4%。",
    "对上年度指出的{k}个问题，已制定措施{a}条并全部落实。",
]
OTHER = [
    "依据《政府信息公开信息处理费管理办法》，本年度收取信息处理费0元。",
    "承办人大代表建议{a}件、政协提案{b}件，均在规定时限内答复。",
    "落实上级要点情况：涉及本机关的{k}项任务全部完成。",
    "除上述情况外，本机关没有其他需要报告的事项。",
    "创新做法：推行“一口受理、内部流转、{k}日反馈”，平均办理时间由{a}天减为{k}天。",
]


def fill(rng, sentence, year):
    return sentence.format(n=rng.randint(40, 9000), a=rng.randint(2, 90), b=rng.randint(2, 90), k=rng.randint(2, 9), p=rng.randint(12, 100), y=year)


def paragraph(rng, pool, year, n):
    return "".join(fill(rng, s, year) for s in rng.sample(pool, min(n, len(pool))))


def stray_table(rng, year):
    """A table of something else, in tabs."""
    if rng.random() < 0.5:
        return ["一级目录\t二级目录\t公开时限\t责任单位"] + [f"{a}\t{b}\t{rng.choice(['20个工作日内', '即时', '7日内'])}\t{c}" for a, b, c in
                [("机构职能", "领导信息", "办公室"), ("", "内设机构", "人事科"), ("政策文件", "规范性文件", "法规科"), ("", "政策解读", "各科室")]]
    return ["活动名称\t时间"] + [f"{t}\t{year}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}" for t in
                             ["阳光厨房开放日", "公交线路听证会", "水厂参观活动"]]


def section_one(rng, f, richness=1):
    """Paragraphs of the first part."""
    year = f.year
    out = [paragraph(rng, FILLER, year, rng.randint(1, 2))]
    heads = ["主动公开", "依申请公开", "政府信息管理", "公开平台建设", "监督保障"]
    style = rng.choice(["（{}）{}。", "({}) {}。", "（{}）{}情况\n", "{}是{}。"])
    for i, h in enumerate(heads):
        text = style.format("一二三四五"[i], h)
        if h == "依申请公开":
            text += applications(rng, f)
        elif h == "政府信息管理" and f.form == "年报2021":
            v = f.v
            text += (f"本年制发规章{v[('二', '规章', '本年制发件数')]}件，废止{v[('二', '规章', '本年废止件数')]}件，现行有效{v[('二', '规章', '现行有效件数')]}件；"
                     f"制发行政规范性文件{v[('二', '行政规范性文件', '本年制发件数')]}件，现行有效{v[('二', '行政规范性文件', '现行有效件数')]}件。")
        text += paragraph(rng, FILLER, year, rng.randint(1, 2) * richness)
        out += text.split("\n")
        if rng.random() < 0.2:
            out.append(rng.choice([f"[image: 微信图片_{year}{rng.randint(1, 12):02d}{rng.randint(10, 28)}{rng.randint(100000, 235959)}]", f"图{i + 1}：{h}流程",
                                   "[bookmark: _GoBack]", f"（{year}年依申请公开办理情况统计图）"]))
    if rng.random() < 0.25:
        out += stray_table(rng, year)
    return out


def section_five(rng, f, richness=1):
    out = ["（一）存在的主要问题", paragraph(rng, PROBLEMS, f.year, 2), "（二）改进情况", paragraph(rng, PROBLEMS, f.year, rng.randint(1, 2))]
    if richness > 1:
        out += [paragraph(rng, FILLER, f.year, 4 * richness)]
    return out if rng.random() < 0.6 else [out[1] + out[3]]


def section_six(rng, f, richness=1):
    if rng.random() < 0.15 and richness == 1:
        return ["无。"]
    out = [f"（{'一二三四五'[i]}）" + paragraph(rng, [s], f.year, 1) for i, s in enumerate(rng.sample(OTHER, rng.randint(2, 4)))]
    for _ in range(richness - 1):
        out.append(paragraph(rng, FILLER, f.year, 6))
    return out
