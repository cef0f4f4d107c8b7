// Reads the page out, where the browser has a voice of its own. Voices that live on somebody's server are left
// alone: what is on the page would travel there. Without a voice, or without JavaScript, there is no button.

const BLOCKS = "h1, h2, h3, p, li, legend, label, dt, dd, summary, div, [data-aloud-piece]";
const SILENT = "script, style, svg, button, input, select, textarea, progress, [aria-hidden=true], [data-aloud], .govuk-visually-hidden";
// A little slower than the voice would by itself.
const RATE = 0.9;

const ownVoices = () =>
  speechSynthesis.getVoices().filter(({ localService, lang }) => localService && /^en\b/i.test(lang));

const bestVoice = () => {
  const voices = ownVoices();
  return voices.find(({ lang }) => /^en[-_]GB/i.test(lang)) ?? voices[0];
};

// What is folded away is not read.
const isSeen = (element) => element.checkVisibility?.() ?? element.getClientRects().length > 0;

const ended = (text) => (/[.!?:]$/.test(text) ? text : `${text}.`);

// What to say, one block after the other; a block's own words, a box's text, and at last what the buttons do.
const piecesOf = (main) => {
  const pieces = [];
  const walker = document.createTreeWalker(main, NodeFilter.SHOW_ALL, (node) => {
    if (node.nodeType === Node.TEXT_NODE) return NodeFilter.FILTER_ACCEPT;
    if (node.nodeType !== Node.ELEMENT_NODE) return NodeFilter.FILTER_REJECT;
    if (node.matches("textarea")) return NodeFilter.FILTER_ACCEPT;
    return node.matches(SILENT) || !isSeen(node) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP;
  });
  while (walker.nextNode()) {
    const { currentNode: node } = walker;
    const isBox = node.nodeType === Node.ELEMENT_NODE;
    const text = (isBox ? node.value : node.data).replace(/\s+/g, " ").trim();
    if (!text) continue;
    const element = isBox ? node : node.parentElement.closest(BLOCKS);
    const last = pieces.at(-1);
    if (last?.element === element) last.text += ` ${text}`;
    else pieces.push({ element, text: isBox ? `You wrote: ${text}` : text });
  }
  for (const button of main.querySelectorAll("form button[type=submit]")) {
    if (isSeen(button)) pieces.push({ element: button, text: `Button: ${button.textContent.trim()}` });
  }
  // Some voices stop in the middle of a long text: a sentence at a time.
  return pieces.flatMap(({ element, text }) =>
    (ended(text).match(/[^.!?]+[.!?:]*/g) ?? []).map((sentence) => ({ element, text: sentence.trim() })),
  );
};

export function startReadAloud(holder) {
  if (!("speechSynthesis" in window)) return;
  const main = document.querySelector("main");
  const button = holder.querySelector("button");
  const words = holder.querySelector("[data-aloud-words]");
  const begin = words.textContent;
  // Counts what was begun: the end of one that was stopped says nothing to the next.
  let turn = 0;

  const mark = (element) => {
    for (const each of main.querySelectorAll(".award-aloud-now")) each.classList.remove("award-aloud-now");
    element?.classList.add("award-aloud-now");
    element?.scrollIntoView({ block: "nearest" });
  };

  const stop = () => {
    turn += 1;
    speechSynthesis.cancel();
    mark();
    words.textContent = begin;
    holder.classList.remove("award-aloud--on");
  };

  const say = (pieces, mine) => {
    if (mine !== turn) return;
    const [first, ...rest] = pieces;
    if (!first) {
      stop();
      return;
    }
    const utterance = new SpeechSynthesisUtterance(first.text);
    utterance.voice = bestVoice();
    utterance.lang = utterance.voice?.lang ?? "en-GB";
    utterance.rate = RATE;
    utterance.addEventListener("start", () => mine === turn && mark(first.element));
    utterance.addEventListener("end", () => say(rest, mine));
    utterance.addEventListener("error", () => mine === turn && stop());
    speechSynthesis.speak(utterance);
  };

  button.addEventListener("click", () => {
    const isOn = holder.classList.contains("award-aloud--on");
    stop();
    if (isOn) return;
    holder.classList.add("award-aloud--on");
    words.textContent = "Stop reading";
    say(piecesOf(main), turn);
  });
  addEventListener("pagehide", stop);

  // Some browsers find their voices a moment later.
  const show = () => {
    holder.hidden = ownVoices().length === 0;
  };
  speechSynthesis.addEventListener?.("voiceschanged", show);
  show();
}
