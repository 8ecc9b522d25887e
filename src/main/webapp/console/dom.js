// Elements, made so that no text can become markup: nothing here parses HTML.

/**
 * Makes an element.
 *
 * @param {string} tag its name
 * @param {Object} attributes by name; `true` is an empty attribute, `false`, null and undefined are
 *     none; `on` has listeners by event type
 * @param {...(Node|string|Array|null|false)} children text and nodes
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'on') {
      for (const [type, listener] of Object.entries(value)) {
        element.addEventListener(type, listener);
      }
    } else if (/^on|^style$|^srcdoc$/i.test(name)) {
      throw new Error(`the attribute ${name} would be code or style in markup`);
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, value === true ? '' : String(value));
    }
  }
  element.append(...nodes(children));
  return element;
}

/** Puts other children into an element. */
export function fill(element, ...children) {
  element.replaceChildren(...nodes(children));
  return element;
}

function nodes(children) {
  return children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
}

export function button(label, listener, attributes = {}) {
  return el('button', { type: 'button', on: { click: listener }, ...attributes }, label);
}

/** A place for what came of an action; screen readers say it when it changes. */
export function messageLine() {
  const line = el('p', { class: 'message', role: 'status' });
  return {
    element: line,
    good(...content) {
      line.className = 'message good';
      fill(line, ...content);
    },
    /** Says what went wrong, unless nothing did. */
    bad(failure) {
      if (failure?.name === 'AbortError') {
        return;
      }
      line.className = 'message bad';
      fill(line, failure instanceof Error ? failure.message : failure);
    },
    clear() {
      line.className = 'message';
      fill(line);
    },
  };
}

let ids = 0;

/** A label with its control, and a hint below it. */
export function field(label, control, hint = null) {
  ids += 1;
  const id = `field-${ids}`;
  control.id = id;
  if (hint) {
    control.setAttribute('aria-describedby', `${id}-hint`);
  }
  return el(
    'div',
    { class: 'field' },
    el('label', { for: id }, label),
    control,
    hint && el('small', { id: `${id}-hint` }, hint),
  );
}

/**
 * Asks in a modal dialog; Escape and Cancel mean no.
 *
 * @param {string} title what is asked
 * @param {Array} content what stands below it
 * @param {string} yes the label of the button that does it
 * @returns {Promise<boolean>} whether it is to be done
 */
export function confirm(title, content, yes) {
  ids += 1;
  const heading = `dialog-${ids}`;
  return new Promise((resolve) => {
    const dialog = el(
      'dialog',
      { 'aria-labelledby': heading },
      el('h2', { id: heading }, title),
      content,
      el(
        'div',
        { class: 'actions' },
        button('Cancel', () => dialog.close(''), { autofocus: true }),
        button(yes, () => dialog.close('yes'), { class: 'danger' }),
      ),
    );
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
