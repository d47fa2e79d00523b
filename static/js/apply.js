// Reads a résumé as soon as it is chosen, as its button does, and shows a question once the answer is given that it depends
// on. Without this script the button is there, and every question says when it is asked.
(() => {
  'use strict';
  document.querySelectorAll('[data-reads]').forEach((button) => {
    const input = document.getElementById(button.dataset.reads);
    input?.addEventListener('change', () => {
      if (input.files.length) input.form.requestSubmit(button);
    });
  });

  const dependent = [...document.querySelectorAll('[data-after]')];
  if (!dependent.length) return;
  // In the order of the form, so that a question that is hidden takes those after it along.
  const show = () => dependent.forEach((field) => {
    const answers = field.dataset.answers.split(' ');
    const given = document.querySelectorAll(`[name="${field.dataset.after}"]:checked:enabled`);
    field.hidden = ![...given].some((input) => answers.includes(input.value));
    field.querySelectorAll('input, textarea').forEach((input) => { input.disabled = field.hidden; });
  });
  document.querySelectorAll('[data-only-if]').forEach((line) => { line.hidden = true; });
  document.addEventListener('change', show);
  addEventListener('pageshow', show);
  show();
})();
