"use strict";
// What a person does on the review page: keys, buttons, filters, saving, choosing between versions; what colleagues do.
(() => {
  const review = kaohe.review;
  if (!review || review.saving) return;
  const { root, list, toolbar, marked, cardOf, cards, here, form, filters, apply, replacePart, made, say, dress, select, tally, move, next, expect } = review;
  const { open, close, keep, addPart, badges } = review;
  const message = document.getElementById("message");
  const state = document.getElementById("saving");
  const POLL = 4000;

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

  review.saving = new kaohe.Saving({
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
        if (entry.typed) review.saving.keepDraft(entry.typed.key, entry.typed);
        apply(answer, true);
        say(answer.message || "这一步没有保存，请刷新后重试。", "error");
        badges();
      },
      conflict(answer, entry) {
        decideBetween(answer, entry);
      },
    },
  });

  review.act = act;
  function act(content, typed) {
    return review.saving.add(content, review.known, typed);
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
      act({ act: "accept", item: review.selected });
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
      if (marked.has(review.selected)) marked.delete(review.selected);
      else marked.add(review.selected);
      card.classList.toggle("marked", marked.has(review.selected));
      dress(card);
    },
    merge() {
      const card = here();
      if (!card) return;
      let items = cards().map((each) => each.dataset.item).filter((id) => marked.has(id) || id === review.selected);
      if (items.length < 2) {
        const after = cards().slice(cards().indexOf(card) + 1);
        const sibling = after.find((o) => o.dataset.parent === card.dataset.parent && o.dataset.slot === card.dataset.slot);
        if (!sibling) return say("后面没有同一处的下一项可以合并；也可以先用“标记”选几项。", "error");
        items = [review.selected, sibling.dataset.item];
      }
      open("merge", "&items=" + items.map(encodeURIComponent).join("&items="), items[0]);
    },
    undo() {
      const aimed = new Set(review.saving.entries.map((e) => e.act.token_of || (e.act.undoes && "#" + e.act.undoes)));
      const unsent = review.saving.entries.filter((e) => e.act.act !== "undo" && !aimed.has(e.token)).pop();
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
    if (DECIDING.has(name) && !review.able.decide && !(name === "undo" && review.able.comment)) {
      return say(root.dataset.why || "您的角色不能作这一步。", "error");
    }
    if (name === "comment" && !review.able.comment) return say(root.dataset.why || "您的角色不能批注。", "error");
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

  // --- clicks ---

  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (!target) return;
    const list_ = document.querySelector("#undo details[open]");
    if (list_ && !list_.contains(target)) list_.open = false;
    const button = target.closest("button");
    if (button && button.dataset.do) {
      const card = button.closest(".item");
      if (card && card.dataset.item !== review.selected) select(card.dataset.item, "card");
      perform(button.dataset.do);
      return;
    }
    if (button && button.dataset.rule) {
      const card = button.closest(".item");
      select(card.dataset.item, "card");
      if (review.able.decide) open("edit", "&record=" + encodeURIComponent(button.dataset.rule));
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
        review.saving.dropDraft(panel.dataset.key);
        close();
        open(kind, query, on);
      }
      return;
    }
    if (button && button.dataset.draft) {
      const found = review.saving.draft(button.dataset.draft);
      if (found) open(found.act, found.query, button.closest(".item").dataset.item);
      return;
    }
    const card = target.closest(".item");
    if (card && list.contains(card) && card.dataset.item !== review.selected && !window.getSelection().toString()) {
      select(card.dataset.item, "card");
    }
  });

  message.querySelector("button").addEventListener("click", () => (message.hidden = true));
  document.getElementById("retry").addEventListener("click", () => review.saving.now());

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
      dialog.onclose = null;
      dialog.close();
      apply(answer, true);
      finish();
    };
    dialog.querySelector("[data-theirs]").onclick = end(() => review.saving.giveUp(entry));
    dialog.querySelector("[data-mine]").onclick = end(() => review.saving.again(entry, answer.seq));
    dialog.oncancel = (event) => event.preventDefault(); // it must be decided one way or the other
    dialog.onclose = () => show(dialog); // browsers close it at the second Esc all the same
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
    review.known = Math.max(review.known, answer.seq);
    for (const id of Object.keys(answer.parts)) {
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
      replacePart(id, answer.parts[id]);
    }
    marked.forEach((id) => {
      if (cardOf(id)) cardOf(id).classList.add("marked");
      else marked.delete(id);
    });
    badges();
    const keepOn = review.selected !== null && cardOf(review.selected) ? review.selected : null;
    review.selected = null;
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
      query.set("since", String(review.known));
      if (review.able.decide) query.set("open", "yes");
      const response = await window.fetch(root.dataset.changes + "?" + query, { credentials: "same-origin", redirect: "manual" });
      if (response.status === 200) {
        const answer = await response.json();
        apply(answer, false);
        if (answer.note) say(answer.note);
        if (answer.closed && review.able.decide) {
          review.able.decide = false;
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
    review.saving.show();
    review.saving.now();
    const drafts = review.saving.allDrafts();
    badges();
    if (drafts.length && review.able.decide) {
      const { draft } = drafts[0];
      const on = cardOf(draft.card);
      if (on) open(draft.act, draft.query, on.dataset.item);
    }
    poll = window.setTimeout(look, POLL);
  }
  if (document.readyState === "complete") start();
  else window.addEventListener("load", start);
})();
