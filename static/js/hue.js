// Moving a company's colour shows it on this page at once: every accent follows one custom property of the root.
for (const range of document.querySelectorAll("input[data-hue]")) {
  range.addEventListener("input", () => {
    document.documentElement.style.setProperty("--accent-h", range.value);
    document.getElementById(range.dataset.hue).value = range.value;
  });
}
