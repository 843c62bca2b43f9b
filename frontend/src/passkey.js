// Passkeys: the browser talks to a phone, a computer or a key, which a page alone cannot. The forms
// that need it stay hidden where this does not run; passwords and codes work without.
const MISSING = document.querySelectorAll("[data-passkey-without]");

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0)).buffer;
}

function text(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

// What the server says in JSON, as the browser wants it: these are bytes there.
function understood({ publicKey }) {
  const known = (list) => list?.map((one) => ({ ...one, id: bytes(one.id) }));
  return {
    publicKey: {
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      ...(publicKey.user && { user: { ...publicKey.user, id: bytes(publicKey.user.id) } }),
      ...(publicKey.excludeCredentials && { excludeCredentials: known(publicKey.excludeCredentials) }),
      ...(publicKey.allowCredentials && { allowCredentials: known(publicKey.allowCredentials) }),
    },
  };
}

// And back: every part of the answer that is bytes becomes text.
function said(credential) {
  const { response } = credential;
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const told = parts.filter((part) => response[part]).map((part) => [part, text(response[part])]);
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: {
      ...Object.fromEntries(told),
      ...(response.getTransports && { transports: response.getTransports() }),
    },
  };
}

async function options(form) {
  if (form.dataset.passkey === "sign-in") {
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    return (await answer.json()).request_options;
  }
  const given = JSON.parse(document.getElementById("passkey-options").textContent);
  return given.creation_options ?? given.request_options;
}

async function ask(form) {
  const asked = understood(await options(form));
  if (form.dataset.passkey !== "add") {
    return navigator.credentials.get(asked);
  }
  // A passkey that signs in by itself: kept on the device, opened by a face, a finger or a number.
  asked.publicKey.authenticatorSelection = {
    ...asked.publicKey.authenticatorSelection,
    residentKey: "required",
    requireResidentKey: true,
    userVerification: "required",
  };
  return navigator.credentials.create(asked);
}

if (window.PublicKeyCredential) {
  MISSING.forEach((one) => one.remove());
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const failed = form.querySelector("[data-passkey-failed]");
      failed.hidden = true;
      try {
        form.elements.credential.value = JSON.stringify(said(await ask(form)));
        form.submit();
      } catch {
        failed.hidden = false; // the person stopped, or nothing that could answer was there
      }
    });
  }
}
