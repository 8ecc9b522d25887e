// The requirements: read with colours, edited, compared before they are saved; packages one by one.

import { may } from '../account.js';
import { Problem, call, json } from '../api.js';
import { button, confirm, el, field, fill, messageLine } from '../dom.js';
import { difference, withContext } from '../diff.js';
import { coloured, packages } from '../pip.js';
import { bytes, duration } from '../text.js';
import { copies } from './requirements-copies.js';

export const title = 'Requirements';

/** As HTML has it: in a class, a hyphen that means itself is escaped. */
const NAME = '[A-Za-z0-9]([A-Za-z0-9._\\-]*[A-Za-z0-9])?';

export function open(body, query, signal) {
  const message = messageLine();
  const state = el('section', { 'aria-labelledby': 'state' });
  const file = el('section', { 'aria-labelledby': 'file' });
  const names = el('datalist', { id: 'package-names' });
  let base = null;
  let editing = false;
  let draft = null;

  /** Reads the file; what is being edited stays, and the file that it is compared with. */
  async function read() {
    try {
      const now = await requirements(signal);
      fill(names, packages(now.content).map((name) => el('option', { value: name })));
      if (!editing) {
        base = now;
        view();
      }
      await readState();
    } catch (failure) {
      message.bad(failure);
    }
  }

  /** The file in the database and its copy in the cache, side by side. */
  async function readState() {
    const [both, { gauges }] = await Promise.all([
      json('GET', 'requirements/copies', { signal }),
      json('GET', 'stats', { signal }),
    ]);
    fill(
      state,
      el('h2', { id: 'state' }, 'Database and cache'),
      copies(both, gauges ?? {}),
      el(
        'div',
        { class: 'actions' },
        may('admin') && button('Warm now', () => act(warm)),
        button('Read again', () => act(read)),
      ),
    );
  }

  function cancel() {
    view();
    read();
  }

  function view() {
    editing = false;
    draft = null;
    fill(
      file,
      el('h2', { id: 'file' }, 'The file'),
      base.etag
        ? el('pre', { class: 'code', tabindex: '0', 'aria-label': 'Requirements' }, numbered(base.content))
        : el('p', { class: 'hint' }, `There are no requirements yet.${may('admin') ? ' Write the file, or add a package.' : ''}`),
      may('admin') && el('div', { class: 'actions' }, button(base.etag ? 'Edit' : 'Write', () => edit(base.content))),
    );
  }

  function edit(text) {
    editing = true;
    message.clear();
    const area = el('textarea', { rows: '18', spellcheck: 'false', class: 'code', 'aria-labelledby': 'file', autocapitalize: 'none' });
    area.value = text;
    draft = () => withLineEnds(area.value, base.content);
    fill(
      file,
      el('h2', { id: 'file' }, 'The file'),
      area,
      lineEnds(base.content),
      el(
        'div',
        { class: 'actions' },
        button('See the difference', () => compare(withLineEnds(area.value, base.content)), { class: 'primary' }),
        button('Cancel', cancel),
      ),
    );
    area.focus();
  }

  /** Shows what a save would change; saving is offered only here. */
  function compare(content) {
    const diff = difference(base.content, content);
    const changed = diff.some((line) => line.kind !== 'same');
    const heading = el('h2', { id: 'file', tabindex: '-1' }, 'What changes');
    draft = () => content;
    fill(
      file,
      heading,
      changed ? differenceTable(diff) : el('p', {}, 'Nothing.'),
      el(
        'div',
        { class: 'actions' },
        button('Save', () => act(() => save(content)), { class: 'primary', disabled: !changed }),
        button('Edit further', () => edit(content)),
        button('Cancel', cancel),
      ),
    );
    heading.focus();
  }

  async function save(content) {
    try {
      const saved = await json('PUT', 'requirements', {
        body: JSON.stringify({ content }),
        headers: {
          'Content-Type': 'application/json',
          ...(base.etag ? { 'If-Match': base.etag } : { 'If-None-Match': '*' }),
        },
      });
      editing = false;
      await read();
      message.good(`Saved. ${cached(saved.cached)}`);
    } catch (failure) {
      if (!(failure instanceof Problem) || failure.status !== 412) {
        throw failure;
      }
      base = await requirements(signal);
      compare(content);
      message.bad('Somebody has saved meanwhile; nothing was written. This is the difference to what is there now.');
    }
  }

  async function warm() {
    const { cached: is } = await json('POST', 'requirements/warm');
    await read();
    message.good(is ? 'The cache has the requirements of the database.' : 'There are no requirements; the cache has none either.');
  }

  async function add(name, version) {
    const result = await json('POST', 'requirements/packages', {
      body: JSON.stringify({ package: name, version: version || null }),
      headers: { 'Content-Type': 'application/json' },
    });
    await read();
    message.good(
      result.updated ? `${name} is asked for now. ${cached(result.cached)}` : `${name} was asked for like that already.`,
      result.hashesDropped ? ' The hashes of the former version were taken out.' : '',
    );
  }

  async function remove(name) {
    const sure = await confirm('Remove this package?', [el('p', {}, name)], 'Remove');
    if (sure) {
      const result = await json('DELETE', `requirements/packages/${encodeURIComponent(name)}`);
      await read();
      message.good(result.updated ? `${name} is removed. ${cached(result.cached)}` : `${name} is not in the file.`);
    }
  }

  /** Does something, with its failure said. */
  async function act(action) {
    message.clear();
    try {
      await action();
    } catch (failure) {
      message.bad(failure);
    }
  }

  body.append(names, message.element, file, ...(may('admin') ? [packageForms(act, add, remove)] : []), state);
  read();
  return {
    refresh: read,
    unsaved: () => editing && draft !== null && draft() !== base?.content,
  };
}

/** The file and its ETag; an empty one where there is none. */
async function requirements(signal) {
  try {
    const answer = await call('GET', 'requirements', { signal });
    return { ...answer.json(), etag: answer.headers.get('ETag') };
  } catch (failure) {
    if (failure instanceof Problem && failure.status === 404) {
      return { content: '', hash: null, etag: null };
    }
    throw failure;
  }
}

function cached(is) {
  return is ? 'The cache has it.' : 'The cache will have it as soon as it answers.';
}

function numbered(content) {
  const lines = content.split('\n');
  if (lines.at(-1) === '') {
    lines.pop();
  }
  return lines.map((line) => el('span', { class: 'line' }, coloured(line), '\n'));
}

function lineEnds(content) {
  if (!content.includes('\r')) {
    return null;
  }
  return el(
    'p',
    { class: 'hint' },
    uniform(content)
      ? 'The lines of this file end with CR and LF, and will again.'
      : 'The lines of this file end in different ways; saved from here, all end with LF.',
  );
}

function uniform(content) {
  return /\r\n/.test(content) && !/\r(?!\n)|(?<!\r)\n/.test(content);
}

/** A text field knows line feeds only. */
function withLineEnds(text, base) {
  return uniform(base) ? text.replace(/\r?\n/g, '\r\n') : text;
}

const SIGNS = { same: ' ', added: '+', removed: '−' };
const SPOKEN = { same: '', added: 'added: ', removed: 'removed: ' };

function differenceTable(diff) {
  return el(
    'pre',
    { class: 'code diff', tabindex: '0', 'aria-label': 'Difference' },
    withContext(diff, 3).map((line) =>
      line === null
        ? el('span', { class: 'gap' }, '⋯\n')
        : el(
            'span',
            { class: line.kind },
            el('span', { 'aria-hidden': 'true' }, `${SIGNS[line.kind]} `),
            el('span', { class: 'spoken' }, SPOKEN[line.kind]),
            coloured(line.text.replace(/\n$/, '')),
            '\n',
          ),
    ),
  );
}

function packageForms(act, add, remove) {
  const name = el('input', { spellcheck: 'false', autocapitalize: 'none', required: true, list: 'package-names' });
  const version = el('input', { spellcheck: 'false', autocapitalize: 'none' });
  const gone = el('input', { spellcheck: 'false', autocapitalize: 'none', required: true, pattern: NAME, list: 'package-names' });
  return el(
    'section',
    { 'aria-labelledby': 'packages' },
    el('h2', { id: 'packages' }, 'Packages'),
    el(
      'div',
      { class: 'forms-row' },
      el(
        'form',
        { on: { submit: submitting(() => act(() => add(name.value.trim(), version.value.trim()))) } },
        field('Package', name, 'with extras if need be, such as uvicorn[standard]'),
        field('Version', version, 'such as 3.1.0 or >=2,<3; empty for any'),
        el('div', { class: 'actions' }, el('button', { type: 'submit' }, 'Add or change')),
      ),
      el(
        'form',
        { on: { submit: submitting(() => act(() => remove(gone.value.trim()))) } },
        field('Package to remove', gone, 'in any spelling; every other line stays as it is'),
        el('div', { class: 'actions' }, el('button', { type: 'submit', class: 'danger' }, 'Remove…')),
      ),
    ),
  );
}

function submitting(action) {
  return (event) => {
    event.preventDefault();
    action();
  };
}
