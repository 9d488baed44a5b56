// Files may be dropped anywhere on the page; the form does the rest, as it does without this script.
"use strict";

const form = document.getElementById("form");
document.getElementById("drop").hidden = false;

document.addEventListener("dragover", (event) => {
  event.preventDefault();
  form.classList.add("over");
});
document.addEventListener("dragleave", () => form.classList.remove("over"));
document.addEventListener("drop", (event) => {
  event.preventDefault();
  form.classList.remove("over");
  if (!event.dataTransfer.files.length) return;
  form.elements.files.files = event.dataTransfer.files;
  form.requestSubmit();
});

const verdict = document.getElementById("title");
if (verdict) {
  verdict.tabIndex = -1;
  verdict.focus();
}
