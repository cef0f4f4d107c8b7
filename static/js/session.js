// Five minutes before a session ends, asks whether the person is still there (WCAG 2.2.1). Every window of the
// service shares the answer. Without JavaScript a page sent after the end is kept and shown after signing in.

const WARNING = 5 * 60 * 1000;
const LOOK = 5_000;

export function startSessionWarning() {
  const length = Number(document.body.dataset.sessionLength) * 1000;
  const dialog = document.querySelector("[data-session-warning]");
  if (!length || !dialog) return;
  const left = dialog.querySelector("[data-session-left]");
  const form = dialog.querySelector("[data-session-form]");
  const windows = new BroadcastChannel("award-session");
  let end = Date.now() + Number(document.body.dataset.sessionSeconds) * 1000;
  let said = "";

  const renew = () => {
    end = Date.now() + length;
    if (dialog.open) dialog.close();
  };

  const say = (words) => {
    if (words !== said) left.textContent = said = words;
  };

  const look = () => {
    const rest = end - Date.now();
    if (rest > Math.min(WARNING, length / 2)) return;
    const minutes = Math.ceil(rest / 60_000);
    if (minutes > 0) say(`You have ${minutes} ${minutes === 1 ? "minute" : "minutes"} left.`);
    else say("You are signed out now. Press the page’s button: we keep what you typed and ask you to sign in.");
    if (!dialog.open) dialog.showModal();
    if (minutes <= 0) clearInterval(clock);
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        credentials: "same-origin",
        redirect: "manual",
      });
      if (!answer.ok) throw new Error(String(answer.status));
      renew();
      windows.postMessage("renewed");
    } catch {
      say("That did not work. Close this message, and save your work with the page’s button.");
    }
  });
  windows.addEventListener("message", renew);
  const clock = setInterval(look, LOOK);
}
