// Dragging the rows of a list into another order. The list is part of a form whose arrows do the same without this
// script: a drop only asks the form to send the order that it has now.
(() => {
  'use strict';
  const sortable = (root) => {
    for (const list of root.querySelectorAll('[data-sortable]')) {
      if (!Sortable.get(list)) {
        Sortable.create(list, {
          handle: '.grip',
          animation: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 180,
          onUpdate: () => htmx.trigger(list.closest('form'), 'reorder'),
        });
      }
    }
  };
  sortable(document);
  document.addEventListener('htmx:load', (event) => sortable(event.detail.elt));
})();
