'use strict';
(() => {
  const list = document.getElementById('findings');
  if (!list) return;
  const body = list.tBodies[0];
  const rows = Array.from(body.rows);
  const text = document.getElementById('f-text'), level = document.getElementById('f-level'), rule = document.getElementById('f-rule');
  const shown = document.getElementById('f-shown');

  const filter = () => {
    const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    let n = 0;
    for (const row of rows) {
      const content = row.textContent.toLowerCase();
      const ok = (!level.value || row.dataset.level === level.value) && (!rule.value || row.dataset.rule === rule.value) &&
        words.every((word) => content.includes(word));
      row.hidden = !ok;
      if (ok) n++;
    }
    shown.textContent = n + ' / ' + rows.length;
  };
  for (const control of [text, level, rule]) control.addEventListener('input', filter);

  const key = (row, i) => row.cells[i].dataset.key || row.cells[i].textContent;
  Array.from(list.tHead.rows[0].cells).forEach((head, i) => {
    const button = head.querySelector('button');
    if (!button) return;
    button.addEventListener('click', () => {
      const down = head.getAttribute('aria-sort') === 'ascending';
      for (const other of list.tHead.rows[0].cells) other.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      rows.sort((a, b) => key(a, i).localeCompare(key(b, i), undefined, {numeric: true}) * (down ? -1 : 1));
      body.append(...rows);
    });
  });

  // A link into a folded report unfolds it; paper has nothing to unfold.
  const unfold = () => {
    const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    const report = target && target.closest('details');
    if (report) { report.open = true; target.scrollIntoView({block: 'center'}); }
  };
  window.addEventListener('hashchange', unfold);
  window.addEventListener('beforeprint', () => { for (const d of document.querySelectorAll('details')) d.open = true; });
  unfold();
  filter();
})();
