// Ctrl-K: jump to a person, a job, a posting, a page, or begin an act. Without it the box leads to the list of people.
(() => {
  'use strict';
  const palette = document.getElementById('palette');
  const input = document.getElementById('palette-input');
  const list = document.getElementById('palette-list');
  const results = palette.querySelector('.palette__foot [data-results]');
  const options = () => [...list.querySelectorAll('[role=option]')];
  const chosen = () => list.querySelector('[aria-selected=true]');

  const choose = (option) => {
    chosen()?.setAttribute('aria-selected', 'false');
    if (!option) return input.removeAttribute('aria-activedescendant');
    option.setAttribute('aria-selected', 'true');
    option.scrollIntoView({ block: 'nearest' });
    input.setAttribute('aria-activedescendant', option.id);
  };

  const open = () => {
    if (palette.open) return;
    document.querySelectorAll('dialog[open]').forEach((other) => other.close());
    palette.showModal();
    input.value = '';
    input.focus();
    htmx.trigger(input, 'open');
  };

  document.addEventListener('keydown', (event) => {
    if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    open();
  });
  document.querySelector('.side__search')?.addEventListener('submit', (event) => {
    if (event.target.elements.q.value.trim()) return;
    event.preventDefault();
    open();
  });

  input.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    const all = options();
    const at = all.indexOf(chosen());
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 5, PageUp: Math.max(at - 5, 0), Home: 0, End: all.length - 1 }[event.key];
    if (to !== undefined && all.length && !(['Home', 'End'].includes(event.key) && input.value)) {
      event.preventDefault();
      const end = event.key === 'PageDown' ? Math.min(to, all.length - 1) : (to + all.length) % all.length;
      choose(all[end]);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      chosen()?.click();
    }
  });

  document.addEventListener('htmx:afterSwap', (event) => {
    if (event.detail.target !== list) return;
    input.setAttribute('aria-expanded', String(options().length > 0));
    const n = list.querySelector('[data-results]')?.textContent ?? '0';
    list.querySelector('[data-results]')?.remove();
    results.textContent = n === '1' ? '1 result' : `${n} results`;
    choose(options()[0]);
  });
  list.addEventListener('pointermove', (event) => {
    const option = event.target.closest('[role=option]');
    if (option && option !== chosen()) choose(option);
  });
  palette.addEventListener('click', (event) => {
    if (event.target === palette) palette.close();
  });
  palette.addEventListener('close', () => {
    list.replaceChildren();
    input.setAttribute('aria-expanded', 'false');
    choose(null);
  });
})();
