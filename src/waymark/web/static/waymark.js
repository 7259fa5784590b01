import { initAll } from './vendor/govuk-frontend.min.js';
import { initAll as initMoj, FilterToggleButton } from './vendor/moj-frontend.min.js';

initAll();
initMoj(); // does not start the filter's toggle: what follows does, at the width waymark.css has
for (const filter of document.querySelectorAll('[data-module="moj-filter"]')) {
  if (filter.querySelector('.govuk-error-message')) continue; // what is wrong stays in sight
  new FilterToggleButton(filter, { startHidden: false, bigModeMediaQuery: '(min-width: 75em)' });
}
