"""Reports as HTML, Word and PDF files. Each writer takes blocks: ("title"|"heading"|"text", string) and ("table", Table)."""
import io
import zipfile
from xml.sax.saxutils import escape

from .grid import pages
from .text import geometry, page_break, width, wrap

# ---- HTML

NAV = ["首页", "政务公开", "政策文件", "办事服务", "互动交流", "数据发布", "走进本地"]


def html_cell(cell, rng, style, tag):
    spans = (f' colspan="{cell.colspan}"' if cell.colspan > 1 else "") + (f" rowspan={cell.rowspan}" if cell.rowspan > 1 else "")
    text = escape(cell.text.strip("\n")).replace("\n", rng.choice(["<br>", "<br/>", "<BR />"]))
    if style == "plain":
        body = text
    elif style == "word":
        inner = text or "&nbsp;"
        if len(inner) > 6 and rng.random() < 0.3 and "<" not in inner and "&" not in inner:
            inner = inner[:3] + '</span><span lang="EN-US" style="font-size:10pt">' + inner[3:]
        body = f'<p class="MsoNormal" align="center"><span style="font-family:宋体;font-size:10.5pt">{inner}</span></p>'
    else:
        body = f"<div>\n   <font size=2>{text or '&nbsp;'}&nbsp;</font>\n </div>"
    return f"<{tag}{spans}>{body}</{tag}>"


def html_table(table, rng, style, broken):
    out = []
    for brk, rows in pages(table):
        if brk:
            out.append("<p>&nbsp;</p>")
        out.append('<table border="1" cellspacing="0" width="100%">' + ("<tbody>" if style != "plain" else ""))
        for r in rows:
            tag = "th" if r.head and style == "plain" and rng.random() < 0.5 else "td"
            cells = [html_cell(c, rng, style, tag) for c in r.cells if not c.gone]
            if broken:
                cells = [c[:c.rindex("</")] if rng.random() < 0.3 else c for c in cells]
            out.append("<tr>" + ("\n" if style != "plain" else "").join(cells) + ("" if broken and rng.random() < 0.3 else "</tr>"))
        out.append(("</tbody>" if style != "plain" else "") + "</table>")
    return out


def html(blocks, rng, title, charset):
    style = rng.choice(["plain", "word", "nested"])
    broken = style == "plain" and rng.random() < 0.3
    out = ["<!DOCTYPE html>", "<html><head>",
           rng.choice([f'<meta charset="{charset}">', f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">']),
           f"<title>{escape(title)}</title>",
           "<style>td{padding:2px} .n:before{content:'12'}</style>",
           "<script>var t=\"<table><tr><td>规章</td><td>9</td></tr></table>\"; if (1 < 2 && 3 > 2) { t = 7; }</script>", "</head><body>"]
    if rng.random() < 0.8:
        out.append('<div class="nav"><ul>' + "".join(f'<li><a href="/c{i}/">{n}</a></li>' for i, n in enumerate(NAV)) + "</ul></div>")
        out.append("<table class=search><tr><td>站内搜索</td><td><input type=text value='年报'></td><td>今天是2024年3月1日 星期五</td></tr></table>")
        out.append('<div class="crumb">当前位置：<a href="/">首页</a> &gt; 政府信息公开 &gt; 政府信息公开年报</div>')
    layout_table = rng.random() < 0.25
    if layout_table:
        out.append("<table width=960><tr><td valign=top>")
    out.append('<div id="zoom" class=article>')
    for kind, content in blocks:
        if kind == "table":
            out += html_table(content, rng, style, broken)
        elif kind == "title":
            out.append(f"<h1>{escape(content)}</h1>")
        elif kind == "heading":
            out.append(rng.choice(["<h2>{}</h2>", "<p><strong>{}</strong></p>", '<p style="text-indent:2em"><b><span>{}</span></b></p>']).format(escape(content)))
        else:
            out.append(rng.choice(["<p>{}</p>", "<p>　　{}</p>", "<p style='text-indent:32pt'><span>{}</span></p>"]).format(escape(content).replace("\t", " ")))
    out.append("</div>")
    if layout_table:
        out.append("</td></tr></table>")
    if rng.random() < 0.8:
        out.append('<div class="footer"><p>主办：办公室 地址：人民路18号 网站标识码：3700000012</p><p>备案号：鲁ICP备05000123号-2 访问量：1234567</p></div>')
    if not broken:
        out.append("</body></html>")
    return "\n".join(out)


# ---- Word

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STAMP = (2023, 1, 31, 9, 0, 0)


def runs(text, rng):
    """Text as runs, cut anywhere, with what an editor leaves behind: bookmarks, proofing marks, tracked changes."""
    out, rest = [], text
    while rest:
        n = rng.randint(1, len(rest)) if rng.random() < 0.4 else len(rest)
        part, rest = rest[:n], rest[n:]
        body = "".join("<w:br/>" if p == "\n" else "<w:tab/>" if p == "\t" else f'<w:t xml:space="preserve">{escape(p)}</w:t>' for p in chunks(part))
        run = f"<w:r><w:rPr><w:sz w:val=\"21\"/></w:rPr>{body}</w:r>"
        dice = 1 if getattr(rng, "untracked", False) else rng.random()
        if dice < 0.04:
            run = f'<w:ins w:id="{rng.randint(1, 999)}" w:author="a" w:date="2023-01-10T00:00:00Z">{run}</w:ins>'
        elif dice < 0.08:
            run += (f'<w:del w:id="{rng.randint(1, 999)}" w:author="a" w:date="2023-01-10T00:00:00Z"><w:r><w:delText>{rng.choice(["0", "17", "旧"])}</w:delText>'
                    "</w:r></w:del>")
        elif dice < 0.12:
            run = f'<w:bookmarkStart w:id="{rng.randint(1, 999)}" w:name="_Hlk66973412"/>{run}<w:proofErr w:type="spellEnd"/>'
        out.append(run)
    return "".join(out)


def chunks(s):
    word = ""
    for c in s:
        if c in "\n\t":
            if word:
                yield word
            yield c
            word = ""
        else:
            word += c
    if word:
        yield word


def paragraph(text, rng, style="", numbered=None):
    ppr = (f'<w:pStyle w:val="{style}"/>' if style else "") + (f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{numbered}"/></w:numPr>' if numbered else "")
    return f"<w:p>{'<w:pPr>' + ppr + '</w:pPr>' if ppr else ''}{runs(text, rng)}</w:p>"


GRID = {"二": [2400, 2200, 2200, 2200], "三": [700, 900, 2300] + [740] * 7, "四": [600] * 15}  # twips


def docx_table(table, rng):
    out = []
    centred = rng.random() < 0.6
    squeeze = rng.choice([1, 1, 0.8])
    widths = [int(w * squeeze) for w in GRID[table.name]]
    total = sum(widths)
    for brk, rows in pages(table):
        if brk:
            out.append('<w:p><w:r><w:br w:type="page"/></w:r></w:p>')
        out.append(f'<w:tbl><w:tblPr><w:tblW w:w="{total}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>'
                   + "".join(f'<w:gridCol w:w="{w}"/>' for w in widths) + "</w:tblGrid>")
        open_spans = {}  # column -> [rows left, colspan]
        for r in rows:
            out.append("<w:tr>")
            x = 0
            cells = [c for c in r.cells if not c.gone]
            while cells or x in open_spans:
                if x in open_spans:
                    left = open_spans[x]
                    span = left[1]
                    out.append(docx_cell("<w:p/>", widths[x:x + span], "<w:vMerge/>", centred))
                    left[0] -= 1
                    if left[0] == 0:
                        del open_spans[x]
                    x += span
                    continue
                c = cells.pop(0)
                if c.rowspan > 1:
                    open_spans[x] = [c.rowspan, c.colspan]
                    open_spans[x][0] -= 1
                body = "".join(paragraph(p, rng) for p in c.text.split("\n")) if rng.random() < 0.3 else paragraph(c.text, rng)
                out.append(docx_cell(body, widths[x:x + c.colspan], '<w:vMerge w:val="restart"/>' if c.rowspan > 1 else "", centred))
                x += c.colspan
            out.append("</w:tr>")
        out.append("</w:tbl>")
        out.append("<w:p/>")
    return "".join(out)


def docx_cell(body, widths, merge, centred):
    """WIDTHS are those of the grid columns it covers (empty for a cell beyond the grid)."""
    grid = f'<w:gridSpan w:val="{len(widths)}"/>' if len(widths) > 1 else ""
    align = '<w:vAlign w:val="center"/>' if centred else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{sum(widths) or 600}" w:type="dxa"/>{grid}{merge}{align}</w:tcPr>{body}</w:tc>'


NUMBERING = (f'<?xml version="1.0" encoding="UTF-8"?><w:numbering {W}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
             '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>')


def docx(blocks, rng, untracked):
    if untracked:
        rng.untracked = True
    numbered = rng.choice([None, None, None, "direct", "style"])
    in_box = rng.random() < 0.2
    body = []
    for kind, content in blocks:
        if kind == "table":
            body.append(docx_table(content, rng))
        elif kind == "title":
            body.append(paragraph(content, rng, "Title"))
        elif kind == "heading":
            bare = content.split("、", 1)
            if numbered and len(bare) == 2 and len(bare[0]) == 1:
                body.append(paragraph(bare[1], rng, *(("Heading1", 1) if numbered == "direct" else ("Numbered", None))))
            else:
                body.append(paragraph(content, rng, rng.choice(["Heading1", ""])))
        else:
            body.append(paragraph(content, rng))
    if rng.random() < 0.2:
        body.insert(2, '<w:p><w:r><w:t>数据来源见脚注</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t>。</w:t></w:r></w:p>')
    if in_box:
        body.insert(len(body) // 3, "<w:p><w:r><w:pict><v:shape xmlns:v=\"urn:schemas-microsoft-com:vml\"><v:textbox><w:txbxContent>"
                    + paragraph("图：办理流程 3 步", rng) + "</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>")
    document = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document {W}><w:body>{"".join(body)}<w:sectPr/></w:body></w:document>'
    styles = (f'<?xml version="1.0" encoding="UTF-8"?><w:styles {W}><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>'
              '<w:style w:type="paragraph" w:styleId="Numbered"><w:name w:val="Part"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
              '<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style></w:styles>')
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts = {
        "[Content_Types].xml": '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
        '<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>'
        '<Override PartName="/word/footnotes.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"/>'
        '<Override PartName="/word/numbering.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/></Types>',
        "_rels/.rels": f'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{rel}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{rel}/styles" Target="styles.xml"/><Relationship Id="rId2" Type="{rel}/numbering" Target="numbering.xml"/><Relationship Id="rId3" Type="{rel}/footnotes" Target="footnotes.xml"/></Relationships>',
        "word/footnotes.xml": f'<?xml version="1.0"?><w:footnotes {W}><w:footnote w:id="2">{paragraph("以 12 月 31 日系统导出的 3 份台账为准。", rng)}</w:footnote></w:footnotes>',
        "word/document.xml": document, "word/styles.xml": styles, "word/numbering.xml": NUMBERING,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, text in parts.items():
            z.writestr(zipfile.ZipInfo(name, STAMP), text.encode(), zipfile.ZIP_DEFLATED)
    return out.getvalue()


# ---- PDF: positions only; a font that is not embedded, with a map from glyph to Unicode

PITCH, LEADING, PAGE_LINES, PAGE_COLUMNS = 5, 14, 52, 104


def pdf(blocks, rng, title):
    pages_out, page, y = [], [], 0  # page: list of (half-line, display column, text)

    def flush():
        nonlocal page, y
        if page:
            pages_out.append(page)
        page, y = [], 0
    for kind, content in blocks:
        if kind != "table":
            for k, line in enumerate(wrap(("    " if kind == "text" else "") + content, PAGE_COLUMNS - 14)):
                if y >= 2 * PAGE_LINES:
                    flush()
                page.append((y, 24 if kind == "title" else 7, line))
                y += 2
            continue
        first = True
        for brk, rows in pages(content):
            if brk or (first and y > 40):
                flush()
            first = False
            pieces, height = geometry(rows, content, rng, 1)
            base = y
            for py, px, text, _ in pieces:
                # a table that is higher than the page goes on to the next one
                if base + py >= 2 * PAGE_LINES + 4 and py % 1 == 0:
                    flush()
                    base = -py
                page.append((base + py, px + 2, text))
                y = base + py + 3
            y += 1
    flush()
    numbered = rng.random() < 0.7
    return pdf_file(pages_out, numbered)


def pdf_file(pages_out, numbered):
    used = sorted({c for p in pages_out for _, _, t in p for c in t} | set("-0123456789 "))
    code = {c: i + 1 for i, c in enumerate(used)}
    objects = []

    def add(body):
        objects.append(body if isinstance(body, bytes) else body.encode())
        return len(objects)
    narrow = " ".join(f"{code[c]} [500]" for c in used if width(c) == 1)
    cmap = ["/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def",
            "1 begincodespacerange <0000> <FFFF> endcodespacerange"]
    for i in range(0, len(used), 100):
        part = used[i:i + 100]
        cmap.append(f"{len(part)} beginbfchar")
        cmap += [f"<{code[c]:04X}> <{c.encode('utf-16-be').hex().upper()}>" for c in part]
        cmap.append("endbfchar")
    cmap.append("endcmap end end")
    text = "\n".join(cmap)
    pages_id = 1
    add("")  # the page tree, filled in below
    cmap_id = add(f"<< /Length {len(text)} >>\nstream\n{text}\nendstream")
    desc = add("<< /Type /FontDescriptor /FontName /SimSun /Flags 4 /FontBBox [0 -140 1000 860] /ItalicAngle 0 /Ascent 860 /Descent -140 /CapHeight 860 /StemV 80 >>")
    cid = add(f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /SimSun /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
              f"/FontDescriptor {desc} 0 R /DW 1000 /W [{narrow}] >>")
    font = add(f"<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /Identity-H /DescendantFonts [{cid} 0 R] /ToUnicode {cmap_id} 0 R >>")
    kids = []
    wide = max([PAGE_COLUMNS * PITCH + 80] + [(x + width(t)) * PITCH + 60 for p in pages_out for _, x, t in p])
    for n, page in enumerate(pages_out):
        if numbered:
            page = page + [(2 * PAGE_LINES + 8, PAGE_COLUMNS // 2 - 3, f"- {n + 1} -")]
        ops = ["BT /F 10 Tf"]
        for y, x, t in page:
            ops.append(f"1 0 0 1 {x * PITCH + 30} {800 - y * LEADING // 2} Tm <{''.join(f'{code[c]:04X}' for c in t)}> Tj")
        ops.append("ET")
        body = "\n".join(ops)
        content = add(f"<< /Length {len(body)} >>\nstream\n{body}\nendstream")
        kids.append(add(f"<< /Type /Page /Parent {pages_id} 0 R /MediaBox [0 0 {wide} 842] /Resources << /Font << /F {font} 0 R >> >> /Contents {content} 0 R >>"))
    objects[pages_id - 1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{k} 0 R' for k in kids)}] >>".encode()
    root = add(f"<< /Type /Catalog /Pages {pages_id} 0 R >>")
    out, offsets = b"%PDF-1.5\n", []
    for i, body in enumerate(objects):
        offsets.append(len(out))
        out += f"{i + 1} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += "".join(f"{o:010d} 00000 n \n" for o in offsets).encode()
    out += f"trailer << /Size {len(objects) + 1} /Root {root} 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return out
