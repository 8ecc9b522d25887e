// The requirements in the database beside their copy in the cache, and whether they are the same.

import { el } from '../dom.js';
import { bytes, duration } from '../text.js';
import { table } from '../table.js';

const VERDICTS = {
  same: ['good', 'Same: the cache has what the database has.'],
  different: ['bad', 'Different: the cache has another file than the database. It is repaired by itself; Warm now does it at once.'],
  missing: ['bad', 'Missing: the cache has no copy. The next reader gets one made; Warm now does it at once.'],
  unavailable: ['bad', 'Not known: the cache is away. Its copy is compared and repaired as soon as it answers.'],
};

/**
 * Draws both.
 *
 * @param {{database: ?Object, cache: Object}} both as the service compared them just now
 * @param {Object} gauges what its statistics have of that
 */
export function copies({ database, cache }, gauges) {
  return [
    verdict(database, cache),
    table('Database and cache', ['', 'Database', 'Cache'], [
      ['SHA-256', hash(database), hash(cache)],
      ['Size', size(database), size(cache)],
      ['Time to live', database === null ? '–' : 'no expiry', cache.ttl === null ? (cache.hash === null ? '–' : 'no expiry') : duration(cache.ttl)],
    ]),
    el('p', { class: 'hint' }, history(gauges)),
  ];
}

function verdict(database, cache) {
  const [how, text] =
    database === null && cache.hash === null && cache.state !== 'unavailable'
      ? ['good', 'There is no file, neither in the database nor in the cache.']
      : (VERDICTS[cache.state] ?? ['', cache.state]);
  return el('p', { class: `verdict ${how}` }, text);
}

function hash(copy) {
  return copy === null || copy.hash === null ? '–' : el('code', {}, copy.hash);
}

function size(copy) {
  return copy === null || copy.bytes === null ? '–' : bytes(copy.bytes);
}

/** How often they were found different before. */
function history(gauges) {
  const age = gauges['requirements.check.age.seconds'];
  const drifts = gauges['requirements.drifts'];
  return [
    age === undefined ? 'The service has not compared them by itself yet.' : `The service compared them by itself ${duration(age)} ago.`,
    drifts === undefined ? '' : ` Since its start it found them different ${drifts === 0 ? 'never' : drifts === 1 ? 'once' : `${drifts} times`}.`,
  ];
}
