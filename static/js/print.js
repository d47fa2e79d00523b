// A button that prints the page. Without it the browser's own menu does.
(() => {
  'use strict';
  document.querySelectorAll('[data-print]').forEach((button) => {
    button.hidden = false;
    button.addEventListener('click', () => window.print());
  });
})();
