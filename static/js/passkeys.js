// Passkeys: a form with data-passkey asks the device and sends what it answers.
// data-passkey is "make" (a new one), "use" (one of mine) or "sign-in" (any; the options are fetched first).

const SORRY = {
  make: "No passkey was saved. Try again, or set up an app instead.",
  use: "The passkey did not work. Try again, or use another way.",
  "sign-in": "The passkey did not work. Try again, or sign in another way.",
};

async function optionsFor(form) {
  const address = form.dataset.passkeyOptionsUrl;
  if (!address) return JSON.parse(form.dataset.passkeyOptions);
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error("No options");
  return (await answer.json()).request_options;
}

async function askDevice(form) {
  const options = await optionsFor(form);
  if (form.dataset.passkey !== "make") return webauthnJSON.get(options);
  // A passkey stands alone: the device keeps it, and checks a finger, a face or a PIN.
  Object.assign((options.publicKey.authenticatorSelection ??= {}), {
    residentKey: "required",
    requireResidentKey: true,
    userVerification: "required",
  });
  return webauthnJSON.create(options);
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const problem = form.querySelector("[data-passkey-problem]");
  const button = form.querySelector("button[type=submit]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    problem.hidden = true;
    button.disabled = true;
    try {
      const credential = await askDevice(form);
      form.querySelector("[data-passkey-credential]").value = JSON.stringify(credential);
      form.submit();
    } catch {
      problem.textContent = SORRY[form.dataset.passkey];
      problem.hidden = false;
      button.disabled = false;
      button.focus();
    }
  });
}
