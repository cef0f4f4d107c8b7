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

// Until a save under way is given up for the sake of the button.
const PATIENCE = 10_000;

export function startAutosave(form) {
  const status =
    form.querySelector("[data-autosave-status]") ?? document.querySelector("[data-autosave-status]");
  let saved = fingerprint(form);
  let timer = 0;
  let underWay = null;
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

  async function send(now, { leaving, signal }) {
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
        signal,
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
      if (stopped) return;
      say("Not saved yet: we will keep trying", "waiting");
      later(RETRY);
    }
  }

  async function save({ leaving = false } = {}) {
    clearTimeout(timer);
    const now = fingerprint(form);
    if (stopped || now === saved || (underWay && !leaving)) return;
    const giveUp = new AbortController();
    const done = send(now, { leaving, signal: giveUp.signal });
    const own = { done, giveUp };
    underWay = own;
    await done;
    if (underWay === own) underWay = null;
    if (!leaving && !stopped && fingerprint(form) !== now) later(PAUSE);
  }

  // A button saves, or throws away, everything itself. A save still under way has to end first: it would bring back
  // as a draft what is saved or thrown away already.
  const settle = async (event) => {
    const { target, submitter } = event;
    const settling = "settling" in target.dataset;
    stopped = true;
    clearTimeout(timer);
    // Safari before 16 cannot press a button again with its name.
    if (!underWay || !target.requestSubmit) return;
    event.preventDefault();
    if (settling) return;
    // Stays until the page is left.
    target.dataset.settling = "";
    const { done, giveUp } = underWay;
    const enough = setTimeout(() => giveUp.abort(), PATIENCE);
    await done;
    clearTimeout(enough);
    underWay = null;
    target.requestSubmit(submitter);
  };

  form.addEventListener("input", () => later(PAUSE));
  form.addEventListener("change", () => later(PAUSE));
  // Also on the way to the button: when a colleague was faster, the page opens again with what was typed here.
  form.addEventListener("focusout", () => save());
  form.addEventListener("submit", settle);
  const others = document.querySelectorAll("form[data-discards-draft]");
  for (const other of others) other.addEventListener("submit", settle);
  addEventListener("pagehide", () => save({ leaving: true }));
  // Back from the next page (kept in memory by the browser): carry on.
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    stopped = false;
    for (const each of [form, ...others]) delete each.dataset.settling;
  });
}
