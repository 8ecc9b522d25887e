// The syntax of requirements files, as far as colours need it, and the names of packages. Pure, but
// for `coloured`.

import { el } from './dom.js';
import { visible } from './text.js';

/** The parts of a line in their order; each is tried where the one before it ended. */
const NAME = /^\s*[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?/;

const PARTS = [
  ['comment', /^(?:^|\s+)#.*/],
  ['option', /^\s*--?[a-zA-Z][\w-]*/],
  ['marker', /^\s*;[^#]*?(?=\s+#|\s+--|$)/],
  ['url', /^\s*(?:@\s*)?[a-z][a-z+]*:\/\/\S+/],
  ['extras', /^\s*\[[^\]]*\]/],
  ['operator', /^\s*(?:===|==|~=|!=|<=|>=|<|>|,|@)/],
  ['version', /^\s*[A-Za-z0-9.*+!_-]+/],
  ['rest', /^\s*\S/u],
  ['rest', /^\s+/],
];

/** Returns the parts of one line as kind and text; together they are the line. */
export function parts(line) {
  const found = [];
  let left = line;
  const take = (kind, text) => {
    found.push([kind, text]);
    left = left.slice(text.length);
  };
  const comment = /^\s*#.*/.exec(left);
  if (comment) {
    take('comment', comment[0]);
  } else if (!/^\s*-/.test(left) && !/^\s*[a-z][a-z+]*:\/\//.test(left)) {
    const name = NAME.exec(left);
    if (name) {
      take('name', name[0]);
    }
  }
  while (left !== '') {
    const [kind, match] = PARTS.map(([each, pattern]) => [each, pattern.exec(left)]).find(
      // A comment needs white space in front of it, or it is part of a URL.
      ([each, result]) => result && result[0] !== '' && !(each === 'comment' && !/^\s/.test(result[0])),
    );
    take(kind, match[0]);
  }
  return found;
}

/** A line as nodes with classes for its parts. */
export function coloured(line) {
  return parts(line).map(([kind, text]) =>
    kind === 'rest' ? visible(text, true) : el('span', { class: `pip-${kind}` }, visible(text, true)),
  );
}

/** The names of the packages that a file asks for, as it spells them. */
export function packages(content) {
  const names = content
    .split('\n')
    .filter((line) => !/^\s*(#|-|[a-z][a-z+]*:\/\/|$)/.test(line))
    .map((line) => NAME.exec(line)?.[0].trim())
    .filter(Boolean);
  return [...new Set(names)];
}
