// The removal of all that matches a pattern: counted first, then confirmed, then done.

import { call, json, path } from '../api.js';
import { button, el, field, fill, messageLine } from '../dom.js';
import { count, duration } from '../text.js';

const KEYS = {
  title: 'Delete by pattern',
  label: 'Pattern of the keys to delete',
  where: (pattern, dryRun) => path('keys', { pattern, dryRun }),
  one: 'key',
  many: 'keys',
  // How many entries there are says how far it is.
  followed: true,
};

const RESPONSES = {
  uri: {
    title: 'Delete by URI',
    label: 'Pattern of the URIs whose responses are deleted',
    where: (uri, dryRun) => path('responses', { uri, dryRun }),
    one: 'entry',
    many: 'entries',
  },
  tag: {
    title: 'Delete by tag',
    label: 'Tag whose responses become invalid',
    where: (tag, dryRun) => path('responses', { tag, dryRun }),
    one: 'entry',
    many: 'entries',
    // An entry that is being computed, or in a moment, carries it as well.
    evenNone: true,
  },
};

/** Opens the dialog for keys; `after` is called when keys may have gone. */
export function deleteByPattern(pattern, after) {
  openDialog(KEYS, pattern, after);
}

/** Opens the dialog for stored responses, by their `uri` or `tag`. */
export function deleteResponses(by, value, after) {
  openDialog(RESPONSES[by], value, after);
}

function openDialog(kind, pattern, after) {
  const message = messageLine();
  const things = (number) => (number === 1 ? `1 ${kind.one}` : `${count(number)} ${kind.many}`);
  const useless = (found) => found === null || (found.number === 0 && !kind.evenNone);
  const glob = el('input', { value: pattern, spellcheck: 'false', autocapitalize: 'none', dir: 'auto', required: true });
  const counting = el('button', { type: 'submit', class: 'primary' }, 'Count');
  const removing = button('Delete', () => work(false), { class: 'danger', disabled: true });
  const progress = el('div', { class: 'progress', hidden: true });
  let running = null;
  let counted = null;

  glob.addEventListener('input', () => ready(null));

  /** Only what was counted can be removed. */
  function ready(found) {
    counted = found;
    removing.disabled = useless(found);
    removing.textContent = useless(found) ? 'Delete' : `Delete ${things(found.number)}`;
  }

  async function work(dryRun) {
    const wanted = glob.value;
    if (!dryRun && counted?.pattern !== wanted) {
      return;
    }
    running = new AbortController();
    message.clear();
    busy(true);
    const { signal } = running;
    const ticking = tick(progress, dryRun ? 'Counting' : 'Deleting', () => running?.abort());
    if (!dryRun && kind.followed) {
      follow(counted.number, things, signal, ticking);
    }
    try {
      const answer = await call('DELETE', kind.where(wanted, dryRun), { signal });
      done(answer, dryRun, wanted);
    } catch (failure) {
      ready(null);
      if (signal.aborted) {
        message.bad(dryRun ? 'Stopped.' : `Stopped. Some of the ${kind.many} may have been deleted.`);
      } else {
        message.bad(failure);
      }
    } finally {
      ticking.end();
      // Ends what follows the progress, too.
      running.abort();
      running = null;
      busy(false);
      if (!dryRun) {
        after();
      }
    }
  }

  function done(answer, dryRun, wanted) {
    const { deleted } = answer.json();
    if (answer.status === 202) {
      ready(null);
      message.good('The cache is away. The removal is kept, and carried out when the cache is back.');
    } else if (dryRun) {
      ready({ pattern: wanted, number: deleted });
      message.good(deleted === 0 ? `No ${kind.one} matches.` : `${things(deleted)} ${deleted === 1 ? 'matches' : 'match'}. Nothing is deleted yet.`);
    } else {
      ready(null);
      message.good(`${things(deleted)} deleted.`);
    }
  }

  function busy(is) {
    progress.hidden = !is;
    glob.disabled = is;
    counting.disabled = is;
    removing.disabled = is || useless(counted);
  }

  const dialog = el(
    'dialog',
    { 'aria-labelledby': 'delete-by-pattern' },
    el('h2', { id: 'delete-by-pattern' }, kind.title),
    el(
      'form',
      {
        on: {
          submit: (event) => {
            event.preventDefault();
            work(true);
          },
        },
      },
      field(kind.label, glob, 'Count first: only what was counted can be deleted.'),
      progress,
      message.element,
      el('div', { class: 'actions' }, button('Close', () => dialog.close()), counting, removing),
    ),
  );
  dialog.addEventListener('close', () => {
    running?.abort();
    dialog.remove();
  });
  document.body.append(dialog);
  dialog.showModal();
}

/** Shows that work goes on, for how long, how far it is if that is known, and how to stop it. */
function tick(progress, what, stop) {
  const began = Date.now();
  const bar = el('progress', { 'aria-label': what });
  const line = el('span', {}, `${what}…`);
  const timer = setInterval(say, 1_000);
  let far = '';

  function say() {
    fill(line, `${what} for ${duration((Date.now() - began) / 1_000)}${far}…`);
  }

  fill(progress, bar, line, button('Stop', stop));
  return {
    far(done, all, text) {
      far = `, about ${count(done)} of ${text}`;
      bar.max = all;
      bar.value = done;
      say();
    },
    end: () => clearInterval(timer),
  };
}

/**
 * Tells how far a removal is, which the service answers only when it is through: by how many
 * entries there are fewer. Others write meanwhile, so it is about so many; and Redis is not asked,
 * since it knows only how many keys the whole database has.
 */
async function follow(all, things, signal, ticking) {
  try {
    const { entries: before } = await json('GET', 'stats', { signal });
    while (before !== null && !signal.aborted) {
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      const { entries: now } = await json('GET', 'stats', { signal });
      ticking.far(Math.min(all, Math.max(0, before - now)), all, things(all));
    }
  } catch {
    // The removal itself says what is wrong.
  }
}
