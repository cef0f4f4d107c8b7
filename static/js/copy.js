// A button that copies the text of a box, and the count of its letters while somebody changes it. Without JavaScript
// the box can be marked and copied by hand, and the count is that of the text as it came.

export function startCopy(group) {
  const box = group.querySelector("textarea");
  const label = group.querySelector("label");
  if (!box || !label) return;

  const letters = group.querySelector("[data-copy-letters]");
  const count = () => {
    const many = [...box.value].length;
    if (letters) letters.textContent = String(many);
    for (const limit of group.querySelectorAll("[data-copy-limit]"))
      limit.querySelector("[data-copy-fits]").textContent = many <= Number(limit.dataset.copyLimit) ? "fits" : "too long";
  };
  box.addEventListener("input", count);
  // A browser that goes back brings what was typed.
  count();

  if (!navigator.clipboard) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "govuk-button govuk-button--secondary award-copy__button";
  button.textContent = "Copy this text";
  const about = document.createElement("span");
  about.className = "govuk-visually-hidden";
  about.textContent = `: ${label.textContent}`;
  button.append(about);
  const said = document.createElement("span");
  said.className = "award-copy__said";
  said.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(box.value);
      said.textContent = "Copied. Paste it where you need it.";
    } catch {
      box.focus();
      box.select();
      said.textContent = "The text is marked. Copy it with your keyboard.";
    }
  });
  const line = document.createElement("p");
  line.className = "award-copy__line";
  line.append(button, said);
  group.append(line);
}
