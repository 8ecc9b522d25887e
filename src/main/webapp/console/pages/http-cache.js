// HTTP cache: the stored responses of all applications that share the cache, and their removal.

import { call, calledOff, json, path } from '../api.js';
import { button, confirm, el, field, fill, messageLine } from '../dom.js';
import { bytes, count, duration, keyText, visible } from '../text.js';
import { deleteResponses } from './delete-pattern.js';

export const title = 'HTTP cache';
export const role = 'admin';

/** About how many rows a page has. */
const ROWS = 100;

/** How many requests are made for one page at most, where few of many entries match. */
const REQUESTS = 25;

/** How many characters of a URI the list shows. */
const LONGEST = 300;

const STATES = {
  stored: ['stored', 'Responses can be found.'],
  pending: ['pending', 'A response is being computed, or came to nothing.'],
  uncacheable: ['not storable', 'The last response was not storable; that is remembered for a moment.'],
  invalid: ['invalid', 'A tag or the URI was invalidated since it was stored; it is not used any more.'],
};

export function open(body, query, signal) {
  const wanted = { uri: query.get('uri') || null, tag: query.get('tag') || null };
  const panel = el('section', { class: 'panel', 'aria-label': 'Entry' });
  const list = listing(wanted, signal, (entry) => showEntry(panel, entry, signal, removed));

  function removed(entry) {
    nothing();
    list.remove(entry.key);
  }

  function nothing() {
    list.mark(null);
    fill(panel, el('p', { class: 'hint' }, 'Choose an entry to see its responses.'));
  }

  function again() {
    nothing();
    return list.start();
  }

  const uri = input(wanted.uri, 'uri');
  const tag = input(wanted.tag, 'tag');
  const form = el(
    'form',
    {
      class: 'search',
      role: 'search',
      on: {
        submit: (event) => {
          event.preventDefault();
          const target = `#/${path('http-cache', { uri: uri.value || null, tag: tag.value || null })}`;
          if (target === location.hash) {
            again();
          } else {
            location.hash = target;
          }
        },
      },
    },
    el(
      'div',
      { class: 'forms-row' },
      field('URI', uri, 'A pattern of the whole URI, such as *//shop.example/products/*; * any run, ? one byte'),
      field('Tag', tag, 'One tag, as the application names it, such as product:1'),
    ),
    el(
      'div',
      { class: 'actions' },
      el('button', { type: 'submit', class: 'primary' }, 'Show'),
      button('Delete by URI…', () => deleteResponses('uri', wanted.uri ?? '', again)),
      button('Delete by tag…', () => deleteResponses('tag', wanted.tag ?? '', again)),
    ),
  );
  body.append(form, el('div', { class: 'columns' }, list.element, panel));
  nothing();
  list.start();
  return { refresh: again };
}

function input(value, name) {
  return el('input', { value: value ?? '', name, spellcheck: 'false', autocapitalize: 'none', dir: 'auto' });
}

/** The table of entries, a page at a time. */
function listing(wanted, signal, select) {
  const message = messageLine();
  const rows = el('tbody');
  const table = el(
    'table',
    { class: 'entries', hidden: true },
    el('caption', { class: 'spoken' }, 'Stored responses'),
    el(
      'thead',
      {},
      el(
        'tr',
        {},
        el('th', { scope: 'col' }, 'URI'),
        el('th', { scope: 'col' }, 'State'),
        el('th', { scope: 'col' }, 'Age'),
        el('th', { scope: 'col', class: 'number' }, 'Hits'),
      ),
    ),
    rows,
  );
  const progress = el('p', { class: 'hint', role: 'status' });
  const next = button('Next page', () => turn(), { hidden: true });
  const first = button('First page', () => start(), { hidden: true });
  let cursor = null;
  let seen = 0;
  let pages = 0;
  let working = new AbortController();

  function start() {
    cursor = null;
    seen = 0;
    pages = 0;
    return turn();
  }

  /** Looks through the entries until a page is full, they end, or it was long enough. */
  async function turn() {
    working.abort();
    working = new AbortController();
    const stop = AbortSignal.any([working.signal, signal]);
    // The same entry may come twice.
    const found = new Map();
    message.clear();
    next.disabled = true;
    fill(progress, 'Looking through the cache…');
    try {
      for (let requests = 0; requests < REQUESTS && found.size < ROWS; requests += 1) {
        const page = await json('GET', path('responses', { ...wanted, limit: ROWS, cursor }), { signal: stop });
        page.responses.forEach((entry) => found.set(entry.key, entry));
        cursor = page.cursor;
        if (cursor === null) {
          break;
        }
      }
      seen += found.size;
      pages += 1;
      draw([...found.values()]);
    } catch (failure) {
      if (!calledOff(failure)) {
        fill(progress);
        message.bad(failure);
      }
    } finally {
      next.disabled = cursor === null;
    }
  }

  function draw(entries) {
    const ended = cursor === null;
    entries.sort((a, b) => order(a).localeCompare(order(b), 'en'));
    fill(rows, entries.map(row));
    table.hidden = entries.length === 0;
    first.hidden = pages === 1;
    next.hidden = ended;
    fill(progress, said(ended));
  }

  function said(ended) {
    if (ended && seen === 0) {
      return wanted.uri || wanted.tag
        ? 'No entry matches.'
        : 'Nothing is stored. Responses of resources with a caching directive appear here once somebody has asked for them.';
    }
    const what = seen === 1 ? '1 entry' : `${count(seen)} entries`;
    return ended ? `${what} in all.` : `${what} so far; page ${pages}.`;
  }

  function row(entry) {
    const chosen = button(uriText(entry, LONGEST), () => {
      mark(entry.key);
      select(entry);
    });
    const element = el(
      'tr',
      {},
      el('th', { scope: 'row' }, chosen, marks(entry)),
      el('td', {}, state(entry)),
      el('td', {}, age(entry)),
      el('td', { class: 'number' }, hits(entry)),
    );
    element.larderKey = entry.key;
    return element;
  }

  function mark(key) {
    [...rows.children].forEach((each) => {
      const chosen = each.querySelector('button');
      if (each.larderKey === key) {
        chosen.setAttribute('aria-current', 'true');
      } else {
        chosen.removeAttribute('aria-current');
      }
    });
  }

  return {
    element: el(
      'section',
      { class: 'list', 'aria-label': 'Entries' },
      table,
      progress,
      message.element,
      el('div', { class: 'actions' }, first, next),
    ),
    start,
    mark,
    remove(key) {
      const gone = [...rows.children].find((each) => each.larderKey === key);
      const near = gone?.nextElementSibling ?? gone?.previousElementSibling;
      gone?.remove();
      if (near) {
        near.querySelector('button').focus();
        message.good('1 entry deleted.');
      } else {
        start();
      }
    },
  };
}

function order(entry) {
  return `${entry.uri ?? ''} ${entry.application} ${entry.key}`;
}

function uriText(entry, most = Infinity) {
  if (entry.uri === null) {
    return el('span', { class: 'hint' }, 'a URI that is not known');
  }
  return keyText(entry.uri.length > most ? `${entry.uri.slice(0, most)}…` : entry.uri);
}

/** What tells entries of one URI apart. */
function marks(entry) {
  const parts = [
    entry.perUser ? 'of one user' : null,
    entry.application === '' ? null : ['of ', el('bdi', {}, visible(entry.application))],
    entry.variants.length > 1 ? variants(entry) : null,
  ].filter((part) => part !== null);
  return parts.length === 0
    ? null
    : el('small', {}, parts.map((part, i) => (i === 0 ? part : [', ', part])));
}

function variants(entry) {
  // The API tells of 100 at most.
  return `${entry.variants.length >= 100 ? 'at least ' : ''}${entry.variants.length} variants`;
}

function state(entry) {
  return el('span', { class: `state-${entry.state}` }, STATES[entry.state]?.[0] ?? entry.state);
}

function age(entry) {
  const newest = entry.variants[0];
  return newest === undefined ? '–' : [duration(newest.age), el('small', {}, fresh(newest))];
}

function fresh(variant) {
  if (variant.freshFor > 0) {
    return `fresh for ${duration(variant.freshFor)}`;
  }
  return variant.freshFor === 0 ? 'to be validated' : `stale for ${duration(-variant.freshFor)}`;
}

function hits(entry) {
  return entry.hits === null ? el('abbr', { title: 'not known' }, '–') : count(entry.hits);
}

function showEntry(panel, entry, signal, removed) {
  const message = messageLine();
  fill(
    panel,
    el('h2', {}, uriText(entry)),
    el(
      'dl',
      { class: 'facts' },
      fact('State', state(entry), `: ${STATES[entry.state]?.[1] ?? ''}`),
      fact('Application', entry.application === '' ? 'without a name' : el('bdi', {}, visible(entry.application))),
      fact('Entry of', entry.perUser ? 'one user' : 'everybody'),
      fact('Tags', tags(entry)),
      fact('Stored', entry.stored === null ? 'not yet' : time(entry.stored)),
      fact('Kept until', time(entry.expires)),
      fact('Hits', entry.hits === null ? 'not known here' : `${count(entry.hits)}, of this node since its start`),
      fact('Key', keyText(entry.key)),
    ),
    entry.variants.length === 0 ? null : el('h3', {}, entry.variants.length === 1 ? 'Response' : `Responses: ${variants(entry)}`),
    entry.variants.map(variant),
    message.element,
    el(
      'div',
      { class: 'actions' },
      button('Delete', () => remove(entry, message, signal, removed), { class: 'danger' }),
      entry.uri !== null && !entry.uri.endsWith('…')
        && button('Delete for everybody…', () => deleteResponses('uri', escaped(entry.uri), () => removed(entry)), { hidden: !entry.perUser }),
    ),
  );
}

/** The pattern that matches just this text. */
function escaped(text) {
  return text.replace(/[\\*?[\]]/g, '\\$&');
}

function fact(name, ...value) {
  return [el('dt', {}, name), el('dd', {}, value)];
}

function tags(entry) {
  return entry.tags.length === 0
    ? 'none'
    : el(
        'ul',
        { class: 'tags' },
        entry.tags.map((tag) =>
          el('li', {}, el('a', { href: `#/${path('http-cache', { tag })}` }, keyText(tag))),
        ),
      );
}

function variant(each) {
  const fields = Object.entries(each.selecting);
  return el(
    'dl',
    { class: 'facts variant' },
    fact('Status', String(each.status)),
    fact('Type', each.contentType === null ? 'not said' : el('bdi', {}, visible(each.contentType))),
    fact('Size', bytes(each.bytes)),
    fact('Age', `${duration(each.age)}, ${fresh(each)}`),
    fields.map(([name, value]) =>
      fact(
        name,
        value === null ? el('span', { class: 'hint' }, 'not sent') : el('bdi', { class: 'key' }, visible(value)),
      ),
    ),
  );
}

function time(seconds) {
  return new Date(seconds * 1_000).toLocaleString('en', { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' });
}

async function remove(entry, message, signal, removed) {
  const question = [
    el('p', {}, uriText(entry)),
    el('p', {}, 'The next request for it goes to the resource. What is being computed for it now is not stored.'),
  ];
  if (!(await confirm('Delete this entry?', question, 'Delete'))) {
    return;
  }
  try {
    const answer = await call('DELETE', path('responses', { key: entry.key }), { signal });
    if (answer.status === 202) {
      message.good('The cache is away. The removal is kept, and carried out when the cache is back.');
    } else {
      removed(entry);
    }
  } catch (failure) {
    message.bad(failure);
  }
}
