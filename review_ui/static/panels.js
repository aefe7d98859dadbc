"use strict";
// The forms and histories that open inside of a card. What is typed is kept at each keystroke until it is sent.
(() => {
  const review = kaohe.review;
  if (!review || review.open) return;
  const { list, toolbar, marked, newer, cardOf, cards, here, form, itemUrl, made, swap, say, select, next, expect } = review;

  // --- forms in cards ---

  async function open(kind, query, on) {
    const id = on || review.selected;
    if (id === null) return;
    if (list.querySelector(".panel")) close();
    if (id !== review.selected) select(id, "card");
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
    const draft = review.saving.draft(panel.dataset.key);
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
    if (!review.saving.keepDraft(panel.dataset.key, typed(panel))) {
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
    review.act(content, draft);
    review.saving.dropDraft(draft.key);
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

  // Cards that hold something typed and not sent say so.
  function badges() {
    for (const old of list.querySelectorAll(".unsent")) old.remove();
    for (const { key, draft } of review.saving.allDrafts()) {
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

  Object.assign(review, { open, close, cite, keep, addPart, badges });
})();
