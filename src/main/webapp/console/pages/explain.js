// Why the response cache does what it does with a request: asked by a form, answered rule by rule.

import { json } from '../api.js';
import { el, field, fill, messageLine } from '../dom.js';
import { bytes, count, duration, visible } from '../text.js';

export const title = 'Explain';
export const role = 'admin';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** A sign and a word for what came of a rule: colour alone says nothing. */
const MARKS = {
  passed: ['✓', 'does not apply'],
  decided: ['➜', 'decides'],
  'not-reached': ['·', 'not looked at'],
};

export function open(body, query, signal) {
  const message = messageLine();
  const result = el('div', { class: 'explained', tabindex: '-1' });
  const form = questions(query);
  const send = el('button', { type: 'submit', class: 'primary' }, 'Explain');

  async function explain() {
    message.clear();
    let question;
    try {
      question = form.question();
    } catch (failure) {
      message.bad(failure);
      return;
    }
    send.disabled = true;
    try {
      const told = await json('POST', 'responses/explain', {
        body: JSON.stringify(question),
        headers: { 'Content-Type': 'application/json' },
        signal,
      });
      history.replaceState(null, '', `#/explain?${new URLSearchParams({ method: question.method, url: question.url })}`);
      fill(result, explained(told, question));
      message.good('Explained.');
    } catch (failure) {
      fill(result);
      message.bad(failure);
    } finally {
      send.disabled = false;
    }
  }

  fill(
    body,
    el(
      'div',
      { class: 'columns' },
      el(
        'form',
        {
          'aria-label': 'What is to be explained',
          on: {
            submit: (event) => {
              event.preventDefault();
              explain();
            },
          },
        },
        el('p', { class: 'hint' }, 'The rules by which requests are served are asked; nothing is changed.'),
        form.elements,
        el('div', { class: 'actions' }, send),
        message.element,
      ),
      result,
    ),
  );
  if (query.get('url')) {
    explain();
  }
  return {};
}

/** The form: its elements, and what is asked by it. */
function questions(query) {
  const text = (value = '', more = {}) => el('input', { value, spellcheck: 'false', autocapitalize: 'none', autocomplete: 'off', ...more });
  const lines = (placeholder) => el('textarea', { rows: '3', spellcheck: 'false', autocapitalize: 'none', placeholder });
  const box = (label) => {
    const input = el('input', { type: 'checkbox' });
    return { input, element: el('label', { class: 'check' }, input, ` ${label}`) };
  };

  const method = text(query.get('method') ?? 'GET', { list: 'methods', required: true });
  const url = text(query.get('url') ?? '', { required: true });
  const headers = lines('Accept: application/json');
  const user = text(query.get('user') ?? '');
  const ahead = text('0', { inputmode: 'numeric', pattern: '[0-9]{1,9}', required: true });

  const own = box('By a directive of my own');
  const ttl = text('');
  const perUser = box('Each user has an own entry');
  const vary = text('');
  const all = box('All query parameters count');
  const parameters = text('', { disabled: true });
  const tags = text('');
  const cookies = box('Responses with Set-Cookie may be stored');
  all.input.checked = true;
  all.input.addEventListener('change', () => {
    parameters.disabled = all.input.checked;
  });
  const directive = el(
    'fieldset',
    { class: 'part', hidden: true },
    el('legend', {}, 'Directive'),
    field('Time to live', ttl, 'Such as 30s, 5m or 1h; empty when responses have to state their own.'),
    perUser.element,
    cookies.element,
    field('Varies by', vary, 'Request fields besides those of Vary, with commas between them.'),
    all.element,
    field('Query parameters that count', parameters, 'With commas between them.'),
    field('Tags', tags, 'As they are expanded, with commas between them.'),
  );

  const answered = box('With a response of the resource');
  const status = text('200', { inputmode: 'numeric', pattern: '[1-5][0-9]{2}' });
  const fields = lines('Cache-Control: max-age=60');
  const response = el(
    'fieldset',
    { class: 'part', hidden: true },
    el('legend', {}, 'Response'),
    field('Status', status),
    field('Response headers', fields, 'One on each line.'),
  );
  own.input.addEventListener('change', () => {
    directive.hidden = !own.input.checked;
  });
  answered.input.addEventListener('change', () => {
    response.hidden = !answered.input.checked;
  });

  return {
    elements: [
      el('datalist', { id: 'methods' }, METHODS.map((name) => el('option', { value: name }))),
      field('Method', method),
      field('URL', url, 'From the path on for this service, such as /larder/api/requirements; or with http:// and host.'),
      field('Request headers', headers, 'One on each line.'),
      field('User', user, 'The name of who has signed in; empty for nobody.'),
      field('Seconds from now', ahead, 'To see how what is stored ages.'),
      own.element,
      directive,
      answered.element,
      response,
    ],
    question() {
      const question = {
        method: method.value.trim(),
        url: url.value.trim(),
        headers: pairs(headers.value, 'request headers'),
        user: user.value === '' ? null : user.value,
      };
      if (Number(ahead.value) > 0) {
        question.at = Math.floor(Date.now() / 1_000) + Number(ahead.value);
      }
      if (own.input.checked) {
        question.directive = {
          ttl: ttl.value.trim() || null,
          perUser: perUser.input.checked,
          vary: list(vary.value),
          parameters: all.input.checked ? null : list(parameters.value),
          tags: list(tags.value),
          storeSetCookie: cookies.input.checked,
        };
      }
      if (answered.input.checked) {
        question.response = { status: Number(status.value), headers: pairs(fields.value, 'response headers') };
      }
      return question;
    },
  };
}

function list(text) {
  return text.split(',').map((each) => each.trim()).filter((each) => each !== '');
}

/** Lines of name and value. */
function pairs(text, where) {
  return text
    .split('\n')
    .map((line, at) => [line.trim(), at + 1])
    .filter(([line]) => line !== '')
    .map(([line, at]) => {
      const colon = line.indexOf(':');
      if (colon < 1) {
        throw new Error(`Line ${at} of the ${where} is no name and value with a colon between them.`);
      }
      return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
    });
}

function explained(told, question) {
  return [
    el('section', { 'aria-labelledby': 'verdict' }, el('h2', { id: 'verdict' }, 'Verdict'), el('p', { class: 'verdict' }, visible(told.verdict)), facts(told, question)),
    told.invalidation && told.invalidation.decidedBy !== 'safe-method' ? invalidation(told.invalidation) : null,
    reuse(told.reuse),
    told.storing ? storing(told.storing) : null,
    told.invalidation && told.invalidation.decidedBy === 'safe-method' ? invalidation(told.invalidation) : null,
  ];
}

function fact(name, ...value) {
  return [el('dt', {}, name), el('dd', {}, ...value)];
}

function facts(told, question) {
  const { directive } = told;
  const from = { given: 'yours', endpoint: 'that of the endpoint', none: 'a plain one: no cached endpoint answers this URL' }[directive.from];
  const says = [
    directive.ttl === null ? 'no time to live' : `fresh for ${directive.ttl}`,
    directive.perUser && 'each user has an own entry',
    directive.vary.length > 0 && `varies by ${directive.vary.join(', ')}`,
    directive.parameters !== null && `parameters that count: ${directive.parameters.join(', ') || 'none'}`,
    directive.tags.length > 0 && `tags: ${directive.tags.join(', ')}`,
    directive.storeSetCookie && 'Set-Cookie may be stored',
  ].filter(Boolean);
  return el(
    'dl',
    { class: 'facts' },
    fact('Request', el('code', {}, visible(`${question.method} ${question.url}`))),
    fact('At', when(told.at)),
    directive.endpoint && fact('Endpoint', el('code', {}, visible(directive.endpoint))),
    fact('Directive', `${from}: `, visible(says.join('; '))),
    fact('Key', el('code', { class: 'key' }, told.key)),
    told.uncacheable && fact('Remembered', 'responses to this URL were not storable a moment ago'),
  );
}

function part(id, heading, told, ...more) {
  return el(
    'section',
    { 'aria-labelledby': id },
    el('h2', { id }, heading),
    el('p', {}, visible(told.verdict)),
    more,
    rules(told.steps, heading),
  );
}

function reuse(told) {
  const others = told.candidates.filter((candidate) => !candidate.selected);
  return part(
    'reuse',
    'Is the request answered from the cache?',
    told,
    told.times && timeline(told.times),
    told.standsIn && el('p', {}, 'Should the resource fail, what is stored is served in its place.'),
    others.map((candidate) => passedOver(candidate)),
  );
}

/** What is stored for the request, and is not what is taken. */
function passedOver(candidate) {
  const rule = candidate.steps.find((step) => step.outcome === 'decided');
  return el(
    'p',
    {},
    `Also stored: a ${candidate.status} of ${bytes(candidate.bytes)} since ${when(candidate.stored)}. `,
    rule ? `It is passed over: ${rule.text}` : 'A younger one is taken.',
  );
}

function storing(told) {
  const selecting = Object.entries(told.selecting);
  return part(
    'storing',
    'Is the response stored?',
    told,
    timeline(told.times),
    selecting.length > 0 &&
      el(
        'p',
        {},
        'Selected by: ',
        selecting.map(([name, value], i) => [i > 0 && '; ', el('code', {}, visible(value === null ? `no ${name}` : `${name}: ${value}`))]),
      ),
  );
}

function invalidation(told) {
  return part(
    'invalidation',
    'What becomes invalid?',
    told,
    told.uris.length > 0 && el('ul', {}, told.uris.map((uri) => el('li', {}, el('code', { class: 'key' }, visible(uri))))),
    told.references
      .filter((reference) => reference.uri === null)
      .map((reference) => el('p', {}, `${reference.field} is left alone, as it has another origin: `, el('code', { class: 'key' }, visible(reference.text)))),
  );
}

/** Age and freshness in words. */
function timeline(times) {
  const field = times.field === null ? '' : ` in ${times.field}`;
  const why = {
    's-maxage': `by s-maxage${field}`,
    'max-age': `by max-age${field}`,
    expires: 'by Expires less Date',
    overridden: 'as CDN-Cache-Control states no lifetime, and takes the place of fields that do',
    directive: 'by the directive, as the response states none',
    heuristic: 'by a tenth of the time since Last-Modified',
    none: 'as nobody states a lifetime',
  }[times.from];
  const left = times.freshFor > 0 ? `Fresh for another ${duration(times.freshFor)}.` : `Stale ${times.freshFor === 0 ? 'as of now' : `since ${duration(-times.freshFor)}`}.`;
  return el('p', { class: 'timeline' }, `Dated ${when(times.date)}, ${duration(times.age)} old. Its lifetime is ${duration(times.lifetime)}, ${why}. ${left}`);
}

function rules(steps, heading) {
  const decided = steps.findIndex((step) => step.outcome === 'decided') + 1;
  return el(
    'ol',
    { class: 'rules', 'aria-label': `${heading} ${count(steps.length)} rules, decided at ${decided}` },
    steps.map((step) => {
      const [sign, word] = MARKS[step.outcome];
      return el(
        'li',
        { class: step.outcome },
        el('span', { class: 'mark' }, el('span', { 'aria-hidden': 'true' }, `${sign} `), word),
        ' ',
        el('span', { class: 'rule' }, step.text),
        step.seen.map((seen) => el('span', { class: 'seen' }, `${seen.from}: `, el('code', {}, visible(seen.text)))),
        el('small', {}, el('code', {}, step.rule), ` · ${step.source}`),
      );
    }),
  );
}

function when(seconds) {
  return new Date(seconds * 1_000).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
}
