"use strict";
// The left two columns of the review page: frames on pages and marks in text, kept with the selected item and its status.
// Speaks with the cards by events: kaohe:select {item, from}, kaohe:changed {items, pages}.
(() => {
  const root = document.getElementById("source");
  if (!root || kaohe.source) return;
  const scroll = root.querySelector(".source-scroll");
  const list = root.querySelector(".source-list");
  const SVG = "http://www.w3.org/2000/svg";
  const STATUSES = ["pending", "changed", "accepted", "rejected"]; // what shows where several items share a place
  const MOST_ASKED = 60; // items whose frames are asked for one by one
  const notices = new Map(); // id -> {shape, frames: Map(item -> frame)}
  const places = new Map(); // "notice:start" -> the piece of text a place begins at
  let selected = null;
  let wanted = null; // an item selected before its frames were known

  const all = (selector, under = root) => Array.from(under.querySelectorAll(selector));
  const clip = (value, low, high) => Math.min(Math.max(value, low), high);
  function make(name, attributes, text) {
    const made = document.createElementNS(SVG, name);
    Object.keys(attributes).forEach((key) => made.setAttribute(key, attributes[key]));
    if (text !== undefined) made.textContent = text;
    return made;
  }
  function look(items) {
    const found = new Set();
    notices.forEach((notice) => items.forEach((item) => notice.frames.has(item) && found.add(notice.frames.get(item).status)));
    return STATUSES.find((status) => found.has(status)) || "pending";
  }

  // --- what stands where ---------------------------------------------------------------------------------------------

  let asking = Promise.resolve();
  function refresh(items) {
    asking = asking.then(() => ask(items)).catch(() => {}); // the next decision asks again
    return asking;
  }
  async function ask(items) {
    const some = items && items.length && items.length <= MOST_ASKED;
    const query = some ? "?items=" + encodeURIComponent(items.join(",")) : "";
    const answer = await fetch(root.dataset.frames + query, { credentials: "same-origin" });
    if (!answer.ok) return;
    const told = await answer.json();
    const moved = Object.keys(told.notices).some((id) => !notices.has(id) || notices.get(id).shape !== told.notices[id].shape);
    if (some && moved) {
      await ask(null);
      return;
    }
    Object.keys(told.notices).forEach((id) => {
      const { shape, frames, counts } = told.notices[id];
      const known = some ? notices.get(id).frames : new Map();
      frames.forEach((frame) => known.set(frame.item, frame));
      notices.set(id, { shape, frames: known });
      count(id, counts);
    });
    all(".sheet.drawn").forEach(draw);
    await Promise.all(all(".source-text[data-text-url]").map(renew));
    all(".source-text").forEach(colour);
    if (wanted) show(wanted);
    else emphasise();
  }
  function count(id, counts) {
    all("a[data-place]", list).forEach((link) => {
      if (link.dataset.notice !== id) return;
      const badge = link.querySelector(".undecided");
      const number = counts[link.dataset.place] || 0;
      badge.textContent = number;
      badge.title = "待核 " + number + " 项";
      badge.hidden = number === 0;
    });
  }

  // --- pages ---------------------------------------------------------------------------------------------------------

  function framesOn(sheet) {
    const notice = notices.get(sheet.dataset.notice);
    if (!notice) return [];
    return Array.from(notice.frames.values()).filter((frame) => frame.pages[sheet.dataset.page]);
  }
  function draw(sheet) {
    const group = sheet.querySelector("g.frames");
    group.textContent = "";
    if (!notices.has(sheet.dataset.notice)) return;
    sheet.classList.add("drawn");
    const drawn = new Map();
    framesOn(sheet).forEach((frame) => {
      const boxes = frame.pages[sheet.dataset.page].lines;
      const key = JSON.stringify(boxes);
      drawn.set(key, [...(drawn.get(key) || []), frame]);
    });
    // what covers more lies under what covers less; several items on the same lines are painted once
    const area = (frames) => -frames[0].pages[sheet.dataset.page].lines.reduce((sum, box) => sum + box[2] * box[3], 0);
    Array.from(drawn.values())
      .sort((a, b) => area(a) - area(b))
      .forEach((frames) => {
        const status = look(frames.map((frame) => frame.item));
        frames.forEach((frame, n) => {
          const part = make("g", { class: n ? "frame under" : "frame " + status, "data-item": frame.item });
          frame.pages[sheet.dataset.page].lines.forEach((box) => {
            const rect = make("rect", { x: box[0], y: box[1], width: box[2], height: box[3], rx: 1.5, "data-item": frame.item });
            rect.append(make("title", {}, frame.name));
            part.append(rect);
          });
          group.append(part);
        });
      });
    if (selected) emphasiseOn(sheet);
  }
  function stations(item) {
    const found = [];
    all(".source-notice").forEach((article) => {
      const notice = notices.get(article.dataset.notice);
      const frame = notice && notice.frames.get(item);
      if (!frame) return;
      const pages = Object.keys(frame.pages).map(Number).sort((a, b) => a - b);
      if (pages.length) pages.forEach((page) => found.push({ notice: article.dataset.notice, page, file: article.dataset.file }));
      else found.push({ notice: article.dataset.notice, page: null, file: article.dataset.file });
    });
    return found;
  }
  function sheetOf(station) {
    return document.getElementById("page-" + station.notice + "-" + station.page);
  }
  function emphasise() {
    all("g.chosen").forEach((group) => group.remove());
    all(".piece.selected").forEach((piece) => piece.classList.remove("selected"));
    if (!selected) return;
    stations(selected).forEach((station) => (station.page ? emphasiseOn(sheetOf(station)) : null));
    marks(selected).forEach((piece) => piece.classList.add("selected"));
  }
  function emphasiseOn(sheet) {
    all("g.chosen", sheet).forEach((group) => group.remove());
    const notice = notices.get(sheet.dataset.notice);
    const frame = notice && notice.frames.get(selected);
    const page = Number(sheet.dataset.page);
    if (!frame || !frame.pages[page]) return;
    const svg = sheet.querySelector("svg");
    const group = make("g", { class: "chosen", "data-item": selected });
    const blocks = frame.pages[page].blocks;
    blocks.forEach((box) => group.append(make("rect", { x: box[0], y: box[1], width: box[2], height: box[3], rx: 2.5 })));
    const way = stations(selected);
    const here = way.findIndex((station) => station.notice === sheet.dataset.notice && station.page === page);
    const lowest = blocks.reduce((a, b) => (a[1] + a[3] > b[1] + b[3] ? a : b));
    const highest = blocks.reduce((a, b) => (a[1] < b[1] ? a : b));
    if (way[here + 1]) group.append(jump(svg, lowest, way[here], way[here + 1], "接下页"));
    if (way[here - 1]) group.append(jump(svg, highest, way[here], way[here - 1], "接上页"));
    svg.append(group);
  }
  function jump(svg, box, here, there, beside) {
    let said = "见第" + there.page + "页";
    if (there.notice !== here.notice) said = "见另一文件" + (there.page ? "第" + there.page + "页" : "");
    else if (Math.abs(there.page - here.page) === 1) said = beside;
    const width = said.length * 9 + 10;
    const height = 15;
    const view = svg.viewBox.baseVal;
    const below = beside === "接下页";
    const x = clip(box[0] + box[2] - width, 2, view.width - width - 2);
    const y = clip(below ? box[1] + box[3] : box[1] - height, 2, view.height - height - 2);
    const link = make("g", { class: "jump", role: "link", tabindex: 0, "data-notice": there.notice, "data-page": there.page || "" });
    link.append(make("rect", { x, y, width, height, rx: 2 }));
    link.append(make("text", { x: x + width / 2, y: y + 11, "text-anchor": "middle" }, said));
    link.append(make("title", {}, there.file + (there.page ? "第" + there.page + "页" : "")));
    return link;
  }

  // --- text ----------------------------------------------------------------------------------------------------------

  async function renew(text) {
    const notice = notices.get(text.dataset.notice);
    if (notice && text.dataset.shape === notice.shape) return;
    const answer = await fetch(text.dataset.textUrl, { credentials: "same-origin" });
    if (!answer.ok) {
      text.textContent = answer.status === 409 ? await answer.text() : "原文取不来，请刷新页面重试。";
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const body = page.querySelector(".text-body");
    if (!body) return;
    text.replaceChildren ? text.replaceChildren(body) : ((text.textContent = ""), text.append(body));
    text.dataset.shape = body.dataset.shape;
    const starts = all("[data-start]", text);
    all("a[data-place]", list).forEach((link) => {
      if (link.dataset.notice !== text.dataset.notice) return;
      const at = Number(link.dataset.place);
      const piece = starts.find((one) => Number(one.dataset.end) > at);
      places.set(link.dataset.notice + ":" + link.dataset.place, piece || text);
    });
    kaohe.source.follow();
  }
  function itemsOf(piece) {
    return piece.dataset.items ? piece.dataset.items.split(" ") : [];
  }
  function colour(text) {
    all(".piece[data-items]", text).forEach((piece) => {
      const status = look(itemsOf(piece));
      if (piece.classList.contains(status)) return;
      piece.classList.remove(...STATUSES);
      piece.classList.add(status);
    });
  }
  function marks(item) {
    return all('.piece[data-items~="' + CSS.escape(item) + '"]', scroll);
  }

  // --- selecting -----------------------------------------------------------------------------------------------------

  function choose(items, again) {
    if (!items.length) return;
    const at = again ? items.indexOf(selected) : -1;
    const item = items[(at + 1) % items.length];
    document.dispatchEvent(new CustomEvent("kaohe:select", { detail: { item, from: "source" } }));
  }
  let last = null; // where the last click was
  function sameSpot(event) {
    const same = last && Math.hypot(last.x - event.clientX, last.y - event.clientY) < 5;
    last = { x: event.clientX, y: event.clientY };
    return same;
  }
  function onPage(sheet, point, event) {
    const hit = (box) => point.x >= box[0] && point.x <= box[0] + box[2] && point.y >= box[1] && point.y <= box[1] + box[3];
    const under = framesOn(sheet).filter((frame) => frame.pages[sheet.dataset.page].lines.some(hit));
    choose(under.sort((a, b) => a.length - b.length).map((frame) => frame.item), sameSpot(event));
  }
  function show(item) {
    selected = item;
    wanted = null;
    emphasise();
    const way = stations(item);
    if (!way.length) {
      wanted = item;
      return;
    }
    if (way[0].page) {
      const sheet = sheetOf(way[0]);
      const blocks = notices.get(way[0].notice).frames.get(item).pages[way[0].page].blocks;
      goTo(sheet, blocks[0]);
    } else {
      const first = marks(item)[0];
      if (first) readable(first);
      if (first) bring(first.getBoundingClientRect());
      else wanted = item; // its text is on the way
    }
  }
  function bring(box) {
    const view = scroll.getBoundingClientRect();
    const room = view.height * 0.12;
    if (box.top >= view.top + room && Math.min(box.bottom, box.top + 80) <= view.bottom - room) return;
    scroll.scrollTop += box.top - view.top - view.height * 0.25;
  }
  function goTo(sheet, block) {
    const picture = sheet.querySelector("svg").getBoundingClientRect();
    const scale = picture.height / sheet.querySelector("svg").viewBox.baseVal.height;
    const top = picture.top + block[1] * scale;
    bring({ top, bottom: top + block[3] * scale });
    const view = scroll.getBoundingClientRect();
    const left = picture.left + block[0] * scale;
    if (left < view.left || left + Math.min(block[2] * scale, 200) > view.right) scroll.scrollLeft += left - view.left - 40;
  }
  // The laid-out pages carry no marks: what is to be seen is in the text.
  function readable(piece) {
    const text = piece.closest(".source-text");
    if (text && text.hidden) switchTo(text.closest(".source-notice").querySelector('[data-show="text"]'));
  }
  function leap(link) {
    const station = { notice: link.dataset.notice, page: Number(link.dataset.page) || null };
    const frame = notices.get(station.notice).frames.get(selected);
    if (station.page) goTo(sheetOf(station), frame.pages[station.page].blocks[0]);
    else if (marks(selected)[0]) bring(marks(selected)[0].getBoundingClientRect());
  }

  document.addEventListener("kaohe:select", (event) => {
    const { item, from } = event.detail;
    if (from === "source") {
      selected = item;
      wanted = null;
      emphasise();
    } else if (item) {
      show(item);
    } else {
      selected = null;
      emphasise();
    }
  });
  let changed = null;
  document.addEventListener("kaohe:changed", (event) => {
    const items = (event.detail && event.detail.items) || [];
    if (changed) {
      changed.items = changed.items && items.length ? changed.items.concat(items) : null;
      return;
    }
    changed = { items: items.length ? items.slice() : null };
    window.setTimeout(() => {
      const { items: asked } = changed;
      changed = null;
      refresh(asked);
    }, 120);
  });
  scroll.addEventListener("click", (event) => {
    const link = event.target.closest(".jump");
    if (link) {
      leap(link);
      return;
    }
    const mode = event.target.closest("[data-show]");
    if (mode) {
      switchTo(mode);
      return;
    }
    const piece = event.target.closest(".piece[data-items]");
    if (!piece || !window.getSelection().isCollapsed) return;
    const length = (item) => {
      const notice = notices.get(piece.closest(".source-text").dataset.notice);
      return notice && notice.frames.has(item) ? notice.frames.get(item).length : Infinity;
    };
    choose(itemsOf(piece).sort((a, b) => length(a) - length(b)), sameSpot(event));
  });
  scroll.addEventListener("keydown", (event) => {
    const link = event.target.closest(".jump");
    if (link && event.key === "Enter") {
      event.preventDefault();
      event.stopPropagation();
      leap(link);
    }
  });
  function switchTo(button) {
    const article = button.closest(".source-notice");
    const layout = button.dataset.show === "layout";
    all("[data-show]", article).forEach((one) => one.setAttribute("aria-pressed", String(one === button)));
    article.dataset.mode = button.dataset.show;
    article.querySelector(".source-text").hidden = layout;
    article.querySelector(".source-layout").hidden = !layout;
    kaohe.source.follow();
  }

  // --- what is near is drawn -----------------------------------------------------------------------------------------

  root.addEventListener(
    "error",
    (event) => {
      const sheet = event.target.closest && event.target.closest(".sheet");
      if (sheet) sheet.classList.add("no-picture");
    },
    true,
  );
  const near = new IntersectionObserver(
    (entries) => {
      entries.forEach((entry) => {
        if (!entry.isIntersecting) return;
        entry.target.classList.add("drawn");
        draw(entry.target);
        if (kaohe.source.fetchRuns) kaohe.source.fetchRuns(entry.target);
      });
    },
    { root: scroll, rootMargin: "600px 0px" },
  );

  kaohe.source = { root, scroll, list, places, all, make, clip, onPage, fetchRuns: null, readable, follow() {} };
  document.addEventListener("DOMContentLoaded", () => {
    all(".sheet[data-overlay]", scroll).forEach((sheet) => near.observe(sheet));
    refresh(null);
    kaohe.source.follow();
  });
})();
