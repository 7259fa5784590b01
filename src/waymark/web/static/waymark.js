import { initAll } from './vendor/govuk-frontend.min.js';
import { initAll as initMoj, FilterToggleButton } from './vendor/moj-frontend.min.js';

// What every menu of a list has in common is said here, not in each of its rows.
for (const menu of document.querySelectorAll('[data-module="moj-button-menu"]')) {
  const name = document.createElement('span');
  name.className = 'govuk-visually-hidden';
  name.textContent = menu.dataset.for;
  menu.dataset.buttonText = `<span aria-hidden="true">&#8942;</span>${name.outerHTML}`;
  menu.dataset.alignMenu = 'right';
  for (const item of menu.children) item.classList.add('moj-button-menu__item');
}

initAll();
initMoj(); // does not start the filter's toggle: what follows does, at the width waymark.css has
for (const filter of document.querySelectorAll('[data-module="moj-filter"]')) {
  if (filter.querySelector('.govuk-error-message')) continue; // what is wrong stays in sight
  new FilterToggleButton(filter, { startHidden: false, bigModeMediaQuery: '(min-width: 75em)' });
}
// After the link that skips the head, the address ends in #main-content. It would go along with a form, and the page
// that comes would put the focus there instead of on what was done or is wrong.
document.addEventListener('submit', () => {
  if (location.hash) history.replaceState(history.state, '', location.pathname + location.search);
});
