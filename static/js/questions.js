/* The pages of a form: what depends on another answer opens at once, texts are counted, tables get more rows.
   Everything works without it: then each question says when it is to be answered, and the server counts. */
"use strict";

const keysOf = (text) => JSON.parse(text);

/** The code of what is written in a field with a list to pick from, whatever the letters' size. */
function codeOf(field) {
  const name = field.value.trim().toLowerCase();
  return [...field.list.options].find((option) => option.value.toLowerCase() === name)?.dataset.code;
}

/** What is picked for a question: the values of its ticked boxes, what is chosen in its list, or the municipalities. */
function picked(key) {
  const fields = [...document.querySelectorAll(`[name="${CSS.escape(key)}"]`)];
  const places = [...document.querySelectorAll(`[name="${CSS.escape(key)}-municipality"]`)];
  const chosen = fields.filter((field) => field.type === "hidden" || field.checked || field.tagName === "SELECT");
  return [...chosen.map((field) => field.value), ...places.map(codeOf)];
}

/** Show the questions whose condition holds. One that depends on a hidden question is hidden too; one with an error
    stays, so that nobody has to mend what cannot be seen. */
function openQuestions() {
  const open = new Map();
  document.querySelectorAll("[data-shown-when]").forEach((marked) => {
    const place = marked.closest(".field");
    const { shownWhen, shownValues } = marked.dataset;
    const holds = open.get(shownWhen) !== false && picked(shownWhen).some((value) => keysOf(shownValues).includes(value));
    open.set(marked.name || place.querySelector("[name]")?.name, holds); // what others depend on has fields of its own name
    place.hidden = !holds && !place.classList.contains("has-error");
  });
}

/** What the server calls space (Python's str.isspace), which is not quite what the browser calls so. */
const SPACE = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+";
const AROUND = new RegExp(`^${SPACE}|${SPACE}$`, "g");
const BETWEEN = new RegExp(SPACE);

/** How long the text is, as the server counts it: signs and words of the text without the space around it. */
function lengthOf(text) {
  const plain = text.replace(AROUND, "");
  return { characters: [...plain].length, words: plain ? plain.split(BETWEEN).length : 0 };
}

function watchLength(field) {
  const limits = [
    ["characters", Number(field.dataset.maxCharacters || 0), "tecken"],
    ["words", Number(field.dataset.maxWords || 0), "ord"],
  ].filter(([, limit]) => limit);
  const counter = document.createElement("p");
  counter.className = "form-text counter";
  counter.setAttribute("aria-live", "polite");
  field.after(counter);
  const update = () => {
    const length = lengthOf(field.value);
    const said = limits.map(([unit, limit, name]) => {
      const left = limit - length[unit];
      return left < 0 ? `${-left} ${name} för mycket` : `${left} ${name} kvar`;
    });
    counter.textContent = said.join(", ");
    counter.classList.toggle("over", limits.some(([unit, limit]) => length[unit] > limit));
  };
  field.addEventListener("input", update);
  update();
}

/** A button that adds an empty row after the last one. */
function growRows(table) {
  const rows = table.tBodies ? table.tBodies[0] : table;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-outline-primary";
  button.textContent = "Lägg till en rad";
  button.addEventListener("click", () => {
    const row = rows.lastElementChild.cloneNode(true);
    const number = rows.children.length + 1;
    row.querySelectorAll("input").forEach((input) => {
      input.value = "";
      input.setAttribute("aria-label", input.getAttribute("aria-label").replace(/\d+$/, number));
    });
    row.querySelectorAll("output").forEach((sum) => { sum.textContent = ""; });
    row.querySelectorAll("th").forEach((heading) => { heading.textContent = number; });
    rows.append(row);
    row.querySelector("input").focus();
  });
  (table.closest(".table-scroll") || table).after(button);
}

document.querySelectorAll("[data-condition-note]").forEach((note) => { note.hidden = true; });
document.querySelectorAll("[data-max-characters], [data-max-words]").forEach(watchLength);
document.querySelectorAll("[data-rows]").forEach(growRows);
document.addEventListener("change", openQuestions);
window.addEventListener("pageshow", openQuestions);
openQuestions();
