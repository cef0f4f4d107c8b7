// Radios and checkboxes that open further questions, and a checkbox ("None of these") that unticks the others.
// In place of govuk-frontend's own: that one marks radios as expanded, which radios may not be in ARIA.

const revealed = (input) => document.getElementById(input.dataset.ariaControls);

const showWhatIsChosen = (fieldset) => {
  for (const input of fieldset.querySelectorAll("input[data-aria-controls]")) {
    const part = revealed(input);
    const kind = input.type === "radio" ? "radios" : "checkboxes";
    part.classList.toggle(`govuk-${kind}__conditional--hidden`, !input.checked);
  }
};

const keepExclusive = (fieldset, changed) => {
  if (!changed.checked) return;
  const alone = changed.dataset.behaviour === "exclusive";
  for (const other of fieldset.querySelectorAll(`input[name="${CSS.escape(changed.name)}"]`)) {
    if (other !== changed && (alone || other.dataset.behaviour === "exclusive")) other.checked = false;
  }
};

export function startChoices() {
  for (const fieldset of document.querySelectorAll("fieldset.govuk-fieldset")) {
    if (!fieldset.querySelector("[data-aria-controls], [data-behaviour=exclusive]")) continue;
    fieldset.addEventListener("change", ({ target }) => {
      if (target.type === "checkbox") keepExclusive(fieldset, target);
      showWhatIsChosen(fieldset);
    });
    // The browser may have put back answers from before.
    showWhatIsChosen(fieldset);
  }
  addEventListener("pageshow", () => document.querySelectorAll("fieldset").forEach(showWhatIsChosen));
}
