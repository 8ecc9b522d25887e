// The theme: that of the system, or the one that was chosen in this browser.
'use strict';

(() => {
  const KEY = 'larder.theme';
  const NEXT = { system: 'light', light: 'dark', dark: 'system' };

  function stored() {
    try {
      const theme = localStorage.getItem(KEY);
      return theme in NEXT ? theme : 'system';
    } catch {
      // Storage is switched off: the choice lasts as long as the page.
      return 'system';
    }
  }

  let current = stored();

  function apply() {
    if (current === 'system') {
      document.documentElement.removeAttribute('data-theme');
    } else {
      document.documentElement.setAttribute('data-theme', current);
    }
  }

  apply();

  window.larderTheme = {
    get current() {
      return current;
    },
    /** Goes to the next theme, and tells `larder-theme` listeners of the window. */
    next() {
      current = NEXT[current];
      try {
        localStorage.setItem(KEY, current);
      } catch {
        // As above.
      }
      apply();
      window.dispatchEvent(new Event('larder-theme'));
    },
  };
})();
