// Tables that become lists of their rows where the screen is narrow.

import { el } from './dom.js';

/**
 * Makes a table. The roles are said, since a table that is laid out otherwise loses them in browsers.
 *
 * @param {string} name what it is a table of
 * @param {Array<string>} heads the titles of the columns
 * @param {Array<Array>} rows the content of the cells of each row
 */
export function table(name, heads, rows) {
  return el(
    'table',
    { role: 'table', 'aria-label': name },
    el(
      'thead',
      { role: 'rowgroup' },
      el('tr', { role: 'row' }, heads.map((head) => el('th', { role: 'columnheader', scope: 'col' }, head))),
    ),
    el(
      'tbody',
      { role: 'rowgroup' },
      rows.map((cells) =>
        el('tr', { role: 'row' }, cells.map((cell, i) => el('td', { role: 'cell', 'data-head': heads[i] }, cell))),
      ),
    ),
  );
}

/**
 * Makes a field that leaves those rows to be seen that have a text in them.
 *
 * @param {Function} rows returns the rows of the table that is there
 * @param {Function} shown is told how many rows are seen, and how many there are
 */
export function rowFilter(rows, shown) {
  const input = el('input', { type: 'search', spellcheck: 'false', autocapitalize: 'none', dir: 'auto' });

  function apply() {
    const wanted = input.value.trim().toLowerCase();
    const all = rows();
    all.forEach((row) => {
      row.hidden = !row.textContent.toLowerCase().includes(wanted);
    });
    shown(all.filter((row) => !row.hidden).length, all.length);
  }

  input.addEventListener('input', apply);
  return { input, apply };
}
