(() => {
  'use strict';
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const make = (name, properties) => Object.assign(document.createElement(name), properties);

  // Copy buttons beside commands.
  for (const box of all('.command')) {
    const button = make('button', { type: 'button', textContent: 'Copy' });
    button.setAttribute('aria-label', 'Copy the command');
    button.addEventListener('click', async () => {
      const code = box.querySelector('code');
      try {
        await navigator.clipboard.writeText(code.textContent);
      } catch {
        const range = document.createRange();
        range.selectNodeContents(code);
        const selection = getSelection();
        selection.removeAllRanges();
        selection.addRange(range);
        document.execCommand('copy');
      }
      button.textContent = 'Copied';
      setTimeout(() => { button.textContent = 'Copy'; }, 1500);
    });
    box.append(button);
  }

  // A link to something folded away unfolds it.
  const unfold = () => {
    let element = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const target = element;
    for (; element; element = element.parentElement) {
      if (element.localName === 'details') element.open = true;
    }
    target?.scrollIntoView();
  };
  addEventListener('hashchange', unfold);
  if (location.hash) unfold();

  // Everything is on paper.
  let folded = [];
  addEventListener('beforeprint', () => {
    folded = all('details:not([open]):not(.data)');
    for (const details of folded) details.open = true;
  });
  addEventListener('afterprint', () => {
    for (const details of folded) details.open = false;
  });

  // Only what scrolls is a tab stop.
  const stops = () => {
    for (const box of all('.scroll')) {
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
      else box.removeAttribute('tabindex');
    }
  };
  addEventListener('resize', stops);
  document.addEventListener('toggle', stops, true);
  stops();

  // Sorting by a column: numbers as numbers, the rest as text.
  const value = (row, index) => {
    const cell = row.children[index];
    const text = cell.dataset.v ?? cell.textContent.trim();
    const number = Number(text.replace(/,/g, '').replace('−', '-'));
    return text === '' ? null : Number.isNaN(number) ? text.toLowerCase() : number;
  };
  for (const table of all('table.sortable')) {
    const heads = all('thead th', table);
    heads.forEach((head, index) => {
      const button = make('button', { type: 'button', textContent: head.textContent });
      head.replaceChildren(button);
      button.addEventListener('click', () => {
        const down = head.getAttribute('aria-sort') === 'ascending';
        for (const other of heads) other.removeAttribute('aria-sort');
        head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
        const body = table.tBodies[0];
        const rows = [...body.rows].map(row => [value(row, index), row]);
        rows.sort(([a], [b]) => {
          if (a === null || b === null) return (a === null) - (b === null);
          const order = typeof a === typeof b ? (a < b ? -1 : a > b ? 1 : 0) : typeof a === 'number' ? -1 : 1;
          return down ? -order : order;
        });
        body.append(...rows.map(([, row]) => row));
      });
    });
  }

  // Filters, where there is enough to filter.
  const filter = (before, label, items, facets) => {
    const bar = make('div', { className: 'filter' });
    bar.setAttribute('role', 'search');
    bar.setAttribute('aria-label', label);
    const text = make('input', { type: 'search', placeholder: label });
    text.setAttribute('aria-label', label);
    bar.append(text);
    const chosen = facets.map(facet => {
      const select = make('select');
      select.setAttribute('aria-label', facet);
      select.append(make('option', { value: '', textContent: `any ${facet}` }));
      for (const word of new Set(items.map(item => item.dataset[facet]))) select.append(make('option', { value: word, textContent: word }));
      bar.append(select);
      return [facet, select];
    });
    const count = make('span');
    count.setAttribute('role', 'status');
    bar.append(count);
    const apply = () => {
      const wanted = text.value.toLowerCase();
      let shown = 0;
      for (const item of items) {
        const fits = item.textContent.toLowerCase().includes(wanted) && chosen.every(([facet, select]) => !select.value || item.dataset[facet] === select.value);
        item.hidden = !fits;
        shown += fits;
      }
      count.textContent = shown < items.length ? `${shown} of ${items.length} shown` : '';
    };
    bar.addEventListener('input', apply);
    before.before(bar);
  };
  const findings = all('#findings > .finding');
  if (findings.length > 4) filter(findings[0], 'Find in findings', findings, ['severity', 'stage']);
  const profile = document.querySelector('.profile');
  if (profile && profile.tBodies[0].rows.length > 12) filter(profile.parentElement, 'Find a column', [...profile.tBodies[0].rows], []);
})();
