import { initAll } from './vendor/govuk-frontend.min.js';
import { initAll as initMoj, FilterToggleButton } from './vendor/moj-frontend.min.js';

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
