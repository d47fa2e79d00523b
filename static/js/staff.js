// What every staff page does beside its links and forms: the dialog, the notice, and single keys.
// Without it the same links lead to pages, and the same forms are sent.
(() => {
  'use strict';
  const dialog = document.getElementById('dialog');
  const toast = document.getElementById('toast');
  const singleKeys = document.body.dataset.singleKeys === 'true';
  const make = (name, props, ...children) => {
    const element = Object.assign(document.createElement(name), props);
    element.append(...children);
    return element;
  };

  // A row of links that is wider than the screen shows where one is.
  document.querySelectorAll('.subnav [aria-current], .tabs [aria-current]').forEach((link) => link.scrollIntoView({ block: 'nearest', inline: 'nearest' }));

  // ---- The dialog: links with data-open show their page's form in it ----

  const open = (href) => htmx.ajax('GET', href, { target: '#dialog' });

  const show = () => {
    if (!dialog.childElementCount) return dialog.close();
    const form = dialog.querySelector('form');
    dialog.querySelector('h2')?.setAttribute('id', 'dialog-title');
    dialog.setAttribute('aria-labelledby', 'dialog-title');
    dialog.className = `dialog ${form?.dataset.dialog ?? 'dialog--narrow'}`;
    if (!dialog.querySelector('[data-close]')) {
      const close = make('button', { className: 'btn push', type: 'button', textContent: 'Close' });
      close.dataset.close = '';
      dialog.append(make('div', { className: 'dialog__foot' }, close));
    }
    if (!dialog.open) dialog.showModal();
    const first = dialog.querySelector('.error-summary, [role=alert], input:checked, input:not([type=hidden]), select, textarea, a, button:not([hidden])');
    if (first?.getAttribute('role') === 'alert') first.tabIndex = -1;
    first?.focus();
  };

  const help = () => {
    dialog.replaceChildren(document.getElementById('keys').content.cloneNode(true));
    show();
  };

  document.addEventListener('click', (event) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const closes = event.target.closest('[data-close]');
    if (event.target === dialog || (closes && dialog.contains(closes))) {
      event.preventDefault();
      return dialog.close();
    }
    if (event.target.closest('button[data-key="?"]')) return help();
    const link = event.target.closest('a[data-open], a.card__more');
    if (link) {
      event.preventDefault();
      open(link.href);
    }
  });
  dialog.addEventListener('close', () => dialog.replaceChildren());
  document.addEventListener('htmx:afterSwap', (event) => {
    if (event.detail.target === dialog) show();
  });

  // ---- The notice: stays eight seconds, longer while somebody points at it or is in it ----

  let timer;
  const wait = () => {
    clearTimeout(timer);
    if (toast.querySelector('.toast')) timer = setTimeout(() => toast.replaceChildren(), 8000);
  };
  const stay = () => clearTimeout(timer);
  toast.addEventListener('pointerenter', stay);
  toast.addEventListener('focusin', stay);
  toast.addEventListener('pointerleave', wait);
  toast.addEventListener('focusout', wait);
  new MutationObserver(wait).observe(toast, { childList: true });
  wait();

  const say = (text) => toast.replaceChildren(make('div', { className: 'toast' }, make('span', { textContent: text })));

  // What a part says that has no place of its own on the page.
  document.addEventListener('htmx:responseError', (event) => {
    const { xhr, target } = event.detail;
    if (target === dialog || xhr.responseText.includes('id="toast"')) return;
    const part = new DOMParser().parseFromString(xhr.responseText, 'text/html');
    say(part.querySelector('.note')?.textContent.trim() || 'That did not work. Reload the page and try again.');
  });
  document.addEventListener('htmx:sendError', () => say('The server did not answer. Nothing was changed; please try again.'));

  // ---- Single keys ----

  const shown = (element) => element.getClientRects().length > 0;
  const typing = (element) => element.closest('textarea, select, [contenteditable], input:not([type=radio], [type=checkbox], [type=submit])');
  let going = 0;

  const pick = (digit) => {
    const form = dialog.querySelector('form[data-digits]');
    const choice = form?.querySelectorAll('input[type=radio]')[digit - 1];
    if (!choice) return false;
    choice.checked = true;
    form.requestSubmit();
    return true;
  };

  const act = (key) => {
    if (dialog.open && /^[1-9]$/.test(key)) return pick(Number(key));
    if (!dialog.open) {
      if (Date.now() - going < 1500) {
        going = 0;
        const link = document.querySelector(`a[data-go="${CSS.escape(key)}"]`);
        if (link) return link.click(), true;
      }
      if (key === 'g') return (going = Date.now()), true;
      if (key === '?') return help(), true;
      if (key === '/') {
        const find = document.querySelector('[data-find]');
        return find?.focus(), Boolean(find);
      }
      // The page's own keys first: a board knows which card is meant.
      if (!document.dispatchEvent(new CustomEvent('candor:key', { detail: key, cancelable: true }))) return true;
    }
    const within = dialog.open ? dialog : document;
    const element = [...within.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].find(shown);
    if (!element) return false;
    if (element.matches('textarea, input')) element.focus();
    else element.click();
    return true;
  };

  if (singleKeys) {
    document.querySelectorAll('button[data-key="?"][hidden]').forEach((button) => (button.hidden = false));
    document.addEventListener('keydown', (event) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
      if (act(event.key.toLowerCase())) event.preventDefault();
    });
  }

  window.candor = { open };
})();
