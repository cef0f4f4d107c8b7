// The gap check beside a form, while somebody types. It posts the form to an address that saves nothing and puts the
// answer in the place of the panel. Without JavaScript the panel shows how the page was saved last.

const PAUSE = 1_200; // after the last key

export function startGapCheck(form) {
  const panel = document.querySelector("[data-gaps]");
  const status = document.querySelector("[data-gaps-status]");
  if (!panel) return;
  const address = `${form.dataset.gapsUrl}?page=${encodeURIComponent(location.pathname)}`;
  let timer = 0;
  let latest = 0;

  async function look() {
    const mine = ++latest;
    const data = new FormData(form);
    try {
      const answer = await fetch(address, {
        method: "POST",
        body: data,
        headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value, "X-Requested-With": "XMLHttpRequest" },
        credentials: "same-origin",
        redirect: "manual",
      });
      // An answer that was overtaken says nothing of what is typed now.
      if (!answer.ok || mine !== latest) return;
      const words = new DOMParser().parseFromString(await answer.text(), "text/html");
      panel.replaceChildren(...words.body.childNodes);
      if (status) status.textContent = panel.querySelector("[data-gaps-count]")?.textContent ?? "";
    } catch {
      // The panel stays as it was; the button checks everything.
    }
  }

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("submit", () => clearTimeout(timer));
}
