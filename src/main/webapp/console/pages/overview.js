// The overview: what the service stands on, and the figures of the last hour as they change.

import { account } from '../account.js';
import { Away, calledOff, json, stream } from '../api.js';
import { el, fill, messageLine } from '../dom.js';
import { chart } from '../chart.js';
import { parser } from '../event-stream.js';
import { bytes, count, duration } from '../text.js';

export const title = 'Overview';
export const confined = true;

const PAUSE = 5_000;
const HOUR = 3_600;

export function open(body, query, signal) {
  const message = messageLine();
  const tiles = el('dl', { class: 'tiles' });
  const charts = el('div', { class: 'charts' });
  const drawn = allCharts(signal);
  const known = { history: null, stats: null, health: null };
  let watching = false;

  body.append(message.element, tiles, charts);
  follow();
  return { refresh: follow };

  /** Follows the figures until the page is left; what is away is looked for by the frame. */
  async function follow() {
    if (watching) {
      return;
    }
    watching = true;
    try {
      let going = true;
      while (going && !signal.aborted) {
        going = await watch();
      }
    } finally {
      watching = false;
    }
  }

  /** Says what went wrong, unless the frame does, and tries again after a while. */
  async function watch() {
    try {
      await (account().prefix === null ? watchAll() : watchOwn());
      return true;
    } catch (failure) {
      if (calledOff(failure) || failure instanceof Away || failure.status === 401) {
        return false;
      }
      message.bad(failure);
      await pause(signal);
      return true;
    }
  }

  async function watchAll() {
    known.history = await json('GET', 'history', { signal });
    fill(charts, drawn.map((each) => each.element));
    while (!signal.aborted) {
      await stream('events', signal, parser(take));
      // It ends from time to time, and at once when many are watching.
      await pause(signal);
    }
  }

  function take(event, data) {
    message.clear();
    if (event === 'sample') {
      add(known.history, data);
      drawn.forEach((each) => each.draw(known.history));
    } else {
      known[event] = data;
    }
    if (event === 'health') {
      fill(tiles, figures(known));
    }
  }

  /** An account that is confined to a prefix sees what it looked up itself. */
  async function watchOwn() {
    const own = await json('GET', 'stats', { signal });
    message.clear();
    fill(
      tiles,
      tile('Cache', own.state),
      tile('Your prefix', el('bdi', {}, own.prefix)),
      tile('Your hits', count(own.hits)),
      tile('Your misses', count(own.misses)),
    );
    await pause(signal);
  }
}

function pause(signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, PAUSE);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    }, { once: true });
  });
}

/** Adds a sample to the columns, and drops those that are older than an hour. */
function add(history, sample) {
  if (sample.at <= (history.at.at(-1) ?? 0)) {
    return;
  }
  for (const [name, figure] of Object.entries(sample)) {
    history[name].push(figure);
  }
  const old = history.at.findIndex((at) => at > sample.at - HOUR);
  for (const name of Object.keys(sample)) {
    history[name].splice(0, old);
  }
}

/** What was counted between two samples, for each second. */
function rate(history, column) {
  return column.map((figure, i) => {
    const seconds = i === 0 ? 0 : history.at[i] - history.at[i - 1];
    return seconds <= 0 || figure === null || column[i - 1] === null
      ? null
      : Math.max(0, figure - column[i - 1]) / seconds;
  });
}

/** The share of the look-ups between two samples that found something; null where there were none. */
function ratio(history) {
  return history.hits.map((hits, i) => {
    const found = i === 0 ? 0 : hits - history.hits[i - 1];
    const asked = i === 0 ? 0 : found + history.misses[i] - history.misses[i - 1];
    return asked <= 0 ? null : (100 * found) / asked;
  });
}

function allCharts(signal) {
  const each = (figure) => `${figure < 10 ? Number(figure.toFixed(1)) : count(Math.round(figure))}/s`;
  const millis = (figure) => `${figure < 10 ? Number(figure.toFixed(2)) : count(Math.round(figure))} ms`;
  const percent = (figure) => `${Math.round(figure)} %`;
  return [
    make('Hit ratio', ['Hits'], percent, (history) => [ratio(history)]),
    make('Requests to the API', ['Requests'], each, (history) => [rate(history, history.requests)]),
    make('Loads avoided', ['Avoided', 'Loads'], each, (history) => [
      rate(history, history.hits),
      rate(history, history.loads),
    ]),
    make('Latency of the API', ['p50', 'p95', 'p99'], millis, (history) => [history.p50, history.p95, history.p99]),
    make('Bytes held', ['Bytes'], bytes, (history) => [history.bytes]),
    make('Evictions', ['Evictions'], each, (history) => [rate(history, history.evictions)]),
  ];

  function make(title, series, format, columns) {
    const made = chart(title, series, format, signal);
    return { element: made.element, draw: (history) => made.show(history.at, columns(history)) };
  }
}

function figures({ history, stats, health }) {
  const { gauges } = stats;
  const cache = health.checks.find((check) => check.name === 'cache').data;
  const database = health.checks.find((check) => check.name === 'database').data;
  const asked = stats.hits + stats.misses;
  return [
    tile('Cache', `${cache.type}, ${cache.state}`, cache.state === 'up'),
    tile('Database', database.state, database.state === 'up'),
    'breaker.open' in gauges && tile('Breaker', gauges['breaker.open'] === 1 ? 'open' : 'closed', gauges['breaker.open'] !== 1),
    'near.usable' in gauges && tile('Link', gauges['near.usable'] === 1 ? `up, heard ${duration(gauges['near.link.age.seconds'])} ago` : 'away', gauges['near.usable'] === 1),
    'journal.entries' in gauges && tile('Removals kept', count(gauges['journal.entries'])),
    tile('Hit ratio', asked === 0 ? 'no look-ups yet' : `${Math.round((100 * stats.hits) / asked)} %`),
    tile('Loads avoided', count(stats.hits)),
    tile('Requests', count(history.requests.at(-1))),
    tile('Entries', stats.entries === null ? 'not known' : count(stats.entries)),
    tile('Bytes', held(stats)),
    tile('Evictions', stats.evictions === null ? 'not known' : count(stats.evictions)),
    tile('Errors', count(stats.errors), stats.errors === 0 ? null : false),
  ];
}

function held({ bytes: size, gauges }) {
  if (size === null) {
    return 'not known';
  }
  return 'bytes.max' in gauges ? `${bytes(size)} of ${bytes(gauges['bytes.max'])}` : bytes(size);
}

/** One figure; `fine` is null where a figure is neither good nor bad. */
function tile(name, value, fine = null) {
  return el('div', { class: 'tile' }, el('dt', {}, name), el('dd', { class: fine === null ? null : fine ? 'good' : 'bad' }, value));
}
