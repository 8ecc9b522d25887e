// The configuration: every setting as it is in force, and where it comes from.

import { json } from '../api.js';
import { button, el, field, fill, messageLine } from '../dom.js';
import { rowFilter, table } from '../table.js';
import { count, visible } from '../text.js';

export const title = 'Configuration';
export const role = 'admin';

export function open(body, query, signal) {
  const message = messageLine();
  const place = el('div');
  const said = el('p', { class: 'hint', role: 'status' });
  const filter = rowFilter(() => [...place.querySelectorAll('tbody tr')], tell);

  async function read() {
    message.clear();
    try {
      const { settings } = await json('GET', 'configuration', { signal });
      fill(place, table('Settings', ['Setting', 'Value', 'Comes from'], settings.map(row)));
      filter.apply();
    } catch (failure) {
      message.bad(failure);
    }
  }

  function tell(shown, all) {
    fill(said, shown < all ? `${count(shown)} of ${count(all)} settings.` : `${count(all)} settings.`);
  }

  body.append(
    el('p', { class: 'hint' }, 'The settings of this node as they are in force. Passwords, tokens and what URLs have of them never leave the server: it puts stars in their place.'),
    el(
      'div',
      { class: 'search' },
      field('Filter', filter.input, 'a text that the name, the value or the source has'),
      el('div', { class: 'actions' }, button('Read again', read)),
    ),
    message.element,
    said,
    place,
  );
  read();
  return { refresh: read };
}

function row({ key, value, source }) {
  return [
    el('code', {}, visible(key)),
    value === null || value === '' ? el('span', { class: 'hint' }, value === null ? 'none' : 'empty') : el('bdi', { class: 'value' }, visible(String(value))),
    el('bdi', {}, visible(String(source ?? ''))),
  ];
}
