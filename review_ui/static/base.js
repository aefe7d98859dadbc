"use strict";
// What every page shares: the token for changes, asking before what can't be taken back.
window.kaohe = {
  token() {
    const found = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie);
    return found ? decodeURIComponent(found[1]) : "";
  },
};
document.addEventListener("submit", (event) => {
  const asked = event.target.getAttribute("data-confirm");
  if (asked && !window.confirm(asked)) event.preventDefault();
});
