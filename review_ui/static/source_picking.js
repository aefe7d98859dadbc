"use strict";
// Selecting text on the left and offering it as a citation: exact characters of the source, over lines, cells and pages.
// Dispatches kaohe:cite {notice, text_sha256, spans, quote, citation, pages}.
(() => {
  if (!kaohe.source || kaohe.source.fetchRuns) return;
  const { root, scroll, all, make, clip } = kaohe.source;
  const bar = root.querySelector(".source-picked");
  const runs = new WeakMap(); // sheet -> {runs, cells}
  const MOVED = 4; // pixels that make a drag of a click
  const EDGE = 36; // pixels from the edge where dragging scrolls

  // --- the text over a page's picture ---------------------------------------------------------------------------------

  kaohe.source.fetchRuns = async (sheet) => {
    if (runs.has(sheet)) return;
    runs.set(sheet, { runs: [], cells: [] });
    try {
      const answer = await fetch(sheet.dataset.overlay, { credentials: "same-origin" });
      if (!answer.ok) throw new Error(String(answer.status));
      const told = await answer.json();
      const layer = sheet.querySelector("g.runs");
      const found = told.runs.map(([start, end, x, y, width, size, text, quiet]) => {
        const attributes = { x, y, "font-size": size, "data-start": start, "data-end": end };
        if (width > 0) Object.assign(attributes, { textLength: width, lengthAdjust: "spacingAndGlyphs" });
        if (quiet) attributes["data-quiet"] = "";
        const element = make("text", attributes, text);
        layer.append(element);
        return { element, start, x0: x, x1: x + width, top: y - size, bottom: y + size * 0.2 };
      });
      runs.set(sheet, { runs: found, cells: told.cells });
    } catch (error) {
      runs.delete(sheet); // asked for again when it comes near again
    }
  };
  function pointOn(sheet, event) {
    const svg = sheet.querySelector("svg");
    const box = svg.getBoundingClientRect();
    const view = svg.viewBox.baseVal;
    return { x: ((event.clientX - box.left) / box.width) * view.width, y: ((event.clientY - box.top) / box.height) * view.height };
  }
  function sheetAt(event) {
    let best = null;
    let least = Infinity;
    all(".sheet[data-overlay]", scroll).forEach((sheet) => {
      const box = sheet.getBoundingClientRect();
      const away = Math.max(box.top - event.clientY, 0, event.clientY - box.bottom);
      if (away < least) {
        least = away;
        best = sheet;
      }
    });
    return best;
  }
  // The character boundary nearest to a point: within the cell under it, on the line at its height.
  function caretAt(event) {
    const sheet = sheetAt(event);
    const known = sheet && runs.get(sheet);
    if (!known || !known.runs.length) return null;
    const point = pointOn(sheet, event);
    const cell = known.cells.find(([, , x0, top, x1, bottom]) => point.x >= x0 && point.x < x1 && point.y >= top && point.y < bottom);
    const own = cell ? known.runs.filter((run) => run.start >= cell[0] && run.start < cell[1]) : known.runs;
    const away = (run) => {
      const slack = (run.bottom - run.top) * 0.3;
      const dy = Math.max(run.top - slack - point.y, 0, point.y - run.bottom - slack);
      const dx = Math.max(run.x0 - point.x, 0, point.x - run.x1);
      return dy * 1000 + dx;
    };
    const run = own.reduce((a, b) => (away(b) < away(a) ? b : a));
    const text = run.element.firstChild;
    let offset = 0;
    while (offset < text.length) {
      const box = run.element.getExtentOfChar(offset);
      if (point.x < box.x + box.width / 2) break;
      offset += 1;
    }
    if (offset < text.length && /[\uDC00-\uDFFF]/.test(text.data[offset])) offset -= 1;
    return { node: text, offset };
  }
  let anchor = null; // where a drag began
  let began = null;
  let dragging = false;
  let latest = null;
  function extend(event) {
    const caret = caretAt(event);
    if (anchor && caret) window.getSelection().setBaseAndExtent(anchor.node, anchor.offset, caret.node, caret.offset);
  }
  function creep() {
    if (!dragging) return;
    const view = scroll.getBoundingClientRect();
    const step = Math.min(latest.clientY - view.top - EDGE, 0) || Math.max(latest.clientY - view.bottom + EDGE, 0);
    if (step) {
      scroll.scrollTop += clip(step, -EDGE, EDGE) / 2;
      extend(latest);
    }
    window.requestAnimationFrame(creep);
  }
  scroll.addEventListener("pointerdown", (event) => {
    const sheet = event.target.closest(".sheet[data-overlay]");
    if (!sheet || event.button !== 0 || event.target.closest(".jump")) return;
    event.preventDefault();
    scroll.classList.add("pointed");
    scroll.focus({ preventScroll: true });
    const selection = window.getSelection();
    if (event.shiftKey && anchor && !selection.isCollapsed) {
      extend(event);
      return;
    }
    began = event;
    anchor = caretAt(event);
  });
  scroll.addEventListener("mousedown", (event) => {
    if (event.target.closest(".sheet[data-overlay]")) event.preventDefault(); // the browser's own selecting would jump about
  });
  window.addEventListener("pointermove", (event) => {
    if (!began) return;
    latest = event;
    if (!dragging && Math.hypot(event.clientX - began.clientX, event.clientY - began.clientY) < MOVED) return;
    if (!dragging) {
      dragging = true;
      scroll.classList.add("dragging");
      creep();
    }
    extend(event);
  });
  function ended(event) {
    if (!began) return;
    const start = began;
    began = null;
    scroll.classList.remove("dragging");
    if (dragging) {
      dragging = false;
      soon();
      return;
    }
    if (event.type !== "pointerup") return;
    window.getSelection().removeAllRanges();
    drop();
    const sheet = start.target.closest(".sheet");
    kaohe.source.onPage(sheet, pointOn(sheet, start), start);
  }
  window.addEventListener("keydown", () => scroll.classList.remove("pointed"), true);
  window.addEventListener("pointerup", ended);
  window.addEventListener("pointercancel", ended);

  // --- selection to spans ----------------------------------------------------------------------------------------------

  const points = (text) => Array.from(text).length; // the source counts characters, the browser UTF-16 units
  function boundary(piece, node, offset) {
    if (node.nodeType === Node.TEXT_NODE) return points(node.data.slice(0, offset));
    return offset === 0 ? 0 : points(piece.textContent);
  }
  function spansOf(range) {
    const within = range.commonAncestorContainer.nodeType === Node.TEXT_NODE ? range.commonAncestorContainer.parentNode : range.commonAncestorContainer;
    const under = within.closest("[data-start]") ? [within.closest("[data-start]")] : all("[data-start]", within);
    const found = [];
    under.forEach((piece) => {
      if (!scroll.contains(piece) || !range.intersectsNode(piece)) return;
      const start = Number(piece.dataset.start);
      const from = piece.contains(range.startContainer) ? boundary(piece, range.startContainer, range.startOffset) : 0;
      const to = piece.contains(range.endContainer) ? boundary(piece, range.endContainer, range.endOffset) : points(piece.textContent);
      if (from < to) found.push({ piece, span: [start + from, start + to], quiet: "quiet" in piece.dataset || Boolean(piece.closest(".as-quiet")) });
    });
    if (!found.length) return null;
    const article = found[0].piece.closest(".source-notice");
    const own = found.filter((one) => one.piece.closest(".source-notice") === article);
    const body = own.filter((one) => !one.quiet); // page numbers between two pages are not meant
    return { notice: Number(article.dataset.notice), text_sha256: article.dataset.text, spans: joined((body.length ? body : own).map((one) => one.span)) };
  }
  function joined(spans) {
    const out = [];
    spans
      .sort((a, b) => a[0] - b[0])
      .forEach(([start, end]) => {
        const before = out[out.length - 1];
        if (before && start <= before[1]) before[1] = Math.max(before[1], end);
        else out.push([start, end]);
      });
    return out;
  }

  // --- the bar ---------------------------------------------------------------------------------------------------------

  let picked = null;
  let turn = 0;
  let timer = 0;
  function soon() {
    window.clearTimeout(timer);
    timer = window.setTimeout(report, 150);
  }
  async function report() {
    const selection = window.getSelection();
    if (selection.isCollapsed || !selection.rangeCount || dragging) return;
    const range = selection.getRangeAt(0);
    if (!scroll.contains(range.commonAncestorContainer)) return;
    const asked = spansOf(range);
    if (!asked) return;
    turn += 1;
    const mine = turn;
    let told;
    try {
      const answer = await fetch(root.dataset.selection, {
        method: "POST",
        credentials: "same-origin",
        headers: { "Content-Type": "application/json", "X-CSRFToken": kaohe.token() },
        body: JSON.stringify(asked),
      });
      told = await answer.json();
    } catch (error) {
      told = { message: "查不到出处：连不上服务器，或登录已过期，请刷新页面" };
    }
    if (mine === turn) offer(told);
  }
  function offer(told) {
    picked = told.message ? null : told;
    const fault = bar.querySelector(".picked-fault");
    fault.hidden = !told.message;
    fault.textContent = told.message || "";
    bar.querySelector(".picked-text").hidden = !picked;
    bar.querySelector("q").textContent = picked ? shortened(told.quote.replace(/\s+/g, " ")) : "";
    const where = picked && told.pages.length ? "（第" + told.pages.join("、") + "页）" : "";
    bar.querySelector(".picked-from").textContent = picked ? "出处：" + told.citation + where : "";
    bar.querySelector('[data-pick="take"]').hidden = !picked;
    bar.classList.remove("above");
    bar.hidden = false;
    const selection = window.getSelection();
    const box = selection.rangeCount ? selection.getRangeAt(0).getBoundingClientRect() : null;
    if (box && box.bottom > bar.getBoundingClientRect().top) bar.classList.add("above"); // not over what is selected
  }
  function shortened(text) {
    const letters = Array.from(text);
    return letters.length <= 90 ? text : letters.slice(0, 60).join("") + "……" + letters.slice(-24).join("");
  }
  function drop() {
    turn += 1;
    window.clearTimeout(timer);
    picked = null;
    bar.hidden = true;
  }
  bar.addEventListener("click", (event) => {
    const act = event.target.closest("[data-pick]");
    if (!act) return;
    const detail = picked;
    drop();
    window.getSelection().removeAllRanges();
    if (act.dataset.pick === "take" && detail) document.dispatchEvent(new CustomEvent("kaohe:cite", { detail }));
  });
  document.addEventListener("selectionchange", () => {
    const selection = window.getSelection();
    if (!dragging && !selection.isCollapsed && scroll.contains(selection.anchorNode)) soon();
  });
  scroll.addEventListener("click", (event) => {
    if (event.target.closest(".source-text") && window.getSelection().isCollapsed) drop();
  });
})();
