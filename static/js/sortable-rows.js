// Dragging the rows of a list into another order. The list is part of a form whose arrows do the same without this
// script: a drop only asks the form to send the order that it has now.
function sortableRows(root) {
  for (const list of root.querySelectorAll("[data-sortable]")) {
    if (!Sortable.get(list)) {
      Sortable.create(list, {
        handle: ".grip",
        animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 180,
        onUpdate: () => htmx.trigger(list.closest("form"), "reorder"),
      });
    }
  }
}
sortableRows(document);
document.addEventListener("htmx:load", (event) => sortableRows(event.detail.elt));
