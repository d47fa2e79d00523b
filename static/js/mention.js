// Whom a note names: after an @ those who see the application are offered, and arrows, Enter and Escape choose. A field of
// many lines cannot be called a combobox, so it says that a list came up and which name in it is meant.
// Without it a link tells the names, which are typed.
(() => {
  'use strict';
  const MOST = 8;
  const known = new Map();
  let list;
  let status;
  let field = null;

  const options = () => [...list.children];
  const chosen = () => list.querySelector('[aria-selected=true]');
  const folded = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

  const readers = (address) => {
    if (!known.has(address)) {
      const asked = fetch(address, { headers: { 'HX-Request': 'true' } }).then(async (answer) => {
        if (!answer.ok) return [];
        const part = new DOMParser().parseFromString(await answer.text(), 'text/html');
        return [...part.querySelectorAll('[data-reader]')].map((item) => item.dataset.reader);
      });
      known.set(address, asked.catch(() => []));
    }
    return known.get(address);
  };

  // What stands between the last @ and the caret, if it may be the beginning of a name.
  const begun = (box) => {
    const before = box.value.slice(0, box.selectionStart);
    return box.selectionStart === box.selectionEnd ? /(?:^|[\s(])@([^@\n]{0,60})$/u.exec(before)?.[1] : undefined;
  };

  const close = () => {
    if (!field) return;
    field.removeAttribute('aria-activedescendant');
    field.removeAttribute('aria-controls');
    field = null;
    list.remove();
    status.textContent = '';
  };

  const choose = (option) => {
    chosen()?.setAttribute('aria-selected', 'false');
    option.setAttribute('aria-selected', 'true');
    option.scrollIntoView({ block: 'nearest' });
    field.setAttribute('aria-activedescendant', option.id);
  };

  const put = (box, name) => {
    const end = box.selectionStart;
    box.setRangeText(`${name} `, end - begun(box).length, end, 'end');
    close();
  };

  const make = () => {
    if (list) return;
    list = Object.assign(document.createElement('div'), { id: 'mentions', className: 'mentions', role: 'listbox', ariaLabel: 'Colleagues' });
    status = Object.assign(document.createElement('p'), { className: 'vh', role: 'status' });
    list.addEventListener('pointerdown', (event) => event.preventDefault());
    list.addEventListener('click', (event) => {
      const option = event.target.closest('[role=option]');
      if (option) put(field, option.textContent);
    });
  };

  const show = async (box) => {
    const typed = begun(box);
    if (typed === undefined) return close();
    const names = await readers(box.dataset.readers);
    if (begun(box) !== typed || document.activeElement !== box) return;
    const start = folded(typed);
    const fits = (name) => name.startsWith(start) || name.split(' ').some((word) => word.startsWith(start));
    const found = names.filter((name) => fits(folded(name))).slice(0, MOST);
    if (!found.length) return close();
    list.replaceChildren(...found.map((name, n) => Object.assign(document.createElement('div'), {
      id: `mention-${n}`, className: 'palette__opt', role: 'option', ariaSelected: 'false', textContent: name,
    })));
    if (field !== box) {
      close();
      box.after(list);
      field = box;
      box.setAttribute('aria-controls', list.id);
    }
    choose(list.firstElementChild);
    status.textContent = found.length === 1 ? '1 colleague. Enter takes it.' : `${found.length} colleagues. Arrows choose, Enter takes one.`;
  };

  const attend = (box) => {
    make();
    // There before it says anything, so that it is heard.
    box.after(status);
    box.setAttribute('aria-autocomplete', 'list');
    box.setAttribute('aria-haspopup', 'listbox');
  };

  const offered = (event) => event.target.matches?.('textarea[data-readers]');
  if (document.activeElement?.matches('textarea[data-readers]')) attend(document.activeElement);
  document.addEventListener('focusin', (event) => offered(event) && attend(event.target));
  document.addEventListener('focusout', (event) => event.target === field && close());
  document.addEventListener('input', (event) => offered(event) && !event.isComposing && show(event.target));
  document.addEventListener('click', (event) => offered(event) && show(event.target));
  document.addEventListener('keydown', (event) => {
    if (event.target !== field || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    // The caret has gone elsewhere, and the keys are the field's own.
    if (begun(field) === undefined) return close();
    const all = options();
    const at = all.indexOf(chosen());
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) choose(all[(at + step + all.length) % all.length]);
    else if (event.key === 'Enter' || event.key === 'Tab') put(field, chosen().textContent);
    else if (event.key === 'Escape') close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, true);
})();
