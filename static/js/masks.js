/* Draws the part of a page that is to be masked: a press, a drag and a release fill in the figures of the form.
   Everything works without it: the figures can be written by hand. */
"use strict";

const FIELDS = ["left", "top", "width", "height"];

/** A share of a length in percent, with one decimal, as the form takes it. */
const percent = (part, whole) => Math.min(100, Math.max(0, (100 * part) / whole)).toFixed(1);

/** Where on the picture the pointer is, in percent of its width and height. */
function place(picture, event) {
  const box = picture.getBoundingClientRect();
  return { x: Number(percent(event.clientX - box.left, box.width)), y: Number(percent(event.clientY - box.top, box.height)) };
}

/** Let the page be drawn on, and the form follow. */
function drawOn(page, form) {
  const picture = page.querySelector("img");
  const mark = document.createElement("div");
  mark.className = "mask-mark";
  mark.hidden = true;
  page.append(mark);
  let start = null;

  const show = (event) => {
    const now = place(picture, event);
    const part = {
      left: Math.min(start.x, now.x),
      top: Math.min(start.y, now.y),
      width: Math.abs(now.x - start.x),
      height: Math.abs(now.y - start.y),
    };
    FIELDS.forEach((name) => {
      mark.style[name] = `${part[name]}%`;
      form.elements[name].value = part[name].toFixed(1);
    });
    mark.hidden = false;
  };

  picture.draggable = false;
  picture.addEventListener("pointerdown", (event) => {
    start = place(picture, event);
    picture.setPointerCapture(event.pointerId);
    form.elements.page.value = page.dataset.maskPage;
    form.querySelector("[name=kind][value=area]").checked = true;
    event.preventDefault();
  });
  picture.addEventListener("pointermove", (event) => start && show(event));
  picture.addEventListener("pointerup", (event) => {
    if (start) show(event);
    start = null;
  });
  document.querySelector("[data-mask-help]").hidden = false;
}

document.addEventListener("DOMContentLoaded", () => {
  const page = document.querySelector("[data-mask-page]");
  const form = document.querySelector("[data-mask-form]");
  if (page && form) drawOn(page, form);
});
