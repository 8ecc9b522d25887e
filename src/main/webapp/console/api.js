// The one place that speaks to the service: credentials, problems, and whether it is there.

const STORED = 'larder.authorization';
const PATIENCE = 15_000;

/** Tells of `away`, `back` and `signed-out`. */
export const events = new EventTarget();

/** An answer of the service that says what is wrong (RFC 9457). */
export class Problem extends Error {
  constructor(status, document, retryAfter) {
    super(document.detail ?? document.title ?? `The service answered ${status}.`);
    this.status = status;
    this.type = (document.type ?? '').replace(/^.*\//, '');
    this.retryAfter = retryAfter;
  }
}

/** The service did not answer, or something else answered in its place. */
export class Away extends Error {
  constructor() {
    super('The server does not answer. Whether the last action was carried out is not known.');
  }
}

/** Whether a failure is none: the page called the request off, since it was left. */
export function calledOff(failure) {
  return failure?.name === 'AbortError';
}

let authorization = stored();
let away = false;

function stored() {
  try {
    return sessionStorage.getItem(STORED);
  } catch {
    // Storage is switched off: the credential lasts as long as the page.
    return null;
  }
}

function keep(value) {
  authorization = value;
  try {
    if (value === null) {
      sessionStorage.removeItem(STORED);
    } else {
      sessionStorage.setItem(STORED, value);
    }
  } catch {
    // As above.
  }
}

export function signedIn() {
  return authorization !== null;
}

export function isAway() {
  return away;
}

function base64(text) {
  let binary = '';
  for (const byte of new TextEncoder().encode(text)) {
    binary += String.fromCharCode(byte);
  }
  return btoa(binary);
}

export function basic(user, password) {
  return `Basic ${base64(`${user}:${password}`)}`;
}

export function bearer(token) {
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new Error('A token has only letters, digits and signs of ASCII, and no spaces.');
  }
  return `Bearer ${token}`;
}

/** Looks at a failure of a signed-in request: whether the credential still holds. */
function checked(failure) {
  if (failure instanceof Problem && failure.status === 401) {
    signOut('The server does not accept the credential any more. Sign in again.');
  }
  return failure;
}

/** Tries a credential, and keeps it for this tab if it is right. */
export async function signIn(credential) {
  await request('GET', 'account', { credential });
  keep(credential);
}

/** Forgets the credential. */
export function signOut(reason = '') {
  keep(null);
  events.dispatchEvent(new CustomEvent('signed-out', { detail: reason }));
}

/** A path of the API with a query; parameters that are null are left out. */
export function path(name, query = {}) {
  const parts = Object.entries(query)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([key, value]) => `${key}=${encodeURIComponent(value)}`);
  return parts.length === 0 ? name : `${name}?${parts.join('&')}`;
}

/**
 * Sends a request of the signed-in user.
 *
 * @param {Object} options `body`, `headers`, `signal`
 * @returns {Promise<{status: number, headers: Headers, bytes: Uint8Array, json: Function}>}
 * @throws {Problem} when the service says that something is wrong
 * @throws {Away} when it does not answer
 */
export async function call(method, where, options = {}) {
  try {
    return await request(method, where, { credential: authorization, ...options });
  } catch (failure) {
    throw checked(failure);
  }
}

/** As `call`, and returns the JSON of the answer. */
export async function json(method, where, options = {}) {
  return (await call(method, where, options)).json();
}

/**
 * Opens an answer that does not end by itself, and hands out its text as it comes.
 *
 * @param {Function} onText gets each piece of text
 * @returns {Promise<void>} fulfilled when the answer has ended
 */
export async function stream(where, signal, onText) {
  const silence = new Silence();
  try {
    const response = await send('GET', where, {
      credential: authorization,
      headers: { Accept: 'text/event-stream' },
      signal: AbortSignal.any([silence.signal, signal]),
    });
    if (!response.ok) {
      throw await problem(response);
    }
    const decoder = new TextDecoder();
    await eachPiece(response, (piece) => {
      silence.heard();
      onText(decoder.decode(piece, { stream: true }));
    });
  } catch (failure) {
    throw checked(said(failure, signal));
  } finally {
    silence.end();
  }
}

/** Ends a request of which nothing is heard for too long. */
class Silence {
  #controller = new AbortController();
  #timer = null;

  constructor() {
    this.heard();
  }

  get signal() {
    return this.#controller.signal;
  }

  heard() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#controller.abort(), PATIENCE);
  }

  end() {
    clearTimeout(this.#timer);
  }
}

async function request(method, where, options) {
  const silence = new Silence();
  const signals = [silence.signal, ...(options.signal ? [options.signal] : [])];
  try {
    const response = await send(method, where, { ...options, signal: AbortSignal.any(signals) });
    if (!response.ok) {
      throw await problem(response);
    }
    const pieces = [];
    await eachPiece(response, (piece) => {
      // Work that takes long sends white space meanwhile: it is alive.
      silence.heard();
      pieces.push(piece);
    });
    return answer(response, new Uint8Array(await new Blob(pieces).arrayBuffer()));
  } catch (failure) {
    throw said(failure, options.signal);
  } finally {
    silence.end();
  }
}

async function eachPiece(response, take) {
  const reader = response.body?.getReader();
  while (reader) {
    const { done, value } = await reader.read();
    if (done) {
      return;
    }
    take(value);
  }
}

/** What to throw for a failure: what the service said, or that it said nothing. */
function said(failure, signal) {
  return failure instanceof Problem || failure instanceof Away ? failure : lost(failure, signal);
}

function send(method, where, { credential, headers = {}, body, signal }) {
  return fetch(`api/${where}`, {
    method,
    body,
    signal,
    // No credentials of the browser, and so no window that asks for them; the header says the same.
    credentials: 'omit',
    cache: 'no-store',
    redirect: 'error',
    headers: {
      'X-Requested-With': 'Larder',
      ...(credential === null ? {} : { Authorization: credential }),
      ...headers,
    },
  });
}

function answer(response, bytes) {
  return {
    status: response.status,
    headers: response.headers,
    bytes,
    json() {
      const document = JSON.parse(new TextDecoder().decode(bytes));
      // What failed after its answer had begun has the problem in it, and 200 in front.
      if (typeof document.status === 'number' && document.status >= 400 && document.type) {
        throw new Problem(document.status, document, null);
      }
      return document;
    },
  };
}

async function problem(response) {
  const type = response.headers.get('Content-Type') ?? '';
  const retryAfter = response.headers.get('Retry-After');
  if (type.startsWith('application/problem+json')) {
    return new Problem(response.status, await response.json(), retryAfter);
  }
  // A proxy without a server behind it, or a server without the service, has no problem documents.
  return response.status >= 500 || response.status === 404
    ? lost(null, null)
    : new Problem(response.status, {}, retryAfter);
}

/** What to throw when there was no answer, or not the whole of it. */
function lost(failure, signal) {
  if (signal?.aborted) {
    // Called off by the page itself.
    return failure;
  }
  if (!away) {
    away = true;
    events.dispatchEvent(new Event('away'));
    lookForIt();
  }
  return new Away();
}

async function lookForIt() {
  for (let wait = 500; away; wait = Math.min(wait * 1.5, 5_000)) {
    await new Promise((resolve) => setTimeout(resolve, wait));
    if (await isThere()) {
      away = false;
      events.dispatchEvent(new Event('back'));
    }
  }
}

/** Health answers to anybody, and 503 with its document when it is the database that is away. */
async function isThere() {
  try {
    const response = await send('GET', 'health', {
      credential: null,
      signal: AbortSignal.timeout(PATIENCE),
    });
    return typeof (await response.json()).status === 'string';
  } catch {
    return false;
  }
}
