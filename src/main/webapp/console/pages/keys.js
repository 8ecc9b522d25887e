// Keys: browsed by their prefixes as folders, or by a pattern; one of them is shown beside the list.

import { may } from '../account.js';
import { calledOff, json, path } from '../api.js';
import { button, el, field, fill, messageLine } from '../dom.js';
import { count, keyText, under } from '../text.js';
import { deleteByPattern } from './delete-pattern.js';
import { showEntry } from './entry.js';
import { newEntry } from './entry-form.js';
import { keyDetails } from './key-details.js';

export const title = 'Keys';
export const confined = true;

/** How many rows a page of the list has, at least, unless the keys end. */
const ROWS = 200;

/** How many requests are made for one page at most, where folders swallow most of the keys. */
const REQUESTS = 25;

const SEPARATOR = /[:/]/;

export function open(body, query, signal) {
  const prefix = query.get('prefix') ?? '';
  const pattern = query.get('pattern') ?? '';
  const list = listing(prefix, pattern, signal, select);
  const panel = el('section', { class: 'panel', 'aria-label': 'Entry' });

  function select(key) {
    // Not by the address itself, which would show the page anew.
    history.replaceState(null, '', `#/${path('keys', { prefix: prefix || null, pattern: pattern || null, key })}`);
    list.mark(key);
    showEntry(panel, key, signal, {
      written: (written) => (written === key ? select(key) : leaf(written)),
      deleted: () => {
        list.remove(key);
        nothing();
      },
    });
  }

  /** Shows an entry that has just been written, and a list that has it. */
  function leaf(key) {
    list.start().then(() => select(key));
  }

  function nothing() {
    list.mark(null);
    fill(panel, el('p', { class: 'hint' }, 'Choose a key to see its value.'));
  }

  const glob = el('input', { value: pattern, spellcheck: 'false', autocapitalize: 'none', dir: 'auto', name: 'pattern' });
  const form = el(
    'form',
    {
      class: 'search',
      role: 'search',
      on: {
        submit: (event) => {
          event.preventDefault();
          location.hash = `#/${path('keys', { pattern: glob.value || null })}`;
        },
      },
    },
    field('Pattern', glob, '* any run, ? one byte, [a-z] one of these, \\ in front of a sign for the sign itself'),
    el(
      'div',
      { class: 'actions' },
      el('button', { type: 'submit', class: 'primary' }, 'Show'),
      may('writer') && button('New entry', () => newEntry(panel, prefix, signal, { written: leaf, cancelled: nothing })),
      may('admin') &&
        button('Delete by pattern…', () => deleteByPattern(pattern || under(prefix), () => list.start())),
    ),
  );

  body.append(form, el('div', { class: 'columns' }, list.element, panel));
  nothing();
  list.start();
  if (query.has('key')) {
    select(query.get('key'));
  }
  return { refresh: () => list.start() };
}

/** The list of folders and keys, a page at a time. */
function listing(prefix, pattern, signal, select) {
  const glob = pattern || under(prefix);
  const message = messageLine();
  const folders = el('ul', { class: 'folders' });
  const rows = el('ul', { class: 'keys', on: { keydown: moveFocus } });
  const progress = el('p', { class: 'hint', role: 'status' });
  const stopping = button('Stop', () => working.abort(), { hidden: true });
  const details = keyDetails(signal, (failure) => message.bad(`Type, size and time to live are not known. ${failure.message}`));
  const next = button('Next page', () => turn());
  const first = button('First page', () => start());
  let found = new Map();
  let cursor = null;
  let ended = false;
  let seen = 0;
  let pages = 0;
  let marked = null;
  let working = new AbortController();

  function start() {
    found = new Map();
    cursor = null;
    ended = false;
    seen = 0;
    pages = 0;
    return turn();
  }

  /** Looks through the keys until a page is full, they end, or it was long enough. */
  async function turn() {
    working.abort();
    const mine = new AbortController();
    working = mine;
    const stop = AbortSignal.any([mine.signal, signal]);
    const keys = [];
    message.clear();
    next.disabled = true;
    stopping.hidden = false;
    try {
      for (let requests = 0; requests < REQUESTS && keys.length < ROWS; requests += 1) {
        const limit = pattern ? ROWS : 1_000;
        const page = await json('GET', path('keys', { pattern: glob, limit, cursor }), { signal: stop });
        seen += page.keys.length;
        page.keys.forEach((key) => sort(key, keys));
        cursor = page.cursor;
        fill(progress, `Looked through ${count(seen)} keys…`);
        ended = cursor === null;
        if (ended) {
          break;
        }
      }
      pages += 1;
      draw(keys, false);
    } catch (failure) {
      if (working === mine && calledOff(failure) && !signal.aborted) {
        // Stopped by the user: what was found so far is worth showing.
        pages += 1;
        draw(keys, true);
      } else if (working === mine) {
        fill(progress);
        message.bad(failure);
      }
    } finally {
      if (working === mine) {
        stopping.hidden = true;
        next.disabled = ended;
      }
    }
  }

  /** A key whose rest has a separator is in a folder; with a pattern there are none. */
  function sort(key, keys) {
    const end = pattern ? -1 : key.slice(prefix.length).search(SEPARATOR);
    if (end < 0) {
      keys.push(key);
    } else {
      const folder = key.slice(0, prefix.length + end + 1);
      found.set(folder, (found.get(folder) ?? 0) + 1);
    }
  }

  function draw(keys, stopped) {
    fill(
      folders,
      [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([folder, size]) =>
        el(
          'li',
          {},
          el('a', { href: `#/${path('keys', { prefix: folder })}` }, keyText(folder.slice(prefix.length))),
          el('span', { class: 'hint' }, ` ${ended ? '' : 'at least '}${count(size)}`),
        ),
      ),
    );
    folders.hidden = found.size === 0;
    details.start();
    fill(rows, keys.map((key) => row(key)));
    rows.hidden = keys.length === 0;
    first.hidden = pages === 1;
    next.hidden = ended;
    const what = seen === 1 ? '1 key' : `${count(seen)} keys`;
    fill(progress, ended ? (seen === 0 ? 'There are no such keys.' : `${what} in all.`) : `${what} so far; ${stopped ? 'stopped' : `page ${pages}`}.`);
  }

  function row(key) {
    const chosen = button(keyText(key), () => select(key), { 'aria-current': key === marked ? 'true' : null });
    chosen.larderKey = key;
    return el('li', {}, chosen, details.place(key));
  }

  function buttons() {
    return [...rows.querySelectorAll('button')];
  }

  return {
    element: el(
      'section',
      { class: 'list', 'aria-label': 'Keys' },
      pattern ? null : crumbs(prefix),
      folders,
      rows,
      progress,
      message.element,
      el('div', { class: 'actions' }, first, next, stopping),
    ),
    start,
    mark(key) {
      marked = key;
      buttons().forEach((each) => {
        if (each.larderKey === key) {
          each.setAttribute('aria-current', 'true');
        } else {
          each.removeAttribute('aria-current');
        }
      });
    },
    remove(key) {
      const gone = buttons().find((each) => each.larderKey === key);
      const near = gone?.parentElement.nextElementSibling ?? gone?.parentElement.previousElementSibling;
      gone?.parentElement.remove();
      near?.firstElementChild.focus();
    },
  };
}

/** Up and down go through the rows, as Tab does. */
function moveFocus(event) {
  const step = { ArrowDown: 'nextElementSibling', ArrowUp: 'previousElementSibling' }[event.key];
  const target = step && event.target.closest('li')?.[step];
  if (target) {
    event.preventDefault();
    target.firstElementChild.focus();
  }
}

/** The folders that lead to a prefix. */
function crumbs(prefix) {
  const parts = [el('li', {}, el('a', { href: '#/keys', 'aria-current': prefix === '' ? 'page' : null }, 'All keys'))];
  for (let end = 0; end < prefix.length; ) {
    const step = prefix.slice(end).search(SEPARATOR);
    const start = end;
    end = step < 0 ? prefix.length : end + step + 1;
    const folder = prefix.slice(0, end);
    parts.push(
      el(
        'li',
        {},
        el(
          'a',
          { href: `#/${path('keys', { prefix: folder })}`, 'aria-current': end === prefix.length ? 'page' : null },
          keyText(prefix.slice(start, end)),
        ),
      ),
    );
  }
  return el('nav', { class: 'crumbs', 'aria-label': 'Folders' }, el('ol', {}, parts));
}
