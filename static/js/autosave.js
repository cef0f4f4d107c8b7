// Saves a form while it is being filled in. The answer is {"saved_at": "21:03"} and, where the form carries a
// version, the next {"version": 4}. Without JavaScript the form's own button saves; nothing depends on this.

const PAUSE = 5_000; // after the last key
const RETRY = 15_000;

const fieldsOf = (form) => {
  const data = new FormData(form);
  // Files travel with the button only.
  for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
  return data;
};

const fingerprint = (form) => {
  const data = fieldsOf(form);
  data.delete("csrfmiddlewaretoken");
  data.delete("version");
  return new URLSearchParams(data).toString();
};

export function startAutosave(form) {
  const status =
    form.querySelector("[data-autosave-status]") ?? document.querySelector("[data-autosave-status]");
  let saved = fingerprint(form);
  let timer = 0;
  let busy = false;
  let stopped = false;

  const say = (words, state) => {
    if (!status) return;
    status.textContent = words;
    status.dataset.state = state;
  };

  const later = (delay) => {
    clearTimeout(timer);
    timer = setTimeout(() => save(), delay);
  };

  async function save({ leaving = false } = {}) {
    clearTimeout(timer);
    const now = fingerprint(form);
    if (stopped || now === saved || (busy && !leaving)) return;
    busy = true;
    try {
      const answer = await fetch(form.dataset.autosaveUrl, {
        method: "POST",
        body: fieldsOf(form),
        headers: {
          "X-CSRFToken": form.elements.csrfmiddlewaretoken.value,
          "X-Requested-With": "XMLHttpRequest",
          Accept: "application/json",
        },
        credentials: "same-origin",
        redirect: "manual",
        keepalive: leaving,
      });
      if (answer.status === 409) {
        stopped = true;
        say("Somebody else has changed this page. Press the button below to see both texts.", "waiting");
      } else if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) {
        say("Not saved: you are signed out. Press the button below. We keep what you typed.", "waiting");
      } else if (!answer.ok) {
        throw new Error(String(answer.status));
      } else {
        const { saved_at, version } = await answer.json();
        saved = now;
        if (version !== undefined && form.elements.version) form.elements.version.value = version;
        say(`Kept for you at ${saved_at}. Press the button to save it.`, "saved");
      }
    } catch {
      say("Not saved yet: we will keep trying", "waiting");
      later(RETRY);
    } finally {
      busy = false;
    }
    if (!leaving && !stopped && fingerprint(form) !== now) later(PAUSE);
  }

  form.addEventListener("input", () => later(PAUSE));
  form.addEventListener("change", () => later(PAUSE));
  form.addEventListener("focusout", () => save());
  // The button saves everything itself: a second save on the way out would only clash with it.
  form.addEventListener("submit", () => {
    stopped = true;
    clearTimeout(timer);
  });
  addEventListener("pagehide", () => save({ leaving: true }));
  // Back from the next page (kept in memory by the browser): carry on.
  addEventListener("pageshow", (event) => {
    if (event.persisted) stopped = false;
  });
}
