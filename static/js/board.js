// The board and the list by keyboard and by drag. Each act is a link or a form that also works alone.
(() => {
  'use strict';
  const dialog = document.getElementById('dialog');
  const board = () => document.getElementById('board');
  const lists = () => [...document.querySelectorAll('.col__list')];
  const cards = (list) => [...list.querySelectorAll('.card')];

  // ---- The cursor is the focus ----

  // Where somebody is: the column's stage and the number in it, so that the place outlives its card.
  let place = null;

  document.addEventListener('focusin', (event) => {
    document.querySelectorAll('.is-cursor').forEach((one) => one.classList.remove('is-cursor'));
    const card = event.target.closest('.card');
    if (!card) return;
    card.classList.add('is-cursor');
    const list = card.closest('.col__list');
    const all = cards(list);
    place = { stage: list.dataset.stage, at: all.indexOf(card), id: card.id };
    const where = document.querySelector('[data-where]');
    const name = card.querySelector('.card__name').textContent;
    if (where) where.textContent = `${name}, ${list.getAttribute('aria-label')}, ${place.at + 1} of ${all.length}`;
  });

  const focus = (card) => {
    const link = card?.querySelector('.card__name, .cell, .row__title');
    link?.focus();
    link?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    return Boolean(link);
  };

  // A card, or a row that can be ticked.
  const ROW = 'tbody tr, .rows > li:has([name=pick])';
  const current = () => document.activeElement?.closest(`.card, ${ROW}`);

  const step = (by) => {
    const card = current();
    const all = card?.matches(ROW) || !board() ? [...document.querySelectorAll(ROW)] : card ? cards(card.parentElement) : cards(lists().find((list) => cards(list).length) ?? document);
    return focus(card ? all[Math.max(0, all.indexOf(card) + by)] ?? card : all[0]);
  };

  const across = (by) => {
    const card = current();
    if (!card) return step(0);
    const all = lists();
    let at = all.indexOf(card.parentElement);
    const index = cards(card.parentElement).indexOf(card);
    while (all[(at += by)]) {
      const there = cards(all[at]);
      if (there.length) return focus(there[Math.min(index, there.length - 1)]);
    }
    return focus(card);
  };

  const act = (what) => {
    const link = current()?.querySelector(':is(.card__name, .cell)[href*="/applications/"]');
    if (!link || (board() && !board().dataset.move)) return false;
    candor.open(`${link.pathname}/${what}`);
    return true;
  };

  // ---- Ticking many: X, Shift for all between, and acts on those who are ticked ----

  const boxes = () => [...document.querySelectorAll('[name=pick]')];
  const ticked = () => boxes().filter((box) => box.checked);
  let shift = false;
  let last = null;
  document.addEventListener('keydown', (event) => (shift = event.shiftKey), true);

  const count = () => {
    const [some, bar] = [ticked().length, document.getElementById('select')];
    if (!bar) return;
    const page = document.querySelector('[name=page]');
    if (page) {
      page.checked = some > 0 && some === boxes().length;
      page.indeterminate = some > 0 && !page.checked;
    }
    if (!some && bar.elements.all) bar.elements.all.checked = false;
    bar.querySelector('[data-count]').textContent = bar.elements.all?.checked ? 'All selected' : `${some} selected`;
  };

  // From the one before to this one, all become what this one is.
  const through = (box) => {
    const all = boxes();
    const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
    if (from >= 0) all.slice(from, to + 1).forEach((one) => (one.checked = box.checked));
  };

  const tick = () => {
    const box = current()?.querySelector('[name=pick]');
    if (!box) return false;
    box.checked = !box.checked;
    if (shift) through(box);
    last = box;
    count();
    return true;
  };

  document.addEventListener('click', (event) => {
    const box = event.target.closest?.('[name=pick]');
    if (!box) return;
    if (event.shiftKey) through(box);
    last = box;
  });
  document.addEventListener('change', (event) => {
    if (event.target.matches('[name=page]')) boxes().forEach((box) => (box.checked = event.target.checked));
    count();
  });
  document.addEventListener('reset', () => setTimeout(count));

  // What a button of the bar does that shows its key, if somebody is ticked.
  const many = (what) => {
    const button = ticked().length ? document.querySelector(`#select button[value=${what}]:has(.kbd)`) : null;
    button?.click();
    return Boolean(button);
  };
  document.addEventListener('candor:fresh', count);
  count();

  const keys = { x: tick, j: () => step(1), k: () => step(-1), h: () => across(-1), l: () => across(1), m: () => many('move') || act('move'), e: () => many('reject') || act('rejection') };
  document.addEventListener('candor:key', (event) => {
    if (keys[event.detail]?.()) event.preventDefault();
  });

  // After an act the focus goes to whoever took the place of the card, or stays with the card; not from whoever types by then.
  const land = () => {
    if (!place || !board() || document.activeElement?.matches('textarea, select, input:not([type=checkbox])')) return;
    const list = lists().find((one) => one.dataset.stage === place.stage);
    if (!list) return;
    const card = list.querySelector(`#${CSS.escape(place.id)}`) ?? cards(list)[Math.min(place.at, cards(list).length - 1)];
    if (!focus(card)) list.focus();
  };
  dialog.addEventListener('close', () => setTimeout(land));

  // ---- Columns that are replaced stay where they were scrolled to ----

  const scrolled = {};
  document.addEventListener('htmx:oobBeforeSwap', () => lists().forEach((list) => (scrolled[list.dataset.stage] = list.scrollTop)));
  document.addEventListener('htmx:afterSwap', count);
  document.addEventListener('htmx:oobAfterSwap', () => {
    lists().forEach((list) => (list.scrollTop = scrolled[list.dataset.stage] ?? 0));
    sortable();
    count();
  });

  // "Show more" gives its place to cards: the first of them takes the focus.
  let before = null;
  document.addEventListener('htmx:beforeSwap', (event) => {
    before = event.detail.target.closest?.('.col__more')?.previousElementSibling ?? null;
  });
  document.addEventListener('htmx:afterSettle', () => {
    if (before) focus(before.nextElementSibling);
    before = null;
  });

  // ---- Dragging: a card goes to another column; its place there is not for people to choose ----

  let undo = () => {};
  const drop = (event) => {
    const { item, from, to, oldIndex, originalEvent } = event;
    board().querySelectorAll('.is-target').forEach((col) => col.classList.remove('is-target'));
    undo = () => from.insertBefore(item, from.children[oldIndex] ?? null);
    // Esc, and letting go beside the columns, end a drag without a drop.
    if (to === from || originalEvent?.type === 'dragend') return undo();
    place = { stage: from.dataset.stage, at: oldIndex, id: item.id };
    const path = `${board().dataset.move}/${item.id.replace('card-', '')}/move`;
    htmx.ajax('POST', path, { source: to, target: to, swap: 'none', values: { stage: to.dataset.stage, version: item.dataset.v } }).then(land);
  };
  document.addEventListener('htmx:sendError', () => undo());

  function sortable() {
    if (!board()?.dataset.move || !window.Sortable) return;
    lists().filter((list) => !Sortable.get(list)).forEach((list) => Sortable.create(list, {
      group: 'board', draggable: '.card', sort: false, delay: 200, delayOnTouchOnly: true, ghostClass: 'is-ghost', dragClass: 'is-lifted',
      onMove: ({ to }) => {
        board().querySelectorAll('.is-target').forEach((col) => col.classList.remove('is-target'));
        to.closest('.col').classList.add('is-target');
      },
      onEnd: drop,
    }));
  }
  sortable();
  document.addEventListener('candor:fresh', sortable);
})();
