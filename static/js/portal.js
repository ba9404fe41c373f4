/* Small help on top of pages that work without it. The server stays the guard: it refuses a second submit and counts
   every sum itself. */
"use strict";

/** A second press on a button that has already sent its form does nothing. */
function guardSubmit(event) {
  const form = event.target;
  if ((event.submitter?.formTarget || form.target) === "_blank") return; // this page stays, to be sent later
  if (form.dataset.sent === "yes") {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  // aria-disabled and not disabled: a disabled button would drop its own name and value from what is sent.
  form.querySelectorAll("[type=submit]").forEach((button) => button.setAttribute("aria-disabled", "true"));
}

/** Back from the next page, out of the browser's memory: the form may be sent again. */
function releaseForms() {
  document.querySelectorAll("form[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    form.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
  });
}

/** "1 000,50 kr" in öre, or 0 when it cannot be read: the server says what is wrong with it. */
function parseOre(text) {
  const match = /^(\d+)(?:,(\d{1,2}))?$/.exec(text.replace(/\s|kr/g, ""));
  return match ? Number(match[1]) * 100 + Number((match[2] || "").padEnd(2, "0")) : 0;
}

function formatSek(ore) {
  const kronor = Math.trunc(Math.abs(ore) / 100).toString().replace(/\B(?=(\d{3})+$)/g, "\u00a0");
  const rest = Math.abs(ore) % 100;
  return (ore < 0 ? "\u2212" : "") + kronor + (rest ? "," + String(rest).padStart(2, "0") : "") + "\u00a0kr";
}

/** Inside [data-budget-sum], each [data-total="words"] shows the sum of the inputs whose [data-amount] has all those
    words, less those that have all words of its [data-less]; each [data-row-total] the sum of its row. */
function watchSums(table) {
  const ore = (inputs) => inputs.reduce((sum, input) => sum + parseOre(input.value), 0);
  const marked = (words) => {
    const wanted = words.split(" ").filter(Boolean);
    return [...table.querySelectorAll("[data-amount]")].filter((input) => {
      const said = input.dataset.amount.split(" ");
      return wanted.every((word) => said.includes(word));
    });
  };
  const update = () => {
    table.querySelectorAll("[data-total]").forEach((total) => {
      const less = total.dataset.less ? ore(marked(total.dataset.less)) : 0;
      total.textContent = formatSek(ore(marked(total.dataset.total)) - less);
    });
    table.querySelectorAll("[data-row-total]").forEach((total) => {
      total.textContent = formatSek(ore([...total.closest("tr").querySelectorAll("[data-amount]")]));
    });
  };
  table.addEventListener("input", update);
  update();
}

document.addEventListener("submit", guardSubmit);
window.addEventListener("pageshow", releaseForms);
document.querySelectorAll("[data-budget-sum]").forEach(watchSums);
document.querySelector("[data-error-summary]")?.focus();
