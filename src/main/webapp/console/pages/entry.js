// One entry: what it is, its value as JSON, text or hex, and what can be done with it.

import { may } from '../account.js';
import { call, path } from '../api.js';
import { button, confirm, el, fill, messageLine } from '../dom.js';
import { bytes, duration, guess, hex, keyText, pretty, visible } from '../text.js';
import { editEntry } from './entry-form.js';

/** How many characters or bytes of a value are shown at first. */
const PREVIEW = 32 << 10;

/**
 * Shows an entry.
 *
 * @param {Object} told `written` and `deleted` are called after such a change
 */
export async function showEntry(panel, key, signal, told) {
  const message = messageLine();
  fill(panel, el('h2', {}, keyText(key)), message.element);
  panel.larderKey = key;
  try {
    const entry = await read(key, signal);
    // Somebody may have chosen another one meanwhile.
    if (panel.larderKey === key) {
      draw(panel, key, entry, signal, told);
    }
  } catch (failure) {
    if (panel.larderKey === key) {
      message.bad(failure.status === 404 ? 'There is no entry with this key any more.' : failure);
    }
  }
}

async function read(key, signal) {
  const answer = await call('GET', path('entries', { key }), { signal });
  const ttl = answer.headers.get('Larder-TTL');
  return {
    value: answer.bytes,
    etag: answer.headers.get('ETag'),
    ttl: ttl === null ? null : Number(ttl),
    read: new Date(),
    ...guess(answer.bytes),
  };
}

function draw(panel, key, entry, signal, told) {
  const message = messageLine();
  fill(
    panel,
    el('h2', {}, keyText(key)),
    el(
      'dl',
      { class: 'facts' },
      fact('Type', entry.name),
      fact('Size', bytes(entry.value.length)),
      fact('Expires', expiry(entry)),
    ),
    preview(entry),
    message.element,
    el(
      'div',
      { class: 'actions' },
      may('writer') &&
        button('Edit', () =>
          editEntry(panel, key, entry, signal, {
            written: () => told.written(key),
            cancelled: () => draw(panel, key, entry, signal, told),
          }),
        ),
      button('Read again', () => showEntry(panel, key, signal, told)),
      button('Download', () => download(entry.value)),
      may('writer') && button('Delete', () => remove(key, message, signal, told), { class: 'danger' }),
    ),
  );
}

function fact(name, value) {
  return [el('dt', {}, name), el('dd', {}, value)];
}

function expiry(entry) {
  if (entry.ttl === null) {
    return 'never';
  }
  const until = new Date(entry.read.getTime() + entry.ttl * 1_000);
  return `in ${duration(entry.ttl)}, at ${until.toLocaleString('en-GB')}`;
}

/** The value in one of the forms that it has. */
function preview(entry) {
  const forms = [
    entry.json && ['JSON', (most) => cut(pretty(entry.text, most + 1), most)],
    entry.text !== null && ['Text', (most) => cut(entry.text, most)],
    ['Hex', (most) => ({ text: hex(entry.value, most), whole: entry.value.length <= most })],
  ].filter(Boolean);
  const shown = el('pre', { tabindex: '0', dir: 'auto', 'aria-label': 'Value' });
  const more = button('Show more', () => draw(form, most * 4));
  const chosen = forms.map(([name]) => button(name, () => draw(name, PREVIEW)));
  let form = forms[0][0];
  let most = PREVIEW;

  function draw(name, limit) {
    form = name;
    most = limit;
    chosen.forEach((each, i) => each.setAttribute('aria-pressed', String(forms[i][0] === name)));
    const { text, whole } = forms.find(([each]) => each === name)[1](limit);
    fill(shown, visible(text, true));
    more.hidden = whole;
  }

  draw(form, most);
  return el('div', { class: 'preview' }, el('div', { class: 'forms', role: 'group', 'aria-label': 'Show as' }, chosen), shown, more);
}

function cut(text, most) {
  return { text: text.slice(0, most), whole: text.length <= most };
}

function download(value) {
  const url = URL.createObjectURL(new Blob([value], { type: 'application/octet-stream' }));
  el('a', { href: url, download: 'value.bin' }).click();
  // After the browser has begun to read it.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

async function remove(key, message, signal, told) {
  const sure = await confirm('Delete this entry?', [el('p', {}, keyText(key))], 'Delete');
  if (!sure) {
    return;
  }
  try {
    const answer = await call('DELETE', path('entries', { key }));
    if (answer.status === 202) {
      message.good('The cache is away. The removal is kept, and carried out when the cache is back.');
    } else if (!signal.aborted) {
      told.deleted();
    }
  } catch (failure) {
    message.bad(failure);
  }
}
