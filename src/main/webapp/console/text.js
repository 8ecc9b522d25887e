// Keys and values as text that people can read, whatever is in them. Pure, but for `visible`.

import { el } from './dom.js';

/**
 * What would not be seen, or would change how the text around it is shown: controls, characters
 * without width, and those that turn the direction of writing; and halves of a character.
 */
const HIDDEN =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/**
 * Returns text as nodes in which nothing is hidden: what cannot be seen is written as an escape.
 *
 * @param {boolean} lines whether line feeds and tabs are left as they are
 */
export function visible(text, lines = false) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(HIDDEN)) {
    if (lines && (match[0] === '\n' || match[0] === '\t')) {
      continue;
    }
    nodes.push(text.slice(end, match.index), el('span', { class: 'escape' }, escaped(match[0])));
    end = match.index + match[0].length;
  }
  nodes.push(text.slice(end));
  return nodes.filter((node) => node !== '');
}

function escaped(character) {
  const short = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }[character];
  return short ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** A key, shown apart from the direction of the text around it. */
export function keyText(key) {
  return el('bdi', { class: 'key' }, key === '' ? el('span', { class: 'escape' }, 'the empty key') : visible(key));
}

const COUNT = new Intl.NumberFormat('en');

export function count(number) {
  return COUNT.format(number);
}

/** A number of bytes, such as `1.5 KB`; a KB is 1024 bytes, as in the settings. */
export function bytes(number) {
  const units = ['bytes', 'KB', 'MB', 'GB', 'TB'];
  let unit = 0;
  let value = number;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  if (unit === 0) {
    return number === 1 ? '1 byte' : `${count(number)} bytes`;
  }
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

/** A number of seconds, such as `2 h 5 min`. */
export function duration(seconds) {
  const parts = [
    [86_400, 'd'],
    [3_600, 'h'],
    [60, 'min'],
    [1, 's'],
  ];
  let left = Math.max(0, Math.round(seconds));
  const shown = [];
  for (const [size, unit] of parts) {
    if (left >= size && shown.length < 2) {
      shown.push(`${Math.floor(left / size)} ${unit}`);
      left %= size;
    } else if (shown.length > 0) {
      break;
    }
  }
  return shown.length > 0 ? shown.join(' ') : '0 s';
}

/** The pattern of all keys that begin with a text. */
export function under(prefix) {
  return `${prefix.replace(/[\\*?[\]]/g, '\\$&')}*`;
}

/** Returns UTF-8 bytes as text, or null when they are none. */
export function utf8(buffer) {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(buffer);
  } catch {
    return null;
  }
}

const MAGIC = [
  ['PNG image', [0x89, 0x50, 0x4e, 0x47]],
  ['JPEG image', [0xff, 0xd8, 0xff]],
  ['GIF image', [0x47, 0x49, 0x46, 0x38]],
  ['PDF document', [0x25, 0x50, 0x44, 0x46]],
  ['gzip', [0x1f, 0x8b]],
  ['Zstandard', [0x28, 0xb5, 0x2f, 0xfd]],
  ['zip', [0x50, 0x4b, 0x03, 0x04]],
  ['serialized Java object', [0xac, 0xed, 0x00, 0x05]],
];

/**
 * Guesses what a value is.
 *
 * @param {Uint8Array} value
 * @returns {{name: string, text: ?string, json: boolean}} the name of the type, the text if it is
 *     one, and whether that is a JSON document
 */
export function guess(value) {
  if (value.length === 0) {
    return { name: 'empty', text: '', json: false };
  }
  const known = MAGIC.find(([, magic]) => magic.every((byte, i) => value[i] === byte));
  if (known) {
    return { name: known[0], text: null, json: false };
  }
  const text = utf8(value);
  if (text === null || text.includes('\0')) {
    return { name: 'binary', text, json: false };
  }
  if (/^(0|-?[1-9][0-9]{0,18})$/.test(text)) {
    return { name: 'counter', text, json: false };
  }
  return isJson(text) ? { name: 'JSON', text, json: true } : { name: 'text', text, json: false };
}

function isJson(text) {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * Lays JSON out over lines. It moves white space only: numbers keep their digits, and members their
 * order, also where they are given twice.
 *
 * @param {string} json a valid document
 * @param {number} most about how many characters to lay out; the rest is left off
 */
export function pretty(json, most) {
  const token = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s{}[\],:"]+/g;
  const empty = /[{[]\s*[}\]]/y;
  let out = '';
  let depth = 0;
  let match;
  const line = () => `\n${'  '.repeat(depth)}`;
  while (out.length < most && (match = token.exec(json)) !== null) {
    const part = match[0];
    if (part === '{' || part === '[') {
      empty.lastIndex = match.index;
      const whole = empty.exec(json);
      if (whole) {
        out += whole[0][0] + whole[0].at(-1);
        token.lastIndex = empty.lastIndex;
      } else {
        depth += 1;
        out += part + line();
      }
    } else if (part === '}' || part === ']') {
      depth -= 1;
      out += line() + part;
    } else if (part === ',') {
      out += part + line();
    } else {
      out += part === ':' ? ': ' : part;
    }
  }
  return out.slice(0, most);
}

/** Bytes as lines of offset, sixteen bytes in hex, and what of them is ASCII. */
export function hex(value, most) {
  const lines = [];
  for (let start = 0; start < Math.min(value.length, most); start += 16) {
    const row = value.subarray(start, Math.min(start + 16, most));
    const digits = Array.from(row, (byte) => byte.toString(16).padStart(2, '0'));
    const ascii = Array.from(row, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.'));
    lines.push(
      `${start.toString(16).padStart(8, '0')}  ${digits.join(' ').padEnd(47)}  ${ascii.join('')}`,
    );
  }
  return lines.join('\n');
}
