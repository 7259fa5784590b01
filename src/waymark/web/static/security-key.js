// Security keys and passkeys: asks the browser for one, and sends what it answers with the form.

const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
const listed = (keys = []) => keys.map((key) => ({ ...key, id: bytes(key.id) }));

function answered(credential) {
  const { response } = credential;
  const parts = ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle'];
  const given = parts.filter((part) => response[part]);
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment ?? undefined,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: Object.fromEntries(given.map((part) => [part, text(response[part])])),
  });
}

async function made({ publicKey }, isPasskey) {
  const options = {
    ...publicKey,
    challenge: bytes(publicKey.challenge),
    user: { ...publicKey.user, id: bytes(publicKey.user.id) },
    excludeCredentials: listed(publicKey.excludeCredentials),
  };
  if (isPasskey) {
    const needed = { residentKey: 'required', requireResidentKey: true, userVerification: 'required' };
    options.authenticatorSelection = { ...options.authenticatorSelection, ...needed };
  }
  return navigator.credentials.create({ publicKey: options });
}

async function shown({ publicKey }) {
  const allowCredentials = listed(publicKey.allowCredentials);
  const options = { ...publicKey, challenge: bytes(publicKey.challenge), allowCredentials };
  return navigator.credentials.get({ publicKey: options });
}

async function optionsOf(form) {
  if (form.dataset.options) return JSON.parse(form.dataset.options);
  const answer = await fetch(form.action, { headers: { Accept: 'application/json' } });
  return (await answer.json()).request_options;
}

async function ask(form) {
  const options = await optionsOf(form);
  const isPasskey = form.elements.passwordless?.checked;
  const credential = options.publicKey.user ? await made(options, isPasskey) : await shown(options);
  form.elements.credential.value = answered(credential);
  form.submit();
}

for (const form of document.querySelectorAll('form[data-security-key]')) {
  form.hidden = false;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const told = form.querySelector('[data-told]');
    told.textContent = '';
    ask(form).catch(() => {
      told.textContent = form.dataset.securityKey;
    });
  });
}
