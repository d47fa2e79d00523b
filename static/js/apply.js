// Reads a résumé as soon as it is chosen, as its button does. Without this script the button is there.
(() => {
  'use strict';
  document.querySelectorAll('[data-reads]').forEach((button) => {
    const input = document.getElementById(button.dataset.reads);
    input?.addEventListener('change', () => {
      if (input.files.length) input.form.requestSubmit(button);
    });
  });
})();
