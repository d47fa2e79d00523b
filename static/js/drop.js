// Sends many files one by one, and says how far it is. Without it the form sends them all at once.
(() => {
  'use strict';
  const form = document.querySelector('[data-drop]');
  const input = form?.querySelector('input[type=file]');
  const said = form?.querySelector('[data-progress]');
  if (!form || !window.fetch) return;

  const post = (address, body) => fetch(address, { method: 'POST', body, credentials: 'same-origin' });

  form.addEventListener('submit', async (event) => {
    const files = [...input.files];
    if (files.length < 2 || !form.elements.to.value) return;
    event.preventDefault();
    const button = form.querySelector('button');
    button.disabled = true;
    const fields = new FormData(form);
    fields.delete('files');
    fields.append('alone', 'yes');
    try {
      const began = await post(form.action, fields);
      if (!began.ok || !began.redirected) throw new Error('refused');
      const list = new URL(began.url).pathname;
      let failed = 0;
      for (const [n, file] of files.entries()) {
        said.textContent = `Sending ${n + 1} of ${files.length}: ${file.name}`;
        const one = new FormData();
        one.append('files', file);
        const answer = await post(`${list}/files`, one).catch(() => null);
        if (!answer?.ok) failed += 1;
      }
      if (failed) said.textContent = `${failed} could not be sent. The others are being read.`;
      setTimeout(() => { location.href = list; }, failed ? 3000 : 0);
    } catch {
      button.disabled = false;
      said.textContent = 'That did not work. Try again, or send fewer at once.';
    }
  });
})();
