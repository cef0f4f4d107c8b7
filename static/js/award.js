import { initAll } from "../vendor/govuk/govuk-frontend.min.js";
import { startReadAloud } from "./aloud.js";
import { startAutosave } from "./autosave.js";
import { startChoices } from "./choices.js";
import { startCopy } from "./copy.js";
import { startHowFar } from "./far.js";
import { startGapCheck } from "./gaps.js";
import { startSessionWarning } from "./session.js";
import { startUploads } from "./uploads.js";

initAll();
startChoices();
for (const form of document.querySelectorAll("form[data-autosave-url]")) startAutosave(form);
for (const form of document.querySelectorAll("form[data-gaps-url]")) startGapCheck(form);
for (const form of document.querySelectorAll("form[data-upload-url]")) startUploads(form);
for (const region of document.querySelectorAll("[data-how-far]")) startHowFar(region, (scope) => initAll({ scope }));
for (const group of document.querySelectorAll("[data-copy]")) startCopy(group);
for (const holder of document.querySelectorAll("[data-aloud]")) startReadAloud(holder);
startSessionWarning();
