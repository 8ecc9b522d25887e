// The frame: navigation, the page that the address names, and what is said of the server.

import { account, askAccount, mayOpen, rank } from './account.js';
import { calledOff, events, isAway, signOut, signedIn } from './api.js';
import { button, confirm, el, fill, messageLine } from './dom.js';
import * as audit from './pages/audit.js';
import * as configuration from './pages/configuration.js';
import * as explain from './pages/explain.js';
import * as httpCache from './pages/http-cache.js';
import * as keys from './pages/keys.js';
import * as overview from './pages/overview.js';
import * as requirements from './pages/requirements.js';
import * as signInPage from './pages/sign-in.js';
import { visible } from './text.js';

/**
 * The pages by the first part of their address, in the order of the navigation. Each has `title`
 * and `open`; with `role` and `confined` it says for whom it is.
 */
const PAGES = {
  overview,
  keys,
  'http-cache': httpCache,
  explain,
  requirements,
  audit,
  configuration,
};
const FIRST = 'overview';

const main = document.getElementById('main');
const nav = document.getElementById('nav');
const tools = document.getElementById('tools');
const notices = document.getElementById('notices');

let leaving = new AbortController();
let current = null;

/** What the address names, such as `#/keys?prefix=user%3A`. */
function route() {
  const [name, query = ''] = location.hash.replace(/^#\/?/, '').split('?', 2);
  return { name: Object.hasOwn(PAGES, name) ? name : FIRST, query: new URLSearchParams(query) };
}

async function show() {
  leaving.abort();
  leaving = new AbortController();
  const { signal } = leaving;
  current = null;
  if (!signedIn()) {
    frame();
    document.title = 'Sign in – Larder';
    signInPage.open(main, show);
    return;
  }
  if (account() === null && !(await asked(signal))) {
    return;
  }
  frame();
  const { name, query } = route();
  const page = PAGES[name];
  document.title = `${page.title} – Larder`;
  fill(main, el('h1', {}, page.title));
  const body = el('div', { class: `page-${name}` });
  main.append(body);
  if (mayOpen(page)) {
    current = page.open(body, query, signal) ?? null;
  } else {
    body.append(el('p', { class: 'bad' }, refusal(page)));
  }
}

/** Asks whose credential it is that this tab has kept; says so when there is no answer. */
async function asked(signal) {
  const message = messageLine();
  frame();
  fill(main, el('h1', {}, 'Larder'), message.element);
  current = { refresh: show };
  try {
    await askAccount(signal);
    return !signal.aborted;
  } catch (failure) {
    if (!calledOff(failure)) {
      message.bad(failure);
      main.append(el('div', { class: 'actions' }, button('Try again', show)));
    }
    return false;
  }
}

function refusal(page) {
  const { prefix } = account();
  return mayOpen({ ...page, confined: true })
    ? ['This page is not for accounts that are confined to a prefix; yours is ', el('bdi', {}, visible(prefix)), '.']
    : `This page needs the role ${page.role ?? 'reader'}; your account has ${rank()}.`;
}

function frame() {
  const { name } = route();
  nav.hidden = !signedIn();
  fill(
    nav,
    Object.entries(PAGES)
      .filter(([, page]) => mayOpen(page))
      .map(([key, page]) => el('a', { href: `#/${key}`, 'aria-current': key === name ? 'page' : null }, page.title)),
    el('a', { href: 'openapi.yaml', title: 'The description of the API (OpenAPI 3.1)' }, 'API'),
  );
  fill(tools, account() && whoIsIn(account()), themeButton(), signedIn() && button('Sign out', () => signOut(), { class: 'quiet' }));
}

function whoIsIn({ name, prefix }) {
  return el(
    'span',
    { class: 'who' },
    el('span', { class: 'spoken' }, 'Signed in as '),
    el('bdi', {}, visible(name)),
    ` (${rank()}`,
    prefix !== null && [' of ', el('bdi', {}, visible(prefix))],
    ')',
  );
}

function themeButton() {
  const theme = button(`Theme: ${window.larderTheme.current}`, () => {
    window.larderTheme.next();
    theme.textContent = `Theme: ${window.larderTheme.current}`;
  }, { class: 'quiet' });
  return theme;
}

window.addEventListener('hashchange', async (event) => {
  if (current?.unsaved?.() && !(await confirm('Leave without saving?', [el('p', {}, 'What you have written here is lost then.')], 'Leave'))) {
    history.replaceState(null, '', event.oldURL);
    return;
  }
  show();
  main.focus({ preventScroll: true });
  window.scrollTo(0, 0);
});

events.addEventListener('signed-out', (event) => {
  show();
  signInPage.say(event.detail);
});

events.addEventListener('away', () => {
  fill(notices, el('p', { class: 'notice bad' }, 'The server does not answer. The console looks for it, and goes on when it is back.'));
});

events.addEventListener('back', () => {
  const notice = el('p', { class: 'notice good' }, 'The server is back.');
  fill(notices, notice);
  setTimeout(() => notice.remove(), 5_000);
  current?.refresh?.();
});

window.addEventListener('beforeunload', (event) => {
  if (current?.unsaved?.()) {
    event.preventDefault();
  }
});

if (isAway()) {
  events.dispatchEvent(new Event('away'));
}
show();
