"use strict";
// The cards of the review page: put in their places as the server tells, selected one at a time, counted.
(() => {
  const root = document.getElementById("review");
  if (!root) return;
  const list = document.getElementById("cards");
  const toolbar = document.getElementById("toolbar");
  const message = document.getElementById("message");
  const marked = new Set();
  const newer = new Map(); // cards that changed while a form was open in them
  // What the scripts of this page share; panels.js and review.js add to it.
  const review = (kaohe.review = {
    root,
    list,
    toolbar,
    marked,
    newer,
    able: { decide: root.dataset.decide === "yes", comment: root.dataset.comment === "yes" },
    known: Number(root.dataset.sequence), // the last decision shown
    selected: null,
  });

  // --- finding ---

  const cardOf = (id) => document.getElementById("item-" + id);
  const cards = () => Array.from(list.querySelectorAll(".item"));
  const here = () => (review.selected === null ? null : cardOf(review.selected));
  const form = () => list.querySelector("form.panel");
  const itemUrl = (name, id) => root.dataset[name].replace("ITEM", encodeURIComponent(id));

  function filters() {
    const chosen = new URLSearchParams();
    for (const select of document.querySelectorAll("#filters select")) {
      if (select.value) chosen.set(select.name, select.value);
    }
    const said = chosen.toString();
    return said ? "?" + said : "";
  }

  // --- what the server says ---

  function apply(answer, own) {
    if (answer.seq !== undefined) review.known = Math.max(review.known, answer.seq);
    const changed = [];
    for (const card of answer.cards || []) {
      changed.push(card.id);
      place(card, own);
    }
    if (answer.order) reorder(answer.order);
    for (const id of Object.keys(answer.parts || {})) replacePart(id, answer.parts[id]);
    if (review.selected !== null && !here()) {
      review.selected = null;
      const next = cards()[0];
      if (next) select(next.dataset.item, "quiet");
    }
    review.badges();
    tally();
    if (changed.length || answer.order) {
      const pages = new Set();
      for (const id of changed) {
        const card = cardOf(id);
        if (card) card.dataset.pages.split(" ").filter(Boolean).forEach((page) => pages.add(page));
      }
      document.dispatchEvent(new CustomEvent("kaohe:changed", { detail: { items: changed, pages: Array.from(pages) } }));
    }
  }

  function made(html) {
    const template = document.createElement("template");
    template.innerHTML = html.trim();
    return template.content.firstElementChild;
  }

  function place(card, own) {
    const old = cardOf(card.id);
    if (!old) {
      if (card.fits || own) list.appendChild(made(card.html)); // its place comes with the order
      return;
    }
    if (old.querySelector("form.panel")) {
      newer.set(card.id, card.html);
      old.classList.add("outdated");
      return;
    }
    swap(old, card.html);
  }

  function swap(old, html) {
    const fresh = made(html);
    const focused = old.contains(document.activeElement);
    if (old.contains(toolbar)) root.appendChild(toolbar);
    old.replaceWith(fresh);
    if (fresh.dataset.item === review.selected) {
      dress(fresh);
      if (focused) fresh.focus({ preventScroll: true });
    }
    if (marked.has(fresh.dataset.item)) fresh.classList.add("marked");
  }

  function reorder(order) {
    const wanted = new Set(order);
    for (const card of cards()) {
      if (wanted.has(card.dataset.item)) continue;
      if (card.querySelector("form.panel")) card.classList.add("gone");
      else {
        if (card.contains(toolbar)) root.appendChild(toolbar);
        marked.delete(card.dataset.item);
        card.remove();
      }
    }
    let before = null;
    for (const id of order) {
      const card = cardOf(id);
      if (!card) continue;
      const due = before ? before.nextElementSibling : list.firstElementChild;
      if (card !== due) list.insertBefore(card, due);
      before = card;
    }
  }

  function replacePart(id, html) {
    const part = document.getElementById(id);
    if (!part || part.contains(document.activeElement)) {
      if (part) part.addEventListener("focusout", () => window.setTimeout(() => replacePart(id, html), 0), { once: true });
      return;
    }
    const open = part.querySelector("details[open]") !== null;
    part.innerHTML = html;
    if (open && part.querySelector("details")) part.querySelector("details").open = true;
  }

  function say(words, kind) {
    message.firstElementChild.textContent = words;
    message.className = "message " + (kind || "");
    message.hidden = false;
    window.clearTimeout(say.timer);
    if (kind !== "error") say.timer = window.setTimeout(() => (message.hidden = true), 6000);
  }

  // --- selecting ---

  function dress(card) {
    card.classList.add("selected");
    card.tabIndex = 0;
    card.appendChild(toolbar);
    toolbar.hidden = false;
    const pending = card.dataset.acceptable === "yes";
    for (const button of toolbar.querySelectorAll("button[data-do]")) {
      const needs = button.dataset.needs;
      button.hidden = (needs === "off" && card.dataset.off !== "yes") || (needs === "part" && !card.dataset.parent);
      if (button.dataset.do === "accept") button.disabled = !pending;
    }
    const mark = toolbar.querySelector("[data-do=mark]");
    if (mark) mark.setAttribute("aria-pressed", marked.has(card.dataset.item) ? "true" : "false");
  }

  function select(id, from) {
    const card = cardOf(id);
    if (!card) return false;
    const old = here();
    if (old && old !== card) {
      old.classList.remove("selected");
      old.tabIndex = -1;
    }
    review.selected = id;
    dress(card);
    card.scrollIntoView({ block: card.offsetHeight > list.parentElement.clientHeight ? "start" : "nearest" });
    if (from !== "quiet" && !(form() && form().contains(document.activeElement))) card.focus({ preventScroll: true });
    tally();
    window.history.replaceState(null, "", window.location.pathname + filters() + "#item-" + id);
    if (from === "card" || from === "quiet") {
      document.dispatchEvent(new CustomEvent("kaohe:select", { detail: { item: id, from: "card" } }));
    }
    return true;
  }

  function tally() {
    const all = cards();
    const at = all.findIndex((card) => card.dataset.item === review.selected);
    document.getElementById("position").textContent = (at < 0 ? "–" : at + 1) + "/" + all.length;
    document.getElementById("nothing").hidden = all.length > 0;
    list.classList.toggle("filtered", filters() !== ""); // then each card says what it stands in
    const button = document.getElementById("bulk");
    if (!button) return;
    const pending = all.filter((card) => card.dataset.status === "待核");
    const plain = pending.filter((card) => card.dataset.bulk === "yes");
    button.disabled = plain.length === 0;
    const left = pending.length - plain.length;
    button.textContent = "采纳" + (filters() ? "筛选出的" : "全部") + " " + plain.length + " 项";
    document.getElementById("bulk-left").textContent = left ? "另有 " + left + " 项有标记，须逐项核对" : "";
  }

  function move(step) {
    const all = cards();
    if (!all.length) return;
    const at = all.findIndex((card) => card.dataset.item === review.selected);
    select(all[Math.min(Math.max(at + step, 0), all.length - 1)].dataset.item, "card");
  }

  // The next card that `fits` after the selected one, from the top again after the last.
  function next(fits, none) {
    const all = cards();
    const at = all.findIndex((card) => card.dataset.item === review.selected);
    const found = all.slice(at + 1).concat(all.slice(0, Math.max(at, 0))).find(fits);
    if (found) select(found.dataset.item, "card");
    else say(none);
    return Boolean(found);
  }

  const STATUS = { 待核: "pending", 已采纳: "accepted", 已改: "changed", 驳回: "rejected" };

  // What a decision is about to make of a card, shown before the server has answered.
  function expect(card, status) {
    card.classList.remove("is-" + STATUS[card.dataset.status]);
    card.classList.add("is-" + STATUS[status]);
    card.dataset.status = status;
    if (status !== "待核") card.dataset.acceptable = "no";
    const chip = card.querySelector(".status");
    chip.textContent = status;
    chip.className = "chip status " + STATUS[status];
    if (card.contains(toolbar)) dress(card);
    tally();
  }

  Object.assign(review, { cardOf, cards, here, form, itemUrl, filters, apply, replacePart, made, swap, say, dress, select, tally, move, next, expect });
})();
