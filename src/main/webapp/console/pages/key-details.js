// What stands beside each key of a list: type, size and time to live, asked for when it is in view.

import { calledOff, json } from '../api.js';
import { el, fill } from '../dom.js';
import { bytes, duration } from '../text.js';

/** How many keys are asked for at once; the service takes no more. */
const AT_ONCE = 200;

/**
 * Returns what asks for the details of the rows that come into view, in one request at a time.
 *
 * @param {Function} failed is told of a failure; after it nothing is asked for until `start`
 */
export function keyDetails(signal, failed) {
  /** The places in view that are still empty, by key. */
  const wanted = new Map();
  let working = new AbortController();
  let asking = false;
  let broken = false;
  const watcher = new IntersectionObserver((entries) => {
    entries.forEach(({ target, isIntersecting }) => {
      if (isIntersecting) {
        wanted.set(target.larderKey, target);
      } else {
        wanted.delete(target.larderKey);
      }
    });
    ask(working.signal);
  });
  signal.addEventListener('abort', () => stop());

  function stop() {
    working.abort();
    watcher.disconnect();
    wanted.clear();
    asking = false;
  }

  async function ask(stopped) {
    if (asking || broken) {
      return;
    }
    asking = true;
    try {
      while (wanted.size > 0 && !stopped.aborted) {
        const places = [...wanted].slice(0, AT_ONCE);
        const { details } = await json('POST', 'keys/details', {
          body: JSON.stringify({ keys: places.map(([key]) => key) }),
          headers: { 'Content-Type': 'application/json' },
          signal: stopped,
        });
        places.forEach(([key, place]) => {
          watcher.unobserve(place);
          wanted.delete(key);
          // Own members only: a key may have the name of something that every object has.
          fill(place, said(Object.hasOwn(details, key) ? details[key] : null));
        });
      }
    } catch (failure) {
      if (!calledOff(failure)) {
        broken = true;
        failed(failure);
      }
    } finally {
      // What was called off left this to its successor.
      if (!stopped.aborted) {
        asking = false;
      }
    }
  }

  return {
    /** Forgets the rows that there were. */
    start() {
      stop();
      working = new AbortController();
      broken = false;
    },
    /** Returns the place of a key's details, to be put into its row. */
    place(key) {
      const place = el('span', { class: 'details' });
      place.larderKey = key;
      watcher.observe(place);
      return place;
    },
  };
}

const TYPES = { json: 'JSON', text: 'text', binary: 'binary', integer: 'integer' };

function said(details) {
  return details === null
    ? 'no value'
    : [
        `${TYPES[details.type] ?? details.type}, ${bytes(details.bytes)}, `,
        el('span', { class: 'ttl' }, details.ttl === null ? 'no expiry' : duration(details.ttl)),
      ];
}
