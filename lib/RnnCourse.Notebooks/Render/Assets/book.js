// What the course's pages do: theme, menu, search, copying, keys, interactive figures. No library, no request leaves the page.
'use strict';
(() => {
  const root = document.documentElement;
  const on = (target, event, action) => target && target.addEventListener(event, action);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const typing = e => e.target.closest('input, textarea, select, [contenteditable]');

  // Theme: the reader's choice, else the system's. The page's head applies it before the first paint.
  on(document.getElementById('theme'), 'click', () => {
    const theme = root.dataset.theme === 'dark' ? 'light' : 'dark';
    root.dataset.theme = theme;
    try { localStorage.setItem('theme', theme); } catch { /* a file:// page may have no storage */ }
  });

  // A page read from disk can open its notebook in the editor
  if (location.protocol === 'file:') all('.in-editor').forEach(place => {
    const link = document.createElement('a');
    link.href = 'vscode://file' + new URL(place.dataset.source, location.href).pathname;
    link.textContent = 'open in VS Code';
    place.replaceWith(link);
  });

  // Menu on a phone
  const menu = document.getElementById('menu');
  on(menu, 'click', () => menu.setAttribute('aria-expanded', document.body.classList.toggle('menu-open')));

  // Copy buttons
  on(document, 'click', async e => {
    const button = e.target.closest('.copy');
    if (!button) return;
    const text = button.parentElement.querySelector('pre').textContent;
    try { await navigator.clipboard.writeText(text); }
    catch { // a file:// page in some browsers
      const area = Object.assign(document.createElement('textarea'), { value: text });
      document.body.append(area); area.select(); document.execCommand('copy'); area.remove();
    }
    button.textContent = 'Copied';
    setTimeout(() => { button.textContent = 'Copy'; }, 1500);
  });

  // Keys: / to search, arrows to turn the page
  on(document, 'keydown', e => {
    if (e.ctrlKey || e.metaKey || e.altKey || e.shiftKey || typing(e)) return;
    if (e.key === '/') { e.preventDefault(); box.focus(); }
    if (e.target.closest('.equation, pre, .output, .rnncourse-figure, table')) return; // arrows scroll these
    const turn = { ArrowLeft: 'prev', ArrowRight: 'next' }[e.key];
    const link = turn && document.querySelector(`.turn [rel=${turn}]`);
    if (link) location.href = link.href;
  });

  // What scrolls sideways can be scrolled by keys
  const wide = new ResizeObserver(seen => seen.forEach(({ target }) => {
    if (target.scrollWidth > target.clientWidth + 1) target.tabIndex = 0; else target.removeAttribute('tabindex');
  }));
  all('.output, article table, .rc-text').forEach(element => wide.observe(element));

  // Scripts of the site that are read when they are first needed. A page read from disk may not fetch, but load scripts.
  const scripts = {};
  const script = src => scripts[src] ??= new Promise((done, failed) => {
    const element = Object.assign(document.createElement('script'), { src });
    on(element, 'load', done);
    on(element, 'error', failed);
    document.head.append(element);
  });
  const escape = text => text.replace(/[&<>"]/g, c => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]);

  // Search: sections, equations, exercises, claims, terms and papers. A symbol is one word however it is spelt: W_hh, Whh, W_{hh}.
  const box = document.getElementById('search');
  const results = document.getElementById('results');
  const tokenize = text => text.toLowerCase().replace(/[\\{}_^$]/g, '').split(/[^\p{L}\p{N}.∂]+/u)
    .flatMap(word => /^\(?\d+\.\d+\)?$/.test(word) ? [word] : word.split('.')).filter(Boolean);
  const stem = word => word.length > 5 && /^[a-z]+$/.test(word)
    ? word.replace(/(?<=...)(?:ing|ed|s)$/, '').replace(/([b-df-hj-np-rt-v])\1$/, '$1') : word;
  const weight = { equation: 3, term: 3, exercise: 2, reference: 2, section: 1, claim: .6 };
  let index, chosen = -1;
  const loadIndex = () => index ??= Promise.allSettled([script('assets/search-index.js'), script('assets/minisearch.js')]).then(() => {
    const entries = window.searchIndex.map((entry, id) => ({ id, ...entry }));
    if (!window.MiniSearch) return words => entries.filter(entry => // npm was not there when the book was made
      words.every(word => `${entry.title} ${entry.text} ${entry.code}`.toLowerCase().includes(word)));
    const search = new window.MiniSearch({ fields: ['title', 'text', 'code'], tokenize, processTerm: stem });
    search.addAll(entries);
    const options = {
      combineWith: 'AND', boost: { title: 5, text: 1.5, code: .2 }, prefix: word => word.length > 2 && !/^\d/.test(word),
      fuzzy: word => word.length > 4 && !/\d/.test(word) ? .2 : false, boostDocument: id => weight[entries[id].kind],
    };
    return words => search.search(words.join(' '), options).map(({ id }) => entries[id]);
  });
  const marked = (text, words) => {
    const pattern = words.map(word => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
    return text.split(new RegExp(`(${pattern})`, 'gi')).map((piece, n) => n % 2 ? `<mark>${escape(piece)}</mark>` : escape(piece)).join('');
  };
  const excerpt = ({ text, code }, words) => {
    const from = text || code, lower = from.toLowerCase();
    const at = Math.max(0, Math.min(...words.map(word => lower.indexOf(word)).filter(place => place >= 0).concat(lower.length)) - 50);
    return at >= lower.length - 50 ? from.slice(0, 150) : (at > 0 ? '… ' : '') + from.slice(at, at + 150) + (at + 150 < from.length ? ' …' : '');
  };
  async function search() {
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    chosen = -1;
    if (words.length === 0) { results.replaceChildren(); results.hidden = true; box.setAttribute('aria-expanded', 'false'); return; }
    const found = (await loadIndex())(words).slice(0, 20);
    results.innerHTML = found.map((entry, n) =>
      `<li role="option" id="result-${n}"><a href="${escape(entry.url)}" tabindex="-1">${marked(entry.title.replace(/ eq$/, ''), words)}<small>${escape(entry.kind === 'section' ? '' : entry.kind + ' · ')}${escape(entry.page)}${entry.text || entry.code ? ': ' + marked(excerpt(entry, words), words) : ''}</small></a></li>`).join('')
      || '<li role="option" aria-disabled="true"><small>Nothing found. Try fewer words.</small></li>';
    results.hidden = false;
    box.setAttribute('aria-expanded', 'true');
  }
  on(box, 'input', search);
  on(box, 'keydown', e => {
    const links = all('a', results);
    if (e.key === 'Escape') { box.value = ''; search(); box.blur(); }
    if (e.key === 'Tab') results.hidden = true;
    if (e.key === 'Enter' && links.length) location.href = links[Math.max(0, chosen)].href;
    if ((e.key === 'ArrowDown' || e.key === 'ArrowUp') && links.length) {
      e.preventDefault();
      chosen = e.key === 'ArrowDown' ? (chosen + 1) % links.length : (chosen > 0 ? chosen : links.length) - 1;
      all('[role=option]', results).forEach((item, n) => item.setAttribute('aria-selected', String(n === chosen)));
      links[chosen].scrollIntoView({ block: 'nearest' });
      box.setAttribute('aria-activedescendant', `result-${chosen}`);
    }
  });
  on(document, 'click', e => { if (!e.target.closest('.search')) results.hidden = true; });

  // A card shows what a link to an equation, a paper or a term leads to, before it is followed.
  const card = Object.assign(document.createElement('div'), { className: 'card', id: 'card', role: 'tooltip', hidden: true });
  document.body.append(card);
  let waiting, from;
  const hide = () => { clearTimeout(waiting); card.hidden = true; from?.removeAttribute('aria-describedby'); from = undefined; };
  const show = async link => {
    from = link;
    try { await script('assets/cards.js'); } catch { return; }
    if (from !== link) return; // left before the cards came
    const href = link.getAttribute('href');
    const html = window.cards[href.startsWith('#') ? location.pathname.split('/').pop() + href : href];
    if (!html) return;
    card.innerHTML = html;
    card.hidden = false;
    const { left, bottom, top } = link.getBoundingClientRect(), { width, height } = card.getBoundingClientRect();
    card.style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8)) + scrollX}px`;
    card.style.top = `${(bottom + height + 8 < innerHeight ? bottom + 6 : top - height - 6) + scrollY}px`;
    link.setAttribute('aria-describedby', 'card');
  };
  all('a.equation-reference, a.citation, a.term').forEach(link => {
    on(link, 'mouseenter', () => { clearTimeout(waiting); waiting = setTimeout(show, 250, link); });
    on(link, 'focus', () => show(link));
    on(link, 'mouseleave', hide);
    on(link, 'blur', hide);
  });
  on(document, 'keydown', e => { if (e.key === 'Escape') { hide(); if (document.body.classList.contains('menu-open')) menu.click(); } });

  // What the reader wants to be remembered, in this browser only. A page read from disk may have no storage.
  const remembered = (key, value) => {
    try { return value === undefined ? localStorage.getItem(key) : localStorage.setItem(key, value); } catch { return null; }
  };

  // Code: all of it, or only what carries the argument
  const fold = document.querySelector('button.fold');
  if (fold) {
    const folded = all('.setup .code details');
    const apply = () => {
      const open = remembered('all-code') === 'yes';
      folded.forEach(cell => { cell.open = open; });
      fold.textContent = open ? 'Fold set-up code' : 'Show all code';
    };
    fold.hidden = folded.length === 0;
    on(fold, 'click', () => { remembered('all-code', remembered('all-code') === 'yes' ? 'no' : 'yes'); apply(); });
    apply();
  }

  // Chapters that were read to their end have a mark in the list
  const here = location.pathname.split('/').pop();
  const read = new Set((remembered('read') || '').split(' ').filter(Boolean));
  const mark = () => all('.chapters a').forEach(link => link.classList.toggle('read', read.has(link.getAttribute('href'))));
  const end = document.querySelector('.turn');
  if (end) new IntersectionObserver(seen => {
    if (!seen.some(entry => entry.isIntersecting) || scrollY < 200) return;
    read.add(here);
    remembered('read', [...read].join(' '));
    mark();
  }).observe(end);
  mark();

  // The list of chapters begins with the one that is read
  const current = document.querySelector('.chapters [aria-current]'), list = document.querySelector('.chapters');
  if (current && list) list.scrollTop = current.offsetTop - list.clientHeight / 2;

  // On this page: the heading being read
  const aside = document.querySelector('.on-this-page');
  const entries = new Map(all('.on-this-page a').map(a => [decodeURIComponent(a.hash.slice(1)), a]));
  const headings = [...entries.keys()].map(id => document.getElementById(id)).filter(Boolean);
  const follow = () => {
    const reached = headings.filter(heading => heading.getBoundingClientRect().top < innerHeight * .25).pop();
    entries.forEach((link, id) => {
      if (id !== reached?.id) { link.removeAttribute('aria-current'); return; }
      if (link.hasAttribute('aria-current')) return;
      link.setAttribute('aria-current', 'true');
      aside.scrollTop = link.offsetTop - aside.clientHeight / 2;
    });
  };
  let due = false;
  on(window, 'scroll', () => { if (!due) { due = true; requestAnimationFrame(() => { due = false; follow(); }); } });
  follow();
})();
