// Runs before the page is drawn, so that parts which open on demand are closed from the start.
if ("noModule" in HTMLScriptElement.prototype) {
  document.body.classList.add("js-enabled", "govuk-frontend-supported");
}
