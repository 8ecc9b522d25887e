// The audit log: what was done to the service by whom, newest first.

import { json, path } from '../api.js';
import { button, el, field, fill, messageLine } from '../dom.js';
import { rowFilter, table } from '../table.js';
import { count, visible } from '../text.js';

export const title = 'Audit';
export const role = 'admin';

/** As many as the service keeps. */
const MOST = 1_000;

const HEADS = ['When', 'Action', 'Who', 'From', 'Outcome', 'Details'];

const GOOD = ['done', 'deferred'];

export function open(body, query, signal) {
  const message = messageLine();
  const place = el('div');
  const said = el('p', { class: 'hint', role: 'status' });
  const filter = rowFilter(() => [...place.querySelectorAll('tbody tr')], tell);
  let earlier = 0;

  async function read() {
    message.clear();
    try {
      const log = await json('GET', path('audit', { limit: MOST }), { signal });
      earlier = log.earlier;
      fill(place, log.actions.length > 0 && table('Actions', HEADS, log.actions.map(row)));
      filter.apply();
    } catch (failure) {
      message.bad(failure);
    }
  }

  function tell(shown, all) {
    const older = earlier > 0 ? ` ${count(earlier)} older ${earlier === 1 ? 'one is' : 'ones are'} in the server's log only.` : '';
    const number = all === 1 ? '1 action' : `${count(all)} actions`;
    fill(said, all === 0 ? 'Nothing has been done yet since the start.' : `${shown < all ? `${count(shown)} of ${number}` : number}.${older}`);
  }

  body.append(
    el('p', { class: 'hint' }, 'What was done to this node since its start: pattern deletes, changes of the requirements, failed sign-ins. The whole log is the category dev.larder.audit of the server.'),
    el(
      'div',
      { class: 'search' },
      field('Filter', filter.input, 'a text that the action, the name, the address, the outcome or the details have'),
      el('div', { class: 'actions' }, button('Read again', read)),
    ),
    message.element,
    said,
    place,
  );
  read();
  return { refresh: read };
}

function row({ at, action, who, from, outcome, details }) {
  const when = new Date(at * 1_000);
  return [
    el('time', { datetime: when.toISOString() }, when.toLocaleString('en-GB')),
    text(action),
    text(who),
    text(from),
    el('span', { class: GOOD.includes(outcome) ? 'good' : 'bad' }, text(outcome)),
    Object.keys(details).length === 0
      ? '–'
      : Object.entries(details).map(([name, value], i) => [i > 0 && ', ', `${name} `, text(value)]),
  ];
}

/** What came from a request, apart from the direction of the text around it. */
function text(value) {
  return el('bdi', {}, visible(String(value ?? '')));
}
