"use strict";
// Leafing through the left two columns: which page or chapter is in view, going to one, the size of pages.
(() => {
  if (!kaohe.source || kaohe.source.leafing) return;
  const { root, scroll, list, places, all } = kaohe.source;
  const WIDTHS = [1240, 1600, 2480]; // pixels that the server draws pages in

  // --- where we are --------------------------------------------------------------------------------------------------

  let current = null;
  function follow() {
    const view = scroll.getBoundingClientRect();
    const line = view.top + view.height * 0.3;
    let found = null;
    all("a[data-place]", list).forEach((link) => {
      const target = targetOf(link);
      if (target && target.offsetParent !== null && (!found || target.getBoundingClientRect().top <= line)) found = link;
    });
    if (found === current || !found) return;
    if (current) current.removeAttribute("aria-current");
    current = found;
    found.setAttribute("aria-current", "true");
    const box = found.getBoundingClientRect();
    const frame = list.getBoundingClientRect();
    if (box.top < frame.top || box.bottom > frame.bottom) list.scrollTop += box.top - frame.top - frame.height / 3;
    const file = found.closest(".source-file").querySelector("h2").textContent;
    root.querySelector(".source-at").textContent = file + "　" + found.querySelector(".where").textContent;
  }
  function targetOf(link) {
    return document.getElementById("page-" + link.dataset.notice + "-" + link.dataset.place) || places.get(link.dataset.notice + ":" + link.dataset.place);
  }
  let waiting = false;
  function soon() {
    if (waiting) return;
    waiting = true;
    window.requestAnimationFrame(() => {
      waiting = false;
      follow();
    });
  }
  scroll.addEventListener("scroll", soon, { passive: true });
  list.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-place]");
    if (!link) return;
    event.preventDefault();
    const target = targetOf(link);
    if (target) kaohe.source.readable(target);
    if (target) scroll.scrollTop += target.getBoundingClientRect().top - scroll.getBoundingClientRect().top - 12;
  });

  // --- size ----------------------------------------------------------------------------------------------------------

  const pictures = all(".sheet img", scroll);
  pictures.forEach((picture) => {
    picture.dataset.width = picture.getAttribute("width");
    picture.dataset.height = picture.getAttribute("height");
  });
  function zoomTo(zoom) {
    const factor = zoom === "fit" ? 1 : Number(zoom) / 100;
    const before = scroll.scrollTop / Math.max(scroll.scrollHeight, 1);
    ["fit", "100", "150", "200"].forEach((one) => root.classList.toggle("zoom-" + one, one === zoom));
    all("[data-zoom]").forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.zoom === zoom)));
    pictures.forEach((picture) => {
      picture.setAttribute("width", Math.round(picture.dataset.width * factor));
      picture.setAttribute("height", Math.round(picture.dataset.height * factor));
      const shown = (zoom === "fit" ? scroll.clientWidth : picture.dataset.width * factor) * Math.min(window.devicePixelRatio || 1, 2);
      const width = WIDTHS.find((one) => one * 1.1 >= shown) || WIDTHS[WIDTHS.length - 1];
      const address = new URL(picture.src);
      if ((address.searchParams.get("w") || String(WIDTHS[0])) === String(width)) return;
      address.searchParams.set("w", width);
      picture.src = address.href;
    });
    scroll.scrollTop = before * scroll.scrollHeight;
    try {
      window.localStorage.setItem("kaohe:zoom", zoom);
    } catch (error) {
      // the choice is forgotten with the page
    }
  }
  root.querySelector(".zooms").addEventListener("click", (event) => {
    const button = event.target.closest("[data-zoom]");
    if (button) zoomTo(button.dataset.zoom);
  });
  let kept = null;
  try {
    kept = window.localStorage.getItem("kaohe:zoom");
  } catch (error) {
    kept = null;
  }
  if (["100", "150", "200"].includes(kept)) zoomTo(kept);

  Object.assign(kaohe.source, { follow, leafing: true });
})();
