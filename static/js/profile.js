// An application's page: says that it was read, and draws the pages of a PDF.
(() => {
  'use strict';

  // Read is what was in sight for two seconds.
  const head = document.querySelector('[data-reading]');
  const read = () => {
    if (document.visibilityState !== 'visible') return document.addEventListener('visibilitychange', soon, { once: true });
    fetch(head.dataset.reading, { method: 'POST' }).catch(() => {});
  };
  const soon = () => setTimeout(read, 2000);
  if (head) soon();

  // A résumé has no more pages than this; whoever sends a book is read as a download.
  const MOST = 40;

  const draw = async (page, holder, label) => {
    const scale = (holder.clientWidth || 720) / page.getViewport({ scale: 1 }).width;
    const viewport = page.getViewport({ scale: scale * Math.min(2, window.devicePixelRatio || 1) });
    const canvas = document.createElement('canvas');
    canvas.className = 'sheet__page';
    canvas.width = Math.floor(viewport.width);
    canvas.height = Math.floor(viewport.height);
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', label);
    holder.append(canvas);
    await page.render({ canvas, viewport }).promise;
  };

  const pages = async (holder) => {
    const base = holder.dataset.pdfjs;
    const pdfjs = await import(`${base}/pdf.min.mjs`);
    pdfjs.GlobalWorkerOptions.workerSrc = `${base}/pdf.worker.min.mjs`;
    const document = await pdfjs.getDocument({
      url: holder.dataset.pdf, isEvalSupported: false, useWasm: false, wasmUrl: `${base}/wasm/`,
      cMapUrl: `${base}/cmaps/`, cMapPacked: true, standardFontDataUrl: `${base}/standard_fonts/`,
    }).promise;
    const status = holder.querySelector('[role=status]');
    for (let number = 1; number <= Math.min(document.numPages, MOST); number += 1) {
      await draw(await document.getPage(number), holder, `Page ${number} of ${document.numPages}`);
    }
    if (document.numPages > MOST) status.textContent = `The first ${MOST} of ${document.numPages} pages. Download the file to read on.`;
    else status.remove();
  };

  const holder = document.querySelector('[data-pdf]');
  if (holder) {
    pages(holder).catch(() => {
      holder.querySelector('[role=status]').firstChild.textContent = 'This file cannot be drawn here: ';
    });
  }
})();
