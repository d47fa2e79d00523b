// While one is read the next one is fetched, and shown the moment that somebody goes on, until the real page is there. It is
// only shown: looking hands nobody out, and the server says who is next. Kept in memory, because these pages are in no cache.
(() => {
  'use strict';
  const foot = document.querySelector('.review__foot');
  const after = document.querySelectorAll('.queue-item[aria-current] ~ .queue-item');
  // Whoever a colleague is at will not be handed out.
  const next = [...after].find((one) => !one.querySelector('.avatar'));
  if (!foot || !next) return;
  let kept = null;

  const fetchNext = async () => {
    try {
      const answer = await fetch(next.href, { headers: { accept: 'text/html' } });
      if (!answer.ok || answer.redirected) return;
      kept = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('.review__body');
    } catch { /* then it comes when it is asked for */ }
  };

  // Nothing can be done to somebody who is shown before they are handed out.
  const goOn = () => {
    if (!kept) return;
    foot.inert = true;
    document.querySelector('.review__body').replaceWith(document.adoptNode(kept));
    window.scrollTo(0, 0);
    kept = null;
  };

  foot.addEventListener('submit', () => setTimeout(goOn));
  foot.querySelector('[rel=next]')?.addEventListener('click', (event) => {
    if (!event.ctrlKey && !event.metaKey && !event.shiftKey) setTimeout(goOn);
  });
  window.addEventListener('pageshow', (event) => event.persisted && location.reload());
  setTimeout(fetchNext, 300);
})();
