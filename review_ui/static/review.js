"use strict";
// The right-hand side of the review page: cards, keys, forms, what colleagues did. Saving itself is in saving.js.
(() => {
  const root = document.getElementById("review");
  if (!root) return;
  const list = document.getElementById("cards");
  const toolbar = document.getElementById("toolbar");
  const message = document.getElementById("message");
  const state = document.getElementById("saving");
  const POLL = 4000;
  const able = { decide: root.dataset.decide === "yes", comment: root.dataset.comment === "yes" };
  const marked = new Set();
  const newer = new Map(); // cards that changed while a form was open in them
  let known = Number(root.dataset.sequence);
  let selected = null;

  // --- finding ---

  const cardOf = (id) => document.getElementById("item-" + id);
  const cards = () => Array.from(list.querySelectorAll(".item"));
  const here = () => (selected === null ? null : cardOf(selected));
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

  // --- saving ---

  const WORDS = {
    saved: ["已保存", ""],
    saving: ["正在保存", ""],
    retrying: ["未保存，正在重试", "服务器没有回应。您的操作已留在本机，连上后会自动保存，请不要清除浏览器数据。"],
    "signed-out": ["未保存，登录已失效", "请重新登录；您的操作已留在本机，登录后会自动保存。"],
    expired: ["未保存，页面已过期", "请刷新本页；您的操作和未提交的文字都留在本机，不会丢失。"],
    "other-person": ["未保存，登录的是另一个人", "这些操作不是现在登录的人作的；请换回原来的人登录，之后会自动保存。"],
    conflict: ["未保存，等您选择", ""],
  };

  const saving = new kaohe.Saving({
    url: root.dataset.url,
    person: root.dataset.person,
    rubric: root.dataset.rubric,
    query: filters,
    on: {
      state(name, count) {
        const [words, advice] = WORDS[name];
        state.textContent = words + (name !== "saved" && count > 1 ? "（" + count + "项）" : "");
        state.className = "saving " + name;
        state.title = advice;
        document.getElementById("advice").hidden = !advice;
        document.getElementById("advice-words").textContent = advice;
        document.getElementById("sign-in").hidden = !(name === "signed-out" || name === "other-person");
      },
      answer(answer, entry) {
        apply(answer, true);
        if (answer.note) say(answer.note);
        const moves = entry.act.act === "undo" || entry.act.act === "add"; // shows where it happened
        if (answer.select && moves && !form()) select(answer.select, "card");
      },
      refused(answer, entry) {
        if (entry.typed) saving.keepDraft(entry.typed.key, entry.typed);
        apply(answer, true);
        say(answer.message || "这一步没有保存，请刷新后重试。", "error");
        badges();
      },
      conflict(answer, entry) {
        decideBetween(answer, entry);
      },
    },
  });

  function act(content, typed) {
    return saving.add(content, known, typed);
  }

  // --- what the server says ---

  function apply(answer, own) {
    if (answer.seq !== undefined) known = Math.max(known, answer.seq);
    const changed = [];
    for (const card of answer.cards || []) {
      changed.push(card.id);
      place(card, own);
    }
    if (answer.order) reorder(answer.order);
    for (const id of Object.keys(answer.parts || {})) replacePart(id, answer.parts[id]);
    if (selected !== null && !here()) {
      selected = null;
      const next = cards()[0];
      if (next) select(next.dataset.item, "quiet");
    }
    badges();
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
    if (fresh.dataset.item === selected) {
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
    selected = id;
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
    const at = all.findIndex((card) => card.dataset.item === selected);
    document.getElementById("position").textContent = (at < 0 ? "–" : at + 1) + "/" + all.length;
    document.getElementById("nothing").hidden = all.length > 0;
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
    const at = all.findIndex((card) => card.dataset.item === selected);
    select(all[Math.min(Math.max(at + step, 0), all.length - 1)].dataset.item, "card");
  }

  // The next card that `fits` after the selected one, from the top again after the last.
  function next(fits, none) {
    const all = cards();
    const at = all.findIndex((card) => card.dataset.item === selected);
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

  // --- acts ---

  const acts = {
    next: () => move(1),
    previous: () => move(-1),
    flagged() {
      next((card) => card.dataset.flagged === "yes" && card.dataset.status === "待核", "没有其他待核的标记项了。");
    },
    accept() {
      const card = here();
      if (!card || card.dataset.acceptable !== "yes" || form()) return;
      act({ act: "accept", item: selected });
      expect(card, "已采纳");
      next((other) => other.dataset.status === "待核", "列出的各项都已核对。");
    },
    edit: () => open("edit"),
    reject: () => open("reject"),
    split: () => open("split"),
    comment: () => open("comment"),
    add: () => open("add"),
    discrepancy: () => open("discrepancy"),
    history: () => open("history"),
    mark() {
      const card = here();
      if (!card || !card.dataset.parent) return;
      if (marked.has(selected)) marked.delete(selected);
      else marked.add(selected);
      card.classList.toggle("marked", marked.has(selected));
      dress(card);
    },
    merge() {
      const card = here();
      if (!card) return;
      let items = cards().map((each) => each.dataset.item).filter((id) => marked.has(id) || id === selected);
      if (items.length < 2) {
        const after = cards().slice(cards().indexOf(card) + 1);
        const sibling = after.find((o) => o.dataset.parent === card.dataset.parent && o.dataset.slot === card.dataset.slot);
        if (!sibling) return say("后面没有同一处的下一项可以合并；也可以先用“标记”选几项。", "error");
        items = [selected, sibling.dataset.item];
      }
      open("merge", "&items=" + items.map(encodeURIComponent).join("&items="), items[0]);
    },
    undo() {
      const aimed = new Set(saving.entries.map((e) => e.act.token_of || (e.act.undoes && "#" + e.act.undoes)));
      const unsent = saving.entries.filter((e) => e.act.act !== "undo" && !aimed.has(e.token)).pop();
      if (unsent) return act({ act: "undo", token_of: unsent.token });
      const buttons = Array.from(document.querySelectorAll("#undo [data-undoes]"));
      const last = buttons.find((button) => !aimed.has("#" + button.dataset.undoes));
      if (!last) return say("没有可以撤销的操作。");
      return act({ act: "undo", undoes: Number(last.dataset.undoes) });
    },
    help() {
      show(document.getElementById("help"));
    },
  };
  const DECIDING = new Set(["accept", "edit", "reject", "split", "merge", "add", "discrepancy", "undo", "mark"]);
  const KEYS = {
    j: "next", k: "previous", a: "accept", e: "edit", x: "reject", s: "split", m: "merge", c: "comment", u: "undo",
    n: "flagged", t: "mark", i: "add", d: "discrepancy", h: "history", "?": "help", "？": "help",
  };

  function perform(name) {
    if (DECIDING.has(name) && !able.decide && !(name === "undo" && able.comment)) {
      return say(root.dataset.why || "您的角色不能作这一步。", "error");
    }
    if (name === "comment" && !able.comment) return say(root.dataset.why || "您的角色不能批注。", "error");
    return acts[name]();
  }

  const typing = (target) => target instanceof Element && target.closest("input, textarea, select, [contenteditable]") !== null;

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "Escape" && list.querySelector(".panel")) {
      event.preventDefault();
      close();
      return;
    }
    if (typing(event.target)) return;
    const name = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!name || (event.repeat && name !== "next" && name !== "previous")) return;
    event.preventDefault();
    perform(name);
  });

  // --- forms in cards ---

  async function open(kind, query, on) {
    const id = on || selected;
    if (id === null) return;
    if (list.querySelector(".panel")) close();
    if (id !== selected) select(id, "card");
    let html = null;
    try {
      const response = await window.fetch(itemUrl("form", id) + "?act=" + kind + (query || ""), { credentials: "same-origin", redirect: "manual" });
      html = await response.text();
      if (!response.ok) {
        return say(response.headers.get("X-Kaohe-Message") === "yes" ? html : "现在打不开，请稍后再试；如已退出登录，请重新登录。", "error");
      }
    } catch (error) {
      return say("服务器没有回应，现在打不开；已作的操作不会丢失。", "error");
    }
    const card = cardOf(id);
    if (!card || list.querySelector(".panel")) return;
    const panel = made(html);
    panel.dataset.query = query || "";
    panel.dataset.card = id;
    card.insertBefore(panel, toolbar.parentElement === card ? toolbar : null);
    if (panel.tagName === "FORM") restore(panel);
    const first = panel.querySelector("[autofocus], input:not([type=hidden]), textarea, select, button");
    if (first) first.focus({ preventScroll: true });
    panel.scrollIntoView({ block: "nearest" });
  }

  // Closes what is open in a card. What was typed stays kept, until it is sent or thrown away.
  function close() {
    const panel = list.querySelector(".panel");
    if (!panel) return;
    const card = panel.closest(".item");
    panel.remove();
    const id = card.dataset.item;
    card.classList.remove("outdated");
    if (newer.has(id)) {
      const html = newer.get(id);
      newer.delete(id);
      swap(card, html);
    }
    if (card.classList.contains("gone")) card.remove();
    badges();
    const now = here();
    if (now) now.focus({ preventScroll: true });
  }

  const controls = (panel) => Array.from(panel.querySelectorAll("[name]"));
  const original = (control) => (control.dataset.original !== undefined ? control.dataset.original : control.defaultValue);
  const altered = (control) => control.value !== original(control);

  function typed(panel) {
    const fields = {};
    for (const control of controls(panel)) fields[control.name] = control.value;
    return {
      key: panel.dataset.key, card: panel.dataset.card, act: panel.dataset.act, query: panel.dataset.query, fields,
      parts: panel.querySelectorAll(".part").length, cite: panel.dataset.cite || "",
    };
  }

  function restore(panel) {
    const draft = saving.draft(panel.dataset.key);
    if (!draft) return;
    while (draft.parts && panel.querySelectorAll(".part").length < draft.parts) addPart(panel);
    let differs = false;
    for (const control of controls(panel)) {
      const value = draft.fields[control.name];
      if (value === undefined || value === control.value) continue;
      control.value = value;
      differs = true;
    }
    if (draft.cite) {
      cite(panel, JSON.parse(draft.cite));
      differs = true;
    }
    panel.querySelector(".restored").hidden = !differs;
    if (panel.dataset.act === "add") kindOf(panel);
  }

  function keep(panel) {
    if (!saving.keepDraft(panel.dataset.key, typed(panel))) {
      say("浏览器不能保存未提交的文字（空间已满或被禁止），请尽快提交。", "error");
    }
  }

  list.addEventListener("input", (event) => {
    const panel = event.target.closest("form.panel");
    if (panel) keep(panel);
  });
  list.addEventListener("change", (event) => {
    const panel = event.target.closest("form.panel");
    if (panel && event.target.name === "where") kindOf(panel);
    if (panel) keep(panel);
  });

  // Of a form for something new, the fields of the kind chosen.
  function kindOf(panel) {
    const where = panel.querySelector("[name=where]");
    for (const part of panel.querySelectorAll("fieldset[data-where]")) {
      const on = part.dataset.where === where.selectedOptions[0].dataset.fields;
      part.hidden = !on;
      part.disabled = !on;
    }
  }

  function fieldsOf(scope, all) {
    const found = {};
    for (const control of scope.querySelectorAll("[data-field]")) {
      if (!control.closest("fieldset[disabled]") && (all || altered(control))) found[control.dataset.field] = control.value;
    }
    return found;
  }

  const contents = {
    edit: (panel) => ({ act: "edit", item: panel.dataset.item, form: fieldsOf(panel) }),
    reject: (panel) => ({ act: "reject", item: panel.dataset.item }),
    comment: (panel) => ({ act: "comment", item: panel.dataset.item, text: panel.elements.text.value }),
    discrepancy: (panel) => ({ act: "accept", item: panel.dataset.item, discrepancy: panel.dataset.off }),
    merge: (panel) => ({ act: "merge", items: panel.dataset.items.split(" "), form: fieldsOf(panel) }),
    split(panel) {
      const parts = Array.from(panel.querySelectorAll(".part")).map((part) => ({ form: fieldsOf(part, true), takes: [] }));
      for (const choice of panel.querySelectorAll("[data-take]")) {
        const part = parts[Number(choice.value) - 1];
        if (part && Number(choice.value) > 1) part.takes.push(choice.dataset.take);
      }
      return { act: "split", item: panel.dataset.item, parts };
    },
    add(panel) {
      const chosen = panel.querySelector("[name=where]").selectedOptions[0].dataset;
      const content = { act: "add", parent: chosen.parent, slot: chosen.slot, form: fieldsOf(panel, true) };
      if (chosen.after) content.after = chosen.after;
      if (chosen.kind) content.kind = chosen.kind;
      return content;
    },
  };
  const BECOMES = { edit: "已改", reject: "驳回", split: "已改", merge: "已改", discrepancy: "已采纳" };

  list.addEventListener("submit", (event) => {
    const panel = event.target.closest("form.panel");
    if (!panel) return;
    event.preventDefault();
    const kind = panel.dataset.act;
    const content = contents[kind](panel);
    const reason = panel.elements.reason ? panel.elements.reason.value.trim() : "";
    if (reason) content.reason = reason;
    if (panel.dataset.cite) content.cite = JSON.parse(panel.dataset.cite);
    const fault = panel.querySelector(".panel-fault");
    const empty = controls(panel).find((c) => c.required && !c.value.trim() && !c.closest("fieldset[disabled]"));
    if (empty) {
      const label = panel.querySelector('label[for="' + empty.id + '"]');
      fault.textContent = "请填写" + (label ? "“" + label.firstChild.textContent.trim() + "”" : "必填的栏") + "。";
      empty.focus();
      return;
    }
    if (kind === "edit" && !Object.keys(content.form).length) {
      fault.textContent = "没有改动任何一栏；不需要改动的，请按 Esc 关闭后采纳。";
      return;
    }
    if (kind === "add" && !content.cite && !reason) {
      fault.textContent = "补录须有依据：请在左边选中原文作为引文，或写明理由。";
      return;
    }
    const draft = typed(panel);
    const card = panel.closest(".item");
    act(content, draft);
    saving.dropDraft(draft.key);
    close();
    if (kind === "merge") {
      marked.clear();
      for (const each of cards()) each.classList.remove("marked");
    }
    const now = cardOf(card.dataset.item);
    if (now && BECOMES[kind] && panel.dataset.item === card.dataset.item) expect(now, BECOMES[kind]);
    if (kind === "reject") next((other) => other.dataset.status === "待核", "列出的各项都已核对。");
  });

  function addPart(panel) {
    const parts = panel.querySelectorAll(".part");
    const number = parts.length + 1;
    const fresh = parts[parts.length - 1].cloneNode(true);
    fresh.querySelector("legend").textContent = "第" + number + "部分";
    for (const control of fresh.querySelectorAll("[data-field]")) {
      control.name = "p" + number + "." + control.dataset.field;
      control.id = control.id.replace(/-\d+$/, "") + "-" + number;
      const label = control.previousElementSibling;
      if (label) label.htmlFor = control.id;
      if (control.tagName !== "SELECT") control.value = "";
    }
    parts[parts.length - 1].after(fresh);
    for (const choice of panel.querySelectorAll("[data-take]")) choice.add(new Option("第" + number + "部分", String(number)));
  }

  // --- citations picked on the left ---

  function cite(panel, picked) {
    const shown = panel.querySelector(".picked");
    if (!shown) return;
    panel.dataset.cite = JSON.stringify(picked);
    shown.hidden = false;
    shown.querySelector(".picked-citation").textContent = picked.citation || "";
    shown.querySelector(".picked-quote").textContent = picked.quote || "";
    panel.querySelector(".unpicked").hidden = true;
  }

  document.addEventListener("kaohe:cite", (event) => {
    const panel = form();
    if (!panel || !panel.querySelector(".picked")) {
      say("已选中原文。要引用它，请先打开“修改”（E）或“补录”（I）。");
      return;
    }
    const { notice, text_sha256, spans, quote, citation } = event.detail;
    cite(panel, { notice, text_sha256, spans, quote, citation });
    keep(panel);
  });

  // --- clicks ---

  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (!target) return;
    const list_ = document.querySelector("#undo details[open]");
    if (list_ && !list_.contains(target)) list_.open = false;
    const button = target.closest("button");
    if (button && button.dataset.do) {
      const card = button.closest(".item");
      if (card && card.dataset.item !== selected) select(card.dataset.item, "card");
      perform(button.dataset.do);
      return;
    }
    if (button && button.dataset.rule) {
      const card = button.closest(".item");
      select(card.dataset.item, "card");
      if (able.decide) open("edit", "&record=" + encodeURIComponent(button.dataset.rule));
      return;
    }
    if (button && button.dataset.undoes) {
      act({ act: "undo", undoes: Number(button.dataset.undoes) });
      button.disabled = true;
      return;
    }
    if (button && button.dataset.goto) {
      if (!select(button.dataset.goto, "card")) say("这一项不在筛选结果里，请先清除筛选。");
      return;
    }
    if (button && button.dataset.panel) {
      const panel = button.closest(".panel");
      if (button.dataset.panel === "close") close();
      if (button.dataset.panel === "part") {
        addPart(panel);
        keep(panel);
      }
      if (button.dataset.panel === "unpick") {
        delete panel.dataset.cite;
        panel.querySelector(".picked").hidden = true;
        panel.querySelector(".unpicked").hidden = false;
        keep(panel);
      }
      if (button.dataset.panel === "discard") {
        const { act: kind, query, card: on } = panel.dataset;
        saving.dropDraft(panel.dataset.key);
        close();
        open(kind, query, on);
      }
      return;
    }
    if (button && button.dataset.draft) {
      const found = saving.draft(button.dataset.draft);
      if (found) open(found.act, found.query, button.closest(".item").dataset.item);
      return;
    }
    const card = target.closest(".item");
    if (card && list.contains(card) && card.dataset.item !== selected && !window.getSelection().toString()) {
      select(card.dataset.item, "card");
    }
  });

  message.querySelector("button").addEventListener("click", () => (message.hidden = true));
  document.getElementById("retry").addEventListener("click", () => saving.now());

  // Cards that hold something typed and not sent say so.
  function badges() {
    for (const old of list.querySelectorAll(".unsent")) old.remove();
    for (const { key, draft } of saving.allDrafts()) {
      const card = cardOf(draft.card);
      if (!card || card.querySelector("form.panel")) continue;
      const badge = document.createElement("button");
      badge.type = "button";
      badge.className = "unsent";
      badge.dataset.draft = key;
      badge.textContent = "有未提交的修改，点此继续";
      card.insertBefore(badge, toolbar.parentElement === card ? toolbar : null);
    }
  }

  // --- dialogs ---

  function show(dialog) {
    if (!dialog.open) dialog.showModal();
  }

  for (const dialog of root.querySelectorAll("dialog")) {
    dialog.addEventListener("click", (event) => {
      if (event.target.closest("[data-close]")) dialog.close();
    });
  }

  const bulk = document.getElementById("bulk");
  if (bulk) {
    bulk.addEventListener("click", () => {
      const plain = cards().filter((card) => card.dataset.status === "待核" && card.dataset.bulk === "yes");
      const ask = document.getElementById("ask");
      const left = document.getElementById("bulk-left").textContent;
      ask.querySelector("p").textContent =
        "将一次采纳列出的 " + plain.length + " 项（没有标记、待核的各项）。" + (left ? left + "，不在其内。" : "") + "可以用“撤销”一次撤回。";
      const yes = ask.querySelector("[data-yes]");
      yes.textContent = "采纳这 " + plain.length + " 项";
      yes.onclick = () => {
        ask.close();
        act({ act: "accept-many", items: plain.map((card) => card.dataset.item) });
        plain.forEach((card) => expect(card, "已采纳"));
        const now = here();
        if (now) now.focus({ preventScroll: true });
      };
      show(ask);
    });
  }

  function decideBetween(answer, entry) {
    const dialog = document.getElementById("conflict");
    dialog.querySelector(".versions").replaceWith(made(answer.html));
    const end = (finish) => () => {
      dialog.oncancel = null;
      dialog.close();
      apply(answer, true);
      finish();
    };
    dialog.querySelector("[data-theirs]").onclick = end(() => saving.giveUp(entry));
    dialog.querySelector("[data-mine]").onclick = end(() => saving.again(entry, answer.seq));
    dialog.oncancel = (event) => event.preventDefault(); // it must be decided one way or the other
    show(dialog);
  }

  // --- filters ---

  async function refill() {
    const wanted = filters();
    let answer = null;
    try {
      const response = await window.fetch(root.dataset.cards + wanted, { credentials: "same-origin", redirect: "manual" });
      if (!response.ok) throw new Error("no list");
      answer = await response.json();
    } catch (error) {
      return say("服务器没有回应，筛选没有更新。", "error");
    }
    if (wanted !== filters()) return;
    if (list.querySelector(".panel")) close();
    root.appendChild(toolbar);
    toolbar.hidden = true;
    list.innerHTML = answer.html;
    known = Math.max(known, answer.seq);
    for (const id of Object.keys(answer.parts)) {
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
      replacePart(id, answer.parts[id]);
    }
    marked.forEach((id) => {
      if (cardOf(id)) cardOf(id).classList.add("marked");
      else marked.delete(id);
    });
    badges();
    const keepOn = selected !== null && cardOf(selected) ? selected : null;
    selected = null;
    const first = keepOn || (cards()[0] ? cards()[0].dataset.item : null);
    if (first !== null) select(first, "card");
    else window.history.replaceState(null, "", window.location.pathname + wanted);
    tally();
  }

  document.addEventListener("change", (event) => {
    if (event.target.closest("#filters")) refill();
  });
  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target.closest("[data-clear]") : null;
    if (!target) return;
    for (const select_ of document.querySelectorAll("#filters select")) select_.value = "";
    refill();
  });

  // --- what colleagues do ---

  let poll = null;
  async function look() {
    window.clearTimeout(poll);
    if (document.hidden) return;
    try {
      const query = new URLSearchParams(filters().slice(1));
      query.set("since", String(known));
      if (able.decide) query.set("open", "yes");
      const response = await window.fetch(root.dataset.changes + "?" + query, { credentials: "same-origin", redirect: "manual" });
      if (response.status === 200) {
        const answer = await response.json();
        apply(answer, false);
        if (answer.note) say(answer.note);
        if (answer.closed && able.decide) {
          able.decide = false;
          root.dataset.why = answer.closed;
          for (const button of root.querySelectorAll("[data-do], #bulk")) {
            if (button.id === "bulk" || (DECIDING.has(button.dataset.do) && button.dataset.do !== "undo")) button.remove();
          }
          say(answer.closed, "error");
        }
      }
    } catch (error) {
      // the saving state tells where anything of one's own hangs on it
    }
    window.clearTimeout(poll);
    poll = window.setTimeout(look, POLL);
  }
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) look();
  });

  document.addEventListener("kaohe:select", (event) => {
    if (event.detail.from !== "source") return;
    if (!select(event.detail.item, "source")) say("这一项不在筛选结果里，请先清除筛选。");
  });

  // --- start ---

  function start() {
    const named = decodeURIComponent(window.location.hash).replace("#item-", "");
    const first = cardOf(named) || cards().find((card) => card.dataset.status === "待核") || cards()[0];
    if (first) select(first.dataset.item, "card");
    tally();
    saving.show();
    saving.now();
    const drafts = saving.allDrafts();
    badges();
    if (drafts.length && able.decide) {
      const { draft } = drafts[0];
      const on = cardOf(draft.card);
      if (on) open(draft.act, draft.query, on.dataset.item);
    }
    poll = window.setTimeout(look, POLL);
  }
  if (document.readyState === "complete") start();
  else window.addEventListener("load", start);
})();
