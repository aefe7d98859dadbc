"use strict";
// Choosing files by hand or by dropping them, and how far the upload has come.
(() => {
  const form = document.getElementById("upload");
  if (!form) return;
  const input = form.querySelector("input[type=file]");
  const list = form.querySelector(".chosen");
  const bar = form.querySelector(".sending");
  const send = form.querySelector(".send");
  const limit = Number(form.dataset.limit) * 1048576;
  const carriesFiles = (event) => event.dataTransfer && Array.from(event.dataTransfer.types).includes("Files");

  function show() {
    list.textContent = "";
    list.hidden = input.files.length === 0;
    for (const file of input.files) {
      const line = document.createElement("li");
      line.textContent = `${file.name}（${(file.size / 1048576).toFixed(1)} MB）`;
      if (file.size > limit) {
        line.className = "fault";
        line.textContent += `：超过 ${form.dataset.limit} MB，不会收下`;
      }
      list.append(line);
    }
  }
  input.addEventListener("change", show);
  for (const kind of ["dragover", "dragenter"]) {
    document.addEventListener(kind, (event) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      form.classList.add("over");
    });
  }
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) form.classList.remove("over");
  });
  document.addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    form.classList.remove("over");
    input.files = event.dataTransfer.files;
    show();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!input.files.length) {
      input.click();
      return;
    }
    const request = new XMLHttpRequest();
    send.disabled = true;
    bar.hidden = false;
    request.upload.addEventListener("progress", (sent) => {
      if (sent.lengthComputable) bar.value = (sent.loaded / sent.total) * 100;
    });
    request.addEventListener("load", () => {
      if (request.status < 300) window.location.reload();
      else if (request.status === 401) fail("登录已失效，没有传上去；请重新登录后再传。");
      else fail(request.status === 413 ? "文件合起来太大，请分几次上传。" : "没有传上去，请刷新页面后重试。");
    });
    request.addEventListener("error", () => fail("连不上服务器，没有传上去，请稍后再按“上传”。"));
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", window.kaohe.token());
    request.send(new FormData(form));
  });
  function fail(sentence) {
    send.disabled = false;
    bar.hidden = true;
    list.hidden = false;
    const line = document.createElement("li");
    line.className = "fault";
    line.setAttribute("role", "alert");
    line.textContent = sentence;
    list.append(line);
  }
})();
