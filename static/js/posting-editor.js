// Makes the posting's editor quicker: marks text as Markdown. Without it, people type the marks themselves.
(() => {
  'use strict';
  const marks = {
    bold: (text) => ({ text: `**${text || "bold"}**`, from: 2, length: (text || "bold").length }),
    italic: (text) => ({ text: `*${text || "italic"}*`, from: 1, length: (text || "italic").length }),
    link: (text) => {
      const words = text || "words";
      return { text: `[${words}](address)`, from: words.length + 3, length: "address".length };
    },
  };

  function list(area) {
    const start = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
    const end = area.selectionEnd;
    const lines = area.value.slice(start, end).split("\n");
    const listed = lines.every((line) => line.startsWith("- "));
    const text = lines.map((line) => (listed ? line.slice(2) : line.startsWith("- ") ? line : `- ${line}`)).join("\n");
    area.setRangeText(text, start, end, "end");
  }

  function format(button) {
    const area = document.getElementById(button.dataset.for);
    if (!area) return;
    area.focus();
    const mark = marks[button.dataset.format];
    if (mark) {
      const { selectionStart: start, selectionEnd: end } = area;
      const made = mark(area.value.slice(start, end));
      area.setRangeText(made.text, start, end, "end");
      area.setSelectionRange(start + made.from, start + made.from + made.length);
    } else {
      list(area);
    }
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function show() {
    for (const button of document.querySelectorAll("[data-format]")) button.hidden = false;
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-format]");
    if (button) format(button);
  });
  document.addEventListener("htmx:afterSwap", show);
  show();
})();
