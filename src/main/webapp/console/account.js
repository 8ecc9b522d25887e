// Who is signed in, and what that account may do. The API decides; the console offers no more.

import { events, json } from './api.js';

let known = null;

events.addEventListener('signed-out', () => {
  known = null;
});

/** Returns `{name, roles, prefix}`, or null as long as nobody has asked for it. */
export function account() {
  return known;
}

/** Asks who is signed in. */
export async function askAccount(signal) {
  known = await json('GET', 'account', { signal });
}

/** Whether the account has a role; roles include the lesser ones. */
export function may(role) {
  return known !== null && known.roles.includes(role);
}

/** The greatest of the account's roles. */
export function rank() {
  return ['admin', 'writer', 'reader'].find(may) ?? 'no role';
}

/**
 * Whether a page is for this account.
 *
 * @param {Object} page `role` is what it takes (reader unless it says otherwise), and `confined`
 *     whether it is also for accounts that are confined to a prefix
 */
export function mayOpen(page) {
  return may(page.role ?? 'reader') && (known.prefix === null || page.confined === true);
}
