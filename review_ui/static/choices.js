"use strict";
// 计分约定: one goes on at the group that the address names, else at the first open one; the digits choose an answer of the
// group one is in; the button says how many questions it settles.
(() => {
  const ticked = (form) => form.querySelectorAll("[name=choices]:checked, [name=choices][type=hidden]").length;

  function count(form) {
    const button = form.querySelector("[data-count]");
    const all = form.querySelectorAll("[name=choices]").length;
    if (!button || all < 2) return;
    const now = ticked(form);
    button.textContent = button.dataset.count + "（" + now + " 处）";
    button.disabled = now === 0;
  }

  for (const form of document.querySelectorAll("form.group")) {
    count(form);
    form.addEventListener("change", (event) => {
      count(form);
      if (event.target.name === "option" && event.target.value === "points") form.querySelector("[name=points]").focus();
    });
    form.addEventListener("input", (event) => {
      if (event.target.name === "points") form.querySelector("[name=option][value=points]").checked = true;
    });
  }

  function goOn() {
    const named = document.getElementById(decodeURIComponent(window.location.hash.slice(1)));
    const at = (named && named.closest("form.group:not(.done)")) || document.querySelector("form.group[data-first]");
    const option = at && at.querySelector("[name=option]:checked, [name=option]");
    if (option) option.focus({ preventScroll: named !== null });
  }
  // Going to the place that the address names takes the focus away; it happens up to the end of loading.
  window.addEventListener("load", () => window.setTimeout(goOn, 0));

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey || !/^[1-9]$/.test(event.key)) return;
    const target = event.target instanceof Element ? event.target : null;
    const typing = target && target.closest("input:not([type=radio]):not([type=checkbox]), textarea, select");
    const form = target && !typing && target.closest("form.group");
    const options = form ? form.querySelectorAll("[name=option]") : [];
    const chosen = options[Number(event.key) - 1];
    if (!chosen) return;
    event.preventDefault();
    chosen.checked = true;
    chosen.focus();
    chosen.dispatchEvent(new Event("change", { bubbles: true }));
  });
})();
