/* A draft saves itself while somebody writes. The page works without this: its buttons save too. Nothing that is
   written is ever kept in the browser's own storage, which others at the same computer could read. */
"use strict";

const form = document.querySelector("form[data-autosave]"); // the overview of a draft has none, only its colleagues
const FIRST_WAIT = 2000, LONGEST_WAIT = 60000; // milliseconds between attempts when the server cannot be reached
const SIGNED_OUT = [401, 403], GONE = [404, 405];

let unsaved = false; // something has been written since the last save went out
let failing = false; // the last save did not arrive
let saving = false; // a save is on its way
let leaving = null; // the button that was pressed and waits for the save
let wait = FIRST_WAIT;
let timer = 0;

function tell(problem) {
  form.querySelectorAll("[data-problem]").forEach((text) => { text.hidden = text.dataset.problem !== problem; });
  form.querySelector("#save-state").hidden = Boolean(problem);
}

function saveAgain() {
  window.clearTimeout(timer);
  htmx.trigger(form, "save-again");
}

function tryLater() {
  leaving = null;
  window.clearTimeout(timer);
  timer = window.setTimeout(saveOrRenew, wait);
  wait = Math.min(wait * 2, LONGEST_WAIT);
}

/** Somebody who has signed in again, perhaps in another tab, has a new token: every form of the page takes it over. */
async function renewToken() {
  const answer = await fetch(form.dataset.autosave, {headers: {"HX-Request": "true"}});
  if (!answer.ok) return false;
  const {token} = await answer.json();
  document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((input) => { input.value = token; });
  return true;
}

async function saveOrRenew() {
  try {
    if (await renewToken()) saveAgain();
    else tryLater();
  } catch {
    tryLater(); // still no network
  }
}

function onFailure(status) {
  failing = unsaved = true;
  if (GONE.includes(status)) {
    tell("gone");
    return;
  }
  tell(SIGNED_OUT.includes(status) ? "signed-out" : "offline");
  tryLater();
}

function onSaved() {
  failing = false;
  wait = FIRST_WAIT;
  window.clearTimeout(timer);
  tell("");
  document.querySelector("[data-error-summary]")?.remove();
  // An error that the page was opened with is out of date once a save has said its own.
  form.querySelectorAll(".field-error[id$=_error]").forEach((error) => error.remove());
  form.querySelectorAll(".has-error, .is-invalid").forEach((field) => field.classList.remove("has-error", "is-invalid"));
}

/** The button that was pressed does its work once everything is saved, also what was written during the save. */
function leave() {
  if (unsaved && !failing) {
    saveAgain();
    return;
  }
  const button = leaving;
  leaving = null;
  if (!failing) form.requestSubmit(button);
}

function afterRequest(event) {
  if (event.detail.elt !== form) return;
  saving = false;
  const status = event.detail.xhr.status;
  if ((status >= 200 && status < 300) || status === 422) onSaved();
  else onFailure(status);
  if (leaving) leave();
}

/** What says the same is left as it is, so that a screen reader is not told again and no button disappears. */
function leaveSame(event) {
  const says = (node) => [node.textContent.trim().replace(/\s+/g, " "), ...[...node.querySelectorAll("button")].map((button) => button.value)].join("|");
  if (says(event.detail.fragment) === says(event.detail.target)) event.detail.shouldSwap = false;
}

/** What is not saved is saved before the page is left: a network that is gone would take it along. */
function onSubmit(event) {
  if (!unsaved && !saving && !failing) return;
  event.preventDefault();
  event.stopPropagation();
  leaving = event.submitter;
  if (failing) saveOrRenew();
  else if (!saving) saveAgain();
}

/** The last words of somebody who leaves. The request may not arrive, so they count as unsaved until a save has. */
function sendLastWords() {
  const words = new FormData(form);
  // A beacon holds 64 kB: a file that is chosen beside the questions would take the words along in its fall.
  [...words].filter(([, value]) => value instanceof File).forEach(([name]) => words.delete(name));
  navigator.sendBeacon(form.getAttribute("hx-post"), words);
}

/** Back at a page that the browser has kept whole: what others have written meanwhile is shown at once. */
function onShown(event) {
  if (event.persisted) saveAgain();
}

function onVisibility() {
  if (document.visibilityState === "hidden" && unsaved && !failing) sendLastWords();
  if (document.visibilityState === "visible" && failing) saveOrRenew();
  else if (document.visibilityState === "visible" && unsaved && !saving) saveAgain();
}

function start() {
  form.addEventListener("input", () => { unsaved = true; });
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.elt === form) { saving = true; unsaved = false; }
  });
  document.body.addEventListener("htmx:afterRequest", afterRequest);
  form.addEventListener("submit", onSubmit);
  document.addEventListener("visibilitychange", onVisibility);
  window.addEventListener("pageshow", onShown);
  window.addEventListener("online", () => { if (failing) saveOrRenew(); });
  window.addEventListener("beforeunload", (event) => { if (failing) event.preventDefault(); });
}

document.addEventListener("htmx:oobBeforeSwap", leaveSame);
if (form) start();
