// The form that writes an entry: a new one, or the next value of one that was read.

import { call, path } from '../api.js';
import { button, el, field, fill, messageLine } from '../dom.js';
import { bytes, keyText } from '../text.js';

const TTL_HINT = 'such as 300ms, 30s, 5m, 1h, 7d, or none; empty for the default';

/** Asks for a key and its value. */
export function newEntry(panel, prefix, signal, told) {
  panel.larderKey = null;
  const key = el('input', { value: prefix, spellcheck: 'false', autocapitalize: 'none', dir: 'auto', required: true });
  const replace = el('input', { type: 'checkbox' });
  form(panel, signal, told, {
    heading: 'New entry',
    top: field('Key', key),
    text: '',
    ttl: '',
    bottom: el('label', { class: 'check' }, replace, ' Replace an entry that has this key already'),
    key: () => key.value,
    headers: () => (replace.checked ? {} : { 'If-None-Match': '*' }),
    changed: 'There is an entry with this key already; nothing was changed.',
  });
  key.focus();
}

/** Asks for another value of an entry that was read; it is written over that very value only. */
export function editEntry(panel, key, entry, signal, told) {
  form(panel, signal, told, {
    heading: keyText(key),
    top: null,
    text: editable(entry) ? entry.text : null,
    ttl: entry.ttl === null ? 'none' : `${Math.max(1, entry.ttl)}s`,
    bottom: null,
    key: () => key,
    headers: () => ({ 'If-Match': entry.etag }),
    changed: 'Somebody has changed the entry meanwhile; nothing was written. Cancel, and read it again.',
  });
}

/** A text field would change line ends, and what is no text. */
function editable(entry) {
  return entry.text !== null && !/[\r\0]/.test(entry.text) && entry.value.length <= 1 << 20;
}

function form(panel, signal, told, what) {
  const message = messageLine();
  const value = el('textarea', { rows: '12', spellcheck: 'false', dir: 'auto' });
  const file = el('input', { type: 'file' });
  const ttl = el('input', { value: what.ttl, spellcheck: 'false', autocapitalize: 'none' });
  const send = el('button', { type: 'submit', class: 'primary' }, 'Write');
  // As a property: a line feed at the beginning of the markup's text would be lost.
  value.value = what.text ?? '';
  value.disabled = what.text === null;

  async function write() {
    const body = file.files.length > 0 ? file.files[0] : value.value;
    if (file.files.length === 0 && value.disabled) {
      message.bad('Choose a file.');
      return;
    }
    send.disabled = true;
    try {
      const key = what.key();
      await call('PUT', path('entries', { key, ttl: ttl.value.trim() || null }), {
        body,
        headers: { 'Content-Type': 'application/octet-stream', ...what.headers() },
      });
      // The page may have been left meanwhile; what was begun is carried out all the same.
      if (!signal.aborted) {
        told.written(key);
      }
    } catch (failure) {
      message.bad(failure.status === 412 ? what.changed : failure);
    } finally {
      send.disabled = false;
    }
  }

  fill(
    panel,
    el('h2', {}, what.heading),
    el(
      'form',
      {
        on: {
          submit: (event) => {
            event.preventDefault();
            write();
          },
        },
      },
      what.top,
      field('Value', value, what.text === null ? 'Bytes that a text field cannot keep: replace them by a file.' : null),
      field('Or the content of a file', file, null),
      field('Time to live', ttl, TTL_HINT),
      what.bottom,
      message.element,
      el('div', { class: 'actions' }, send, button('Cancel', () => told.cancelled())),
    ),
  );
  file.addEventListener('change', () => {
    if (file.files.length > 0) {
      message.good(`The value will be the file, ${bytes(file.files[0].size)}.`);
    }
  });
  if (what.top === null) {
    (value.disabled ? file : value).focus();
  }
}
