// A board or a list follows what colleagues do: told that something has changed, it asks for itself again, and changes only
// what differs, so that focus, place and ticks stay. Without it the page is as it was when it was opened.
(() => {
  'use strict';
  const path = document.currentScript.dataset.live;
  const main = document.getElementById('main');
  let source = null;
  let stale = false;
  let asking = false;
  let swaps = 0;
  for (const swapped of ['htmx:afterSwap', 'htmx:oobAfterSwap']) document.addEventListener(swapped, () => (swaps += 1));

  // What the page's own scripts put on an element is theirs.
  const ours = new Set(['class', 'style', 'tabindex', 'draggable', 'checked', 'open']);
  const keep = (name, node, how) => !(ours.has(name) && (how === 'remove' || node.matches('.card, tr, input, details')));

  // Somebody in the middle of something is not disturbed.
  const typing = () => document.activeElement?.matches('#main textarea, #main select, #main input:not([type=checkbox], [type=radio])');
  const busy = () => typing() || document.querySelector('.htmx-request, .is-lifted, .is-ghost, .sortable-chosen');

  // A column in which "Show more" was used is longer than the new one: its tail stays below.
  const tails = (fresh) => {
    document.querySelectorAll('.col__list').forEach((list) => {
      const next = fresh.querySelector(`.col__list[data-stage="${CSS.escape(list.dataset.stage)}"]`);
      const more = next?.querySelector('.col__more a[hx-get]')?.closest('li');
      const old = [...list.querySelectorAll('.card')];
      const count = next?.querySelectorAll('.card').length;
      if (!more || old.length <= count) return;
      const rest = old.slice(count).filter((card) => !fresh.getElementById(card.id));
      const end = list.querySelector('.col__more a[hx-get]')?.closest('li');
      more.replaceWith(...[...rest, end].filter(Boolean).map((item) => item.cloneNode(true)));
    });
  };

  const refresh = async () => {
    if (asking || busy() || document.hidden) {
      stale = true;
      return;
    }
    asking = true;
    stale = false;
    const before = swaps;
    try {
      const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
      if (!answer.ok || answer.redirected) return close();
      const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const next = fresh.getElementById('main');
      // What one did oneself meanwhile is newer than this answer.
      if (!next || busy() || swaps !== before) {
        stale = true;
        return;
      }
      tails(fresh);
      const at = document.activeElement?.closest('.card, tr')?.id;
      Idiomorph.morph(main, next, { ignoreActiveValue: true, callbacks: { beforeAttributeUpdated: keep } });
      htmx.process(main);
      // A card that was moved takes its focus along.
      if (at && document.activeElement === document.body) document.getElementById(at)?.querySelector('a')?.focus({ preventScroll: true });
      document.dispatchEvent(new CustomEvent('candor:fresh'));
    } catch {
      stale = true;
    } finally {
      asking = false;
    }
  };

  const open = () => {
    if (source || document.hidden) return;
    source = new EventSource(path);
    source.addEventListener('changed', refresh);
    // After an interruption nobody knows what was missed.
    let again = false;
    source.addEventListener('open', () => {
      if (again) refresh();
      again = true;
    });
  };
  function close() {
    source?.close();
    source = null;
  }

  // A page that nobody looks at holds no connection: a browser has few of them for one site.
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) return close();
    open();
    refresh();
  });
  window.addEventListener('pagehide', close);
  window.addEventListener('pageshow', open);
  setInterval(() => stale && refresh(), 1000);
  open();
})();
