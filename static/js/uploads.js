// Sends chosen files one by one, two at a time at most, with a bar and a plain result for each. A file that met a bad
// connection is tried again by itself, then by a button, always under the same key, so it is never kept twice. Without
// JavaScript the form sends all of them at once and the next page says what became of each.

const AT_ONCE = 2;
const PAUSES = [1_000, 3_000, 6_000]; // before each try that is made by itself
const NOT_NOW = new Set([502, 503, 504]);

// Without a secure context (a test on the local network) there is no randomUUID.
const newKey = () =>
  crypto.randomUUID?.() ??
  "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) =>
    (Number(digit) ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (Number(digit) / 4)))).toString(16),
  );

const make = (tag, className, text = "") => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.textContent = text;
  return element;
};

const link = (text, url, hidden = "") => {
  const element = make("a", "govuk-link", text);
  element.href = url;
  if (hidden) element.append(make("span", "govuk-visually-hidden", ` ${hidden}`));
  return element;
};

// As templates/_status.html, without its shape: the word says it.
const mark = (kind, word) => make("strong", `award-status award-status--${kind}`, word);

// Our own answers are JSON; one from the door before them is a page, whose first sentence says why.
const answerOf = (request) => {
  try {
    return JSON.parse(request.responseText);
  } catch {
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    return { message: page.querySelector("main p, p.govuk-body")?.textContent.trim() ?? "" };
  }
};

export function startUploads(form) {
  const { uploadUrl, uploadMost, uploadTooLarge } = form.dataset;
  const section = document.querySelector("[data-uploads]");
  const list = section?.querySelector("[data-upload-list]");
  const status = section?.querySelector("[data-upload-status]");
  const input = form.querySelector("input[type=file]");
  if (!section || !input || !("upload" in new XMLHttpRequest())) return;

  const all = [];
  let active = 0;
  let token = form.elements.csrfmiddlewaretoken.value;

  const going = new Set(["waiting", "sending", "pausing"]);
  const unfinished = () => all.some((file) => going.has(file.state));

  const sayHowFar = () => {
    const kept = all.filter((file) => file.state === "kept").length;
    const not = all.filter((file) => file.state === "refused" || file.state === "stuck").length;
    const rest = not ? `, ${not} not kept: see below` : "";
    status.textContent = `${kept} of ${all.length} kept${unfinished() ? "" : rest}`;
  };

  const show = (file, words, ...more) => {
    file.result.replaceChildren(words, ...more.flatMap((each) => [" ", each]));
  };

  const settle = (file, state) => {
    file.state = state;
    file.bar.hidden = true;
    sayHowFar();
  };

  const refuse = (file, message) => {
    settle(file, "refused");
    show(file, mark("attention", "Not kept"), message);
  };

  const offerAgain = (file, message, ...more) => {
    settle(file, "stuck");
    const again = make("button", "govuk-button govuk-button--secondary award-uploads__again", "Try again");
    again.type = "button";
    again.append(make("span", "govuk-visually-hidden", ` to send ${file.name}`));
    again.addEventListener("click", async () => {
      again.disabled = true;
      await renewToken();
      file.tries = 0;
      goAgain(file);
      file.item.querySelector(".award-uploads__name").focus();
    });
    show(file, message, ...more, again);
  };

  const goAgain = (file) => {
    file.state = "waiting";
    file.bar.value = 0;
    file.bar.hidden = false;
    show(file, "Waiting");
    next();
  };

  const tryLater = (file, message) => {
    const pause = PAUSES[file.tries];
    if (pause === undefined) return offerAgain(file, message);
    file.tries += 1;
    file.state = "pausing";
    show(file, `${message} We are trying again.`);
    setTimeout(() => goAgain(file), pause * (0.5 + Math.random()));
  };

  // Who had to sign in again, in another window, comes back with a new token.
  async function renewToken() {
    try {
      const answer = await fetch(location.href, { credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      token = page.querySelector("form[data-upload-url] [name=csrfmiddlewaretoken]")?.value ?? token;
    } catch {
      // The next try says what is wrong.
    }
  }

  const keptAs = (file, answer) => {
    settle(file, "kept");
    show(file, mark("done", "Kept"), "It is being checked now.", link("Open", answer.url, file.name));
    for (const hint of answer.hints ?? []) {
      const words = make("p", "award-uploads__result", `${hint} `);
      const concern = document.querySelector("a.award-footer__concern");
      if (concern) words.append(link("Report a concern", concern.href));
      file.item.append(words);
    }
  };

  const answered = (file, request) => {
    const answer = answerOf(request);
    const message = answer.message || "That did not work.";
    switch (request.status) {
      case 201:
        keptAs(file, answer);
        break;
      case 401: {
        const signIn = link("Sign in again in a new window", answer.sign_in ?? "/accounts/login/");
        signIn.target = "_blank";
        signIn.rel = "noopener";
        offerAgain(file, message, signIn);
        break;
      }
      case 409:
      case 413:
      case 422:
        refuse(file, message);
        break;
      default:
        if (NOT_NOW.has(request.status)) tryLater(file, "We could not keep it just now.");
        else offerAgain(file, `Not kept yet. ${message}`);
    }
  };

  function send(file) {
    file.state = "sending";
    active += 1;
    show(file, "Sending");
    const data = new FormData();
    data.set("key", file.key);
    if (file.piece) {
      data.set("piece", file.piece);
      data.set("title", file.title);
    }
    data.set("file", file.file);
    const request = new XMLHttpRequest();
    request.open("POST", uploadUrl);
    request.setRequestHeader("X-CSRFToken", token);
    request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", ({ lengthComputable, loaded, total }) => {
      if (lengthComputable) file.bar.value = Math.round((100 * loaded) / total);
    });
    request.addEventListener("load", () => answered(file, request));
    request.addEventListener("error", () => tryLater(file, "The connection broke off."));
    request.addEventListener("loadend", () => {
      active -= 1;
      next();
    });
    request.send(data);
  }

  // The first file of a piece makes it; the others wait for that.
  const mayGo = (file) => {
    if (file.state !== "waiting") return false;
    const states = all.filter((other) => other.batch === file.batch).map((other) => other.state);
    return !file.piece || states.includes("kept") || !(states.includes("sending") || states.includes("pausing"));
  };

  function next() {
    while (active < AT_ONCE) {
      const file = all.find(mayGo);
      if (!file) break;
      send(file);
    }
    sayHowFar();
  }

  function add(chosen, { piece, title, batch }) {
    const item = make("li", "award-uploads__item");
    const heading = make("p", "award-uploads__name award-name");
    heading.tabIndex = -1;
    heading.append(make("strong", "", chosen.name));
    const bar = make("progress", "award-uploads__bar");
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute("aria-label", `How much of ${chosen.name} is sent`);
    const result = make("p", "award-uploads__result", "Waiting");
    item.append(heading, bar, result);
    list.append(item);
    const parts = { item, bar, result };
    const { name } = chosen;
    const file = { file: chosen, name, key: newKey(), piece, title, batch, tries: 0, state: "waiting", ...parts };
    all.push(file);
    if (chosen.size > Number(uploadMost)) refuse(file, uploadTooLarge);
  }

  form.addEventListener("submit", (event) => {
    // With nothing chosen the page itself says so.
    if (!input.files.length) return;
    event.preventDefault();
    const one = form.querySelector("[name=together]:checked")?.value === "one";
    const batch = {
      batch: newKey(),
      piece: one ? form.elements.piece.value : "",
      title: one ? form.elements.title.value : "",
    };
    section.hidden = false;
    for (const chosen of input.files) add(chosen, batch);
    input.value = "";
    next();
    status.scrollIntoView({ block: "nearest" });
  });

  addEventListener("beforeunload", (event) => {
    if (unfinished()) event.preventDefault();
  });
}
