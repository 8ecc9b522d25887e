// The frame: navigation, the page that the address names, and what is said of the server.

import { events, isAway, signOut, signedIn } from './api.js';
import { button, confirm, el, fill } from './dom.js';
import * as keys from './pages/keys.js';
import * as overview from './pages/overview.js';
import * as requirements from './pages/requirements.js';
import * as signInPage from './pages/sign-in.js';

/** The pages by the first part of their address; each has `title` and `open`. */
const PAGES = { overview, keys, requirements };
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

function show() {
  leaving.abort();
  leaving = new AbortController();
  frame();
  if (!signedIn()) {
    document.title = 'Sign in – Larder';
    current = null;
    signInPage.open(main, show);
    return;
  }
  const { name, query } = route();
  const page = PAGES[name];
  document.title = `${page.title} – Larder`;
  fill(main, el('h1', {}, page.title));
  const body = el('div', { class: `page-${name}` });
  main.append(body);
  current = page.open(body, query, leaving.signal) ?? null;
}

function frame() {
  const { name } = route();
  nav.hidden = !signedIn();
  fill(
    nav,
    Object.entries(PAGES).map(([key, page]) =>
      el('a', { href: `#/${key}`, 'aria-current': key === name ? 'page' : null }, page.title),
    ),
  );
  fill(tools, themeButton(), signedIn() && button('Sign out', () => signOut(), { class: 'quiet' }));
}

function themeButton() {
  return button(`Theme: ${window.larderTheme.current}`, () => {
    window.larderTheme.next();
    tools.firstChild.textContent = `Theme: ${window.larderTheme.current}`;
  }, { class: 'quiet' });
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
