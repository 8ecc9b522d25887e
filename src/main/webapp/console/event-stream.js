// Event streams (HTML standard, section 9.2), as far as this service writes them: one line of data.

/** Returns a function that takes text as it comes, and hands out each event with its data as JSON. */
export function parser(onEvent) {
  let rest = '';
  let fields = {};
  return (text) => {
    rest += text;
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
      line(rest.slice(0, end));
      rest = rest.slice(end + 1);
    }
  };

  function line(text) {
    if (text === '') {
      if (fields.data !== undefined) {
        onEvent(fields.event ?? 'message', JSON.parse(fields.data));
      }
      fields = {};
      return;
    }
    const colon = text.indexOf(':');
    // With nothing in front of the colon it is a comment.
    if (colon > 0) {
      fields[text.slice(0, colon)] = text.slice(colon + 1).replace(/^ /, '');
    }
  }
}
