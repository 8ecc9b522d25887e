// The sign-in form. The credential stays in this tab.

import { basic, bearer, signIn } from '../api.js';
import { el, field, fill } from '../dom.js';

let message = null;

export function open(main, onSignedIn) {
  const user = el('input', { autocomplete: 'username', autocapitalize: 'none', spellcheck: 'false', required: true });
  const password = el('input', { type: 'password', autocomplete: 'current-password', required: true });
  const token = el('input', { type: 'password', autocomplete: 'off', spellcheck: 'false' });
  const byPassword = el('div', {}, field('User', user), field('Password', password));
  const byToken = el('div', { hidden: true }, field('Token', token));
  const send = el('button', { type: 'submit', class: 'primary' }, 'Sign in');
  message = el('p', { class: 'message', role: 'alert' });

  const choose = (useToken) => {
    byToken.hidden = !useToken;
    byPassword.hidden = useToken;
    token.required = useToken;
    user.required = !useToken;
    password.required = !useToken;
  };
  const form = el(
    'form',
    {
      class: 'sign-in',
      on: {
        submit: async (event) => {
          event.preventDefault();
          send.disabled = true;
          say('');
          try {
            await signIn(byToken.hidden ? basic(user.value, password.value) : bearer(token.value.trim()));
            onSignedIn();
          } catch (failure) {
            say(explained(failure));
            (byToken.hidden ? password : token).select();
          } finally {
            send.disabled = false;
          }
        },
      },
    },
    el(
      'fieldset',
      { class: 'choice' },
      el('legend', {}, 'Sign in with'),
      radio('A password', true, () => choose(false)),
      radio('A token', false, () => choose(true)),
    ),
    byPassword,
    byToken,
    message,
    send,
    el('p', { class: 'hint' }, 'The credential is kept in this tab only, until it is closed or you sign out.'),
  );
  fill(main, el('h1', {}, 'Sign in'), form);
  user.focus();
}

/** Says something above the button, such as why somebody has to sign in again. */
export function say(text) {
  if (message) {
    message.textContent = text;
  }
}

function explained(failure) {
  if (failure.status === 401) {
    return 'The server does not accept this. Look at the name and the password, or the token.';
  }
  if (failure.status === 429) {
    return `After too many wrong attempts none are looked at for a while. Try again in ${failure.retryAfter ?? 'some'} seconds.`;
  }
  return failure.message;
}

function radio(label, checked, listener) {
  return el('label', {}, el('input', { type: 'radio', name: 'way', checked, on: { change: listener } }), ` ${label}`);
}
