// Warns before somebody is signed out, and keeps what they had typed when they are. The server's
// clock counts, for all tabs together; asking it, and keeping, win no time: only staying does.
const dialog = document.getElementById('soon');
const { time, stay, keep, warnsBefore } = dialog.dataset;
const tabs = 'BroadcastChannel' in window ? new BroadcastChannel('waymark-session') : null;
const token = dialog.querySelector('[name=csrfmiddlewaretoken]').value;
const title = document.title;
const KEEP_BEFORE = Math.min(8, Number(warnsBefore) / 3); // seconds
const SPOKEN = [60, 30, 15, 5];
let end = 0;
let timer = 0;
let isKept = false;
let isSeen = false; // of the twelve hours: said once, then there are two minutes to save

const seconds = () => Math.max(0, Math.ceil((end - Date.now()) / 1000));

function inWords(left) {
  if (left >= 120) return `${Math.ceil(left / 60)} minutes`;
  return left === 1 ? '1 second' : `${left} seconds`;
}

async function ask(address, options = {}) {
  const answer = await fetch(address, { cache: 'no-store', redirect: 'error', ...options });
  if (!answer.ok) return { left: 0 };
  return answer.json();
}

const send = (address, fields = new URLSearchParams()) => {
  fields.set('csrfmiddlewaretoken', token);
  return ask(address, { method: 'POST', body: fields });
};

// Look again in so many seconds; a machine that slept looks as soon as it wakes.
function lookIn(wait) {
  clearTimeout(timer);
  timer = setTimeout(look, Math.max(0, wait) * 1000);
}

function know({ left, fixed }) {
  end = Date.now() + left * 1000;
  dialog.querySelector('[data-idle]').hidden = fixed;
  dialog.querySelector('[data-fixed]').hidden = !fixed;
  dialog.querySelector('[data-stay-button]').hidden = fixed;
  dialog.querySelector('[data-close-button]').hidden = !fixed;
  if (left > warnsBefore) {
    isKept = false;
    close();
    lookIn(left - warnsBefore);
  }
}

async function look() {
  try {
    if (seconds() <= warnsBefore && !dialog.open) know(await ask(time)); // another tab may be in use
  } catch { /* no network: our own clock goes on */ }
  if (seconds() > warnsBefore) return lookIn(seconds() - warnsBefore);
  if (seconds() <= KEEP_BEFORE && !isKept) await keepTyping();
  if (seconds() === 0) return leave();
  if (seconds() <= warnsBefore) show();
  return lookIn(Math.min(1, seconds()));
}

function show() {
  const left = seconds();
  dialog.querySelector('[data-count]').textContent = inWords(left);
  if (SPOKEN.includes(left)) dialog.querySelector('[data-said]').textContent = `${inWords(left)} left`;
  if (dialog.open || isSeen) return;
  dialog.showModal();
  document.title = `Signing out soon – ${title}`;
}

function close() {
  if (!dialog.open) return;
  dialog.close(); // the browser gives the focus back to where it was
  document.title = title;
}

async function staySignedIn() {
  try {
    const answer = await send(stay);
    if (!answer.left) return leave();
    know(answer);
    tabs?.postMessage(answer);
  } catch {
    dialog.querySelector('[data-said]').textContent = 'Waymark cannot be reached. Try again';
  }
}

function goOn() {
  isSeen = true;
  close();
}

function isTyped(form) {
  if (document.querySelector('.govuk-error-summary')) return true;
  return [...form.elements].some((one) => {
    if (one.type === 'hidden' || one.type === 'password' || one.type === 'file') return false;
    if (one.type === 'checkbox' || one.type === 'radio') return one.checked !== one.defaultChecked;
    if (one.options) return [...one.options].some((option) => option.selected !== option.defaultSelected);
    return 'defaultValue' in one && one.value !== one.defaultValue;
  });
}

// The server keeps it for this person alone; nothing stays in the browser.
async function keepTyping() {
  isKept = true;
  const forms = [...document.querySelectorAll('main form')].filter((one) => one.method === 'post');
  const form = forms.find(isTyped);
  if (!form) return;
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === 'string' && form.elements[name]?.type !== 'password') fields.append(name, value);
  }
  try {
    await send(`${keep}?of=${encodeURIComponent(location.pathname)}`, fields);
  } catch { /* no network: the page stays as it is, see leave */ }
}

async function leave() {
  try {
    const now = await ask(time);
    if (now.left > 0) {
      know(now);
      return lookIn(1);
    }
  } catch {
    return lookIn(5); // what was typed is safest where it is until Waymark can be reached
  }
  location.replace(location.pathname + location.search); // sends to sign in, and says why
}

dialog.addEventListener('cancel', (event) => {
  event.preventDefault();
  if (dialog.querySelector('[data-stay-button]').hidden) goOn();
  else staySignedIn();
});
dialog.querySelector('[data-close-button]').addEventListener('click', goOn);
dialog.querySelector('[data-stay-button]').addEventListener('click', staySignedIn);
dialog.querySelector('form').addEventListener('submit', async (event) => {
  event.preventDefault();
  await keepTyping();
  event.target.submit();
});
tabs?.addEventListener('message', ({ data }) => know(data));
document.addEventListener('visibilitychange', () => document.hidden || look());
addEventListener('pageshow', (event) => event.persisted && look());

const begun = { left: Number(dialog.dataset.left), fixed: dialog.dataset.fixed === 'yes' };
know(begun);
tabs?.postMessage(begun); // whoever opened this page is there: other tabs need not warn
if (begun.left <= warnsBefore) look();
