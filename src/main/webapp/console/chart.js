// Charts by uPlot (MIT), which is loaded when the first one is shown.

import { el, fill } from './dom.js';

const UPLOT = 'webjars/uplot/1.6.30/dist';
const HEIGHT = 180;

let loading = null;

function library() {
  loading ??= new Promise((resolve, reject) => {
    document.head.append(
      el('link', { rel: 'stylesheet', href: `${UPLOT}/uPlot.min.css` }),
      el('script', {
        src: `${UPLOT}/uPlot.iife.min.js`,
        on: {
          load: () => resolve(window.uPlot),
          error: () => {
            // The next chart tries again.
            loading = null;
            reject(new Error('The charts cannot be shown: their library was not loaded.'));
          },
        },
      }),
    );
  });
  return loading;
}

/**
 * Makes a chart over time. The picture is for eyes only; the line of text above it says the same.
 *
 * @param {string} title
 * @param {Array<string>} series their names
 * @param {Function} format a figure as text
 * @param {AbortSignal} signal ends it
 * @returns {{element: Element, show: Function}} `show(times, columns)` draws seconds since 1970 and
 *     the figures of each series, null where there is none
 */
export function chart(title, series, format, signal) {
  const summary = el('p', { class: 'hint' });
  const place = el('div', { 'aria-hidden': 'true' });
  const element = el('figure', { class: 'chart' }, el('figcaption', {}, el('h2', {}, title), summary), place);
  let plot = null;
  let data = null;

  const resizing = new ResizeObserver(() => plot?.setSize(size()));
  resizing.observe(element);
  const themed = () => {
    plot?.destroy();
    plot = null;
    draw();
  };
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  window.addEventListener('larder-theme', themed, { signal });
  dark.addEventListener('change', themed, { signal });
  signal.addEventListener('abort', () => {
    resizing.disconnect();
    plot?.destroy();
    plot = null;
  });

  function size() {
    return { width: Math.max(200, place.clientWidth), height: HEIGHT };
  }

  function colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  }

  function options() {
    const axis = { stroke: colour('--muted'), grid: { stroke: colour('--line'), width: 1 }, ticks: { stroke: colour('--line'), width: 1 } };
    return {
      ...size(),
      legend: { live: false, show: series.length > 1 },
      cursor: { drag: { x: false, y: false } },
      scales: { y: { range: (_, least, most) => [0, most > 0 ? most * 1.1 : 1] } },
      axes: [{ ...axis, space: 70, values: (_, ticks) => ticks.map(clock) }, { ...axis, size: 70, values: (_, ticks) => ticks.map(format) }],
      series: [
        {},
        ...series.map((label, i) => ({
          label,
          stroke: colour(`--series-${i + 1}`),
          width: 2,
          dash: [[], [8, 4], [2, 3]][i],
          // A figure that stands alone has no line to be seen by.
          spanGaps: true,
          points: { show: false },
        })),
      ],
    };
  }

  async function draw() {
    const Plot = await library();
    if (signal.aborted || data === null) {
      return;
    }
    if (plot === null) {
      fill(place);
      plot = new Plot(options(), data, place);
    } else {
      plot.setData(data);
    }
  }

  return {
    element,
    async show(times, columns) {
      data = [times, ...columns];
      fill(summary, series.map((name, i) => said(series.length > 1 ? name : '', columns[i], format)).join(' · '));
      try {
        await draw();
      } catch (failure) {
        fill(place, el('p', { class: 'bad' }, failure.message));
      }
    },
  };
}

const CLOCK = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** A time of day; without seconds where they are none. */
function clock(seconds) {
  return CLOCK.format(new Date(seconds * 1_000)).replace(/:00$/, '');
}

/** The latest figure of a series, and the highest. */
function said(name, column, format) {
  const known = column.filter((figure) => figure !== null);
  const now = column.findLast((figure) => figure !== null);
  const text = known.length === 0 ? 'no figures yet' : `now ${format(now)}, at most ${format(Math.max(...known))}`;
  return name === '' ? text : `${name}: ${text}`;
}
