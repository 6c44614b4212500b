'use strict';
(() => {
  const get = (id) => document.getElementById(id);
  const make = (name, text) => { const e = document.createElement(name); if (text !== undefined) e.textContent = text; return e; };

  // A report's tables, drawn from what its cells hold when it is first opened.
  const draw = (report) => {
    const later = report.querySelector('.later');
    if (!later) return;
    const template = Array.from(document.querySelectorAll('template')).find((t) => t.dataset.form === later.dataset.form);
    const missing = template.dataset.missing.split('|'), values = later.dataset.cells.split(' ');
    const tables = template.content.cloneNode(true);
    const marks = new Map(Array.from(later.children, (m) => [m.dataset.slot, m]));
    for (const cell of tables.querySelectorAll('[data-slot]')) {
      const slot = cell.dataset.slot, value = values[slot], mark = marks.get(slot);
      cell.id = report.id + 'c' + slot;
      cell.removeAttribute('data-slot');
      if (value[0] === '~') cell.classList.add('miss');
      if (mark) cell.classList.add(...mark.dataset.class.split(' '));
      cell.textContent = value[0] === '~' ? missing[value.slice(1)] : value;
      if (!mark) continue;
      const tip = make('span', mark.textContent);
      tip.className = 'tip';
      cell.tabIndex = 0;
      cell.append(tip);
    }
    later.replaceWith(tables);
  };
  const reports = Array.from(document.querySelectorAll('details.report'));
  for (const report of reports) {
    report.addEventListener('toggle', () => { if (report.open) draw(report); });
    if (report.open) draw(report);
  }

  // A link into a folded report unfolds it.
  const unfold = () => {
    const id = decodeURIComponent(location.hash.slice(1)), report = get(id.split('c')[0]);
    if (!report || !report.matches('details')) return;
    report.hidden = false;
    report.open = true;
    draw(report);
    const target = get(id) || report;
    const look = () => target.scrollIntoView({block: 'center', inline: 'nearest'});
    look();
    requestAnimationFrame(look); // what came into view has its real height now
    if (target !== report && !target.hasAttribute('tabindex')) target.tabIndex = -1; // to be focused, not tabbed to
    (target === report ? report.firstElementChild : target).focus({preventScroll: true});
  };
  window.addEventListener('hashchange', unfold);
  document.addEventListener('click', (event) => { // the same link again
    const link = event.target.closest('a[href^="#"]');
    if (link && link.hash === location.hash) { event.preventDefault(); unfold(); }
  });

  // A tip stands beside what it is of, inside the window.
  const place = (event) => {
    const owner = event.target.closest && event.target.closest('[tabindex]'), tip = owner && owner.querySelector('.tip');
    if (!tip) return;
    const box = owner.getBoundingClientRect(), wide = document.documentElement.clientWidth, tall = window.innerHeight;
    const below = box.bottom + 4 + tip.offsetHeight < tall;
    Object.assign(tip.style, {right: 'auto', bottom: 'auto', margin: '0',
      left: Math.max(8, Math.min(box.left, wide - tip.offsetWidth - 8)) + 'px',
      top: (below ? box.bottom + 4 : Math.max(4, box.top - tip.offsetHeight - 4)) + 'px'});
  };
  document.addEventListener('mouseover', place);
  document.addEventListener('focusin', place);
  document.addEventListener('keydown', (event) => { if (event.key === 'Escape') document.activeElement.blur(); });

  const list = get('findings');
  let limit = 0, show = () => {};
  if (list) {
    const STEP = 200;
    const text = get('f-text'), kind = get('f-kind'), rule = get('f-rule'), shown = get('f-shown'), more = get('f-more'), clear = get('f-clear');
    const body = list.tBodies[0];
    const titles = new Map(Array.from(rule.options, (o) => [o.value, o.textContent]));
    const kinds = new Map(Array.from(kind.options, (o) => [o.value, o]));
    const nameOf = (n) => get('r' + n).querySelector('b').textContent;

    // A finding that came as data becomes a row when it is shown.
    const row = ([order, id, report, slot, where, message, relation, line]) => {
      const tr = make('tr'), cells = Array.from({length: 6}, () => tr.insertCell());
      const tag = make('span', kinds.get(String(order)).textContent), link = make('a', nameOf(report));
      tag.className = 'tag ' + kinds.get(String(order)).dataset.class;
      cells[0].append(tag);
      cells[1].append(make('b', id), (titles.get(id) || id).slice(id.length));
      link.href = '#r' + report;
      cells[2].append(link);
      cells[3].className = 'at';
      const at = make(slot < 0 ? 'span' : 'a', where);
      if (slot >= 0) at.href = '#r' + report + 'c' + slot;
      cells[3].append(at);
      cells[4].append(message);
      if (relation) { const r = make('span', relation); r.className = 'rel'; cells[4].append(r); }
      cells[5].className = 'line';
      cells[5].append(line || '');
      return tr;
    };
    const columns = (item) => item.columns || (item.columns = item.row
      ? [String(item.kind), ...Array.from(item.row.cells, (c) => c.textContent).slice(1)]
      : [String(item.kind), titles.get(item.rule) || item.rule, nameOf(item.report), item.data[4], item.data[5] + ' ' + item.data[6], String(item.data[7])]);
    const words = (item) => item.words || (item.words = columns(item).slice(1).join(' ').toLowerCase());
    const items = Array.from(body.rows, (r) => ({row: r, kind: +r.dataset.kind, rule: r.dataset.rule, report: +r.dataset.report}));
    if (get('later'))
      for (const data of JSON.parse(get('later').textContent)) items.push({data, kind: data[0], rule: data[1], report: data[2]});
    items.sort((a, b) => a.kind - b.kind);

    let found = items;
    show = () => {
      body.replaceChildren(...found.slice(0, limit).map((item) => item.row || (item.row = row(item.data))));
      more.hidden = found.length <= limit;
      const n = Math.min(limit, found.length);
      shown.textContent = (n < items.length ? shown.dataset.some : shown.dataset.all).replace('{0}', n).replace('{1}', found.length).replace('{2}', items.length);
    };
    const filter = () => {
      const wanted = text.value.toLowerCase().split(/\s+/).filter(Boolean);
      const active = Boolean(wanted.length || kind.value || rule.value);
      found = active ? items.filter((item) => (!kind.value || item.kind === +kind.value) && (!rule.value || item.rule === rule.value) &&
        wanted.every((word) => words(item).includes(word))) : items;
      const within = new Set(found.map((item) => 'r' + item.report));
      for (const report of reports) report.hidden = active && !within.has(report.id);
      clear.hidden = !active;
      limit = STEP;
      show();
    };
    for (const control of [text, kind, rule]) control.addEventListener('input', filter);
    clear.addEventListener('click', () => { text.value = kind.value = rule.value = ''; filter(); text.focus(); });
    more.addEventListener('click', () => { limit += STEP; show(); });

    const order = new Intl.Collator(document.documentElement.lang, {numeric: true});
    const heads = Array.from(list.tHead.rows[0].cells);
    heads.forEach((head, i) => head.firstElementChild.addEventListener('click', () => {
      const down = head.getAttribute('aria-sort') === 'ascending';
      for (const other of heads) other.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      items.sort((a, b) => order.compare(columns(a)[i], columns(b)[i]) * (down ? -1 : 1));
      filter();
    }));

    // A bar of a chart asks for its findings.
    for (const bar of document.querySelectorAll('.chart button'))
      bar.addEventListener('click', () => {
        kind.value = '';
        rule.value = bar.dataset.rule || '';
        text.value = bar.dataset.text || '';
        filter();
        list.scrollIntoView({block: 'start'});
      });
    filter();
  }
  unfold();

  // Paper has nothing to unfold: the reports that are listed are printed, unless they are very many.
  window.addEventListener('beforeprint', () => {
    const listed = reports.filter((report) => !report.hidden);
    if (listed.length <= 50) for (const report of listed) { report.open = true; draw(report); }
    limit = Math.max(limit, 2000);
    show();
  });
})();
