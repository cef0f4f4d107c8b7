// A page that waits for long work looks by itself how far it is. It asks for its own address again and takes over what
// changed. Without JavaScript the page's button does the same.

const FIRST = 2_000;
const LONGEST = 15_000;
const GROWS = 1.15;

export function startHowFar(region, prepare) {
  if (!region.hasAttribute("data-how-far-going")) return;
  const status = document.createElement("p");
  status.className = "govuk-visually-hidden";
  status.setAttribute("role", "status");
  region.after(status);
  let pause = FIRST;

  const standOf = (where) => where.querySelector("[data-how-far-told]")?.dataset.howFarTold;
  const wordsOf = (where) => where.querySelector("p")?.textContent.trim().replace(/\s+/g, " ") ?? "";

  // While it goes on only the words and the bar change, so that nobody loses the button they are on.
  const update = (fresh) => {
    const told = region.querySelector("[data-how-far-told]");
    const now = fresh.querySelector("[data-how-far-told]");
    if (!told || !now) return;
    // Each number read out would be too many; what has changed in kind is said.
    if (standOf(region) !== standOf(fresh)) status.textContent = wordsOf(now);
    told.replaceWith(now);
  };

  const finish = (fresh) => {
    const wasHere = region.contains(document.activeElement);
    region.replaceChildren(...fresh.childNodes);
    region.removeAttribute("data-how-far-going");
    prepare(region);
    status.textContent = wordsOf(region);
    if (wasHere) region.querySelector("a, button")?.focus();
  };

  const later = () => {
    setTimeout(look, pause);
    pause = Math.min(pause * GROWS, LONGEST);
  };

  async function look() {
    if (document.hidden) return later();
    try {
      const answer = await fetch(location.href, { credentials: "same-origin", redirect: "manual" });
      // Signed out, or not ours any more: the button says so.
      if (answer.type === "opaqueredirect" || (answer.status >= 400 && answer.status < 500)) return;
      if (!answer.ok) return later();
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector(`[data-how-far="${region.dataset.howFar}"]`);
      if (!fresh) return;
      if (!fresh.hasAttribute("data-how-far-going")) return finish(fresh);
      update(fresh);
    } catch {
      // No connection just now.
    }
    later();
  }

  later();
}
