// The difference between two texts by lines. Pure.

/** Beyond so many changed lines the difference is not the shortest one, but found at once. */
const LIMIT = 1_500;

/**
 * Compares two texts line by line (E. W. Myers, An O(ND) Difference Algorithm, 1986).
 *
 * @returns {Array<{kind: 'same'|'removed'|'added', text: string, before: number, after: number}>}
 *     the lines with their numbers, from 1, in both texts
 */
export function difference(before, after) {
  const a = lines(before);
  const b = lines(after);
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) {
    start += 1;
  }
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) {
    end += 1;
  }
  const middle = shortest(a.slice(start, a.length - end), b.slice(start, b.length - end));
  const kinds = [...Array(start).fill('same'), ...middle, ...Array(end).fill('same')];
  let i = 0;
  let j = 0;
  return kinds.map((kind) => {
    const text = kind === 'added' ? b[j] : a[i];
    i += kind === 'added' ? 0 : 1;
    j += kind === 'removed' ? 0 : 1;
    return { kind, text, before: i, after: j };
  });
}

/** The lines with their ends, so that a last line without one is another line than with it. */
function lines(text) {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function shortest(a, b) {
  const most = Math.min(a.length + b.length, LIMIT);
  const furthest = new Map([[1, 0]]);
  const trace = [];
  for (let d = 0; d <= most; d += 1) {
    trace.push(new Map(furthest));
    for (let k = -d; k <= d; k += 2) {
      let x = down(furthest, k, d) ? furthest.get(k + 1) : furthest.get(k - 1) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) {
        x += 1;
      }
      furthest.set(k, x);
      if (x >= a.length && x - k >= b.length) {
        return back(trace, a.length, b.length);
      }
    }
  }
  return [...Array(a.length).fill('removed'), ...Array(b.length).fill('added')];
}

function down(furthest, k, d) {
  return k === -d || (k !== d && furthest.get(k - 1) < furthest.get(k + 1));
}

/** Goes the way back from the end, over what each round had reached before. */
function back(trace, x, y) {
  const kinds = [];
  for (let d = trace.length - 1; d > 0; d -= 1) {
    const furthest = trace[d];
    const k = x - y;
    const added = down(furthest, k, d);
    const from = furthest.get(added ? k + 1 : k - 1);
    const fromY = from - (added ? k + 1 : k - 1);
    while (x > from + (added ? 0 : 1) && y > fromY + (added ? 1 : 0)) {
      kinds.push('same');
      x -= 1;
      y -= 1;
    }
    kinds.push(added ? 'added' : 'removed');
    x = from;
    y = fromY;
  }
  while (x > 0) {
    kinds.push('same');
    x -= 1;
  }
  return kinds.reverse();
}

/** Leaves out lines that are the same but for so many around each change; null stands for a gap. */
export function withContext(diff, around) {
  const near = new Array(diff.length).fill(false);
  diff.forEach((line, i) => {
    if (line.kind !== 'same') {
      near.fill(true, Math.max(0, i - around), i + around + 1);
    }
  });
  const shown = [];
  diff.forEach((line, i) => {
    if (near[i]) {
      shown.push(line);
    } else if (shown.length === 0 || shown.at(-1) !== null) {
      shown.push(null);
    }
  });
  return shown;
}
