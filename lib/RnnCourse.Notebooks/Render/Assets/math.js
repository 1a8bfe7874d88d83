// Formulas of a book that was built without Node.js: KaTeX from a CDN typesets them here.
'use strict';
document.addEventListener('DOMContentLoaded', () => {
  if (!window.katex) {
    document.querySelector('article')?.insertAdjacentHTML('afterbegin', '<div class="skipped" role="note"><p><strong>Formulas are shown as TeX.</strong> '
      + 'KaTeX, which typesets them, could not be loaded. Open this page with a network, or install Node.js and build the book again: then it needs none.</p></div>');
    return;
  }
  for (const formula of document.querySelectorAll('[data-tex]')) {
    katex.render(formula.dataset.tex, formula, { displayMode: 'display' in formula.dataset, throwOnError: false });
    const tag = formula.querySelector('.tag');
    if (!tag) continue;
    const number = Object.assign(document.createElement('span'), { className: 'number katex' });
    number.append(tag);
    formula.after(number);
  }
});
