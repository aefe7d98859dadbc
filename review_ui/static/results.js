"use strict";
// Whose clause is framed; the form that corrects a fact, opened where the fact stands.
(() => {
  document.addEventListener("click", (event) => {
    const source = event.target.closest("a[data-item]");
    if (source) {
      for (const item of document.querySelectorAll(".item.chosen")) item.classList.remove("chosen");
      source.closest(".item").classList.add("chosen");
      return;
    }
    const cancel = event.target.closest("[data-cancel]");
    if (cancel && cancel.closest(".item")) {
      event.preventDefault();
      cancel.closest(".correcting").remove();
      return;
    }
    const link = event.target.closest("a[data-inline]");
    if (!link || event.ctrlKey || event.shiftKey || event.metaKey) return;
    event.preventDefault();
    const holder = link.closest(".line") || link.closest(".item");
    for (const open of document.querySelectorAll(".item .correcting")) open.remove();
    fetch(link.href, { headers: { "HX-Request": "true", Accept: "text/html" }, credentials: "same-origin" })
      .then((answer) => {
        if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
        return answer.text();
      })
      .then((html) => {
        const parsed = new DOMParser().parseFromString(html, "text/html").querySelector("form.correcting");
        holder.append(parsed);
        parsed.querySelector("[name=value]").focus();
      })
      .catch(() => {
        window.location.href = link.href;
      });
  });
})();
