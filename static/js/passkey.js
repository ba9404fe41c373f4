/* Security keys and passkeys. The browser alone can speak with a key, so a form for one is hidden until this has run;
   without JavaScript the other ways of signing in remain. allauth's own script does the work. */
"use strict";

const PASSKEY_FORMS = { add: "addForm", authenticate: "authenticateForm", login: "loginForm" };

function prepareKeyForm(form) {
  const kind = form.dataset.passkey;
  const box = form.querySelector("[name=passwordless]");
  const ids = { [kind]: form.querySelector("[id$=passkey_act]").id, credential: form.querySelector("[name=credential]").id };
  if (box) {
    ids.passwordless = box.id;
  }
  if (kind !== "login") {
    ids.data = "js_data";
  }
  window.allauth.webauthn.forms[PASSKEY_FORMS[kind]]({ ids });
  form.hidden = false;
}

/** No key was given, or it did not fit: the page says so, and the other ways are still there. */
function sayKeyFailed(event) {
  event.preventDefault();
  document.querySelectorAll("[data-passkey-error]").forEach((text) => { text.hidden = false; });
}

if (window.PublicKeyCredential) {
  document.querySelectorAll("form[data-passkey]").forEach(prepareKeyForm);
  document.addEventListener("allauth.error", sayKeyFailed);
}
