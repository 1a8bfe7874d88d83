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
  if (location.protocol === 'file:') all('.in-editor').forEach(link => {
    link.href = 'vscode://file' + new URL(link.dataset.source, location.href).pathname;
    link.hidden = false;
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

  // Search: every section of every page whose words contain all that was typed. Works on Korean and on LaTeX alike.
  const box = document.getElementById('search');
  const results = document.getElementById('results');
  let index, chosen = -1;
  const loadIndex = () => index ??= new Promise((done, failed) => {
    const script = Object.assign(document.createElement('script'), { src: 'assets/search-index.js' });
    on(script, 'load', () => done(window.searchIndex.map(s => ({ ...s, lower: `${s.title} ${s.text}`.toLowerCase() }))));
    on(script, 'error', failed);
    document.head.append(script);
  });
  const escape = text => text.replace(/[&<>"]/g, c => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]);
  const marked = (text, words) => {
    const pattern = words.map(w => w.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
    return text.split(new RegExp(`(${pattern})`, 'gi')).map((piece, n) => n % 2 ? `<mark>${escape(piece)}</mark>` : escape(piece)).join('');
  };
  const excerpt = (section, words) => {
    const at = Math.max(0, section.text.toLowerCase().indexOf(words[0]) - 50);
    return (at > 0 ? '… ' : '') + section.text.slice(at, at + 150) + ' …';
  };
  async function search() {
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    chosen = -1;
    if (words.length === 0) { results.replaceChildren(); results.hidden = true; box.setAttribute('aria-expanded', 'false'); return; }
    const sections = await loadIndex();
    const found = sections
      .filter(s => words.every(w => s.lower.includes(w)))
      .map(s => ({ s, rank: words.filter(w => s.title.toLowerCase().includes(w)).length }))
      .sort((a, b) => b.rank - a.rank).slice(0, 20);
    results.innerHTML = found.map(({ s }, n) =>
      `<li role="option" id="result-${n}"><a href="${escape(s.url)}" tabindex="-1">${marked(s.title, words)}<small>${escape(s.page)}: ${marked(excerpt(s, words), words)}</small></a></li>`).join('')
      || '<li role="option" aria-disabled="true"><small>Nothing found. Try fewer words.</small></li>';
    results.hidden = false;
    box.setAttribute('aria-expanded', 'true');
  }
  on(box, 'input', search);
  on(box, 'keydown', e => {
    const links = all('a', results);
    if (e.key === 'Escape') { box.value = ''; search(); box.blur(); }
    if (e.key === 'Enter' && links.length) location.href = links[Math.max(0, chosen)].href;
    if ((e.key === 'ArrowDown' || e.key === 'ArrowUp') && links.length) {
      e.preventDefault();
      chosen = (chosen + (e.key === 'ArrowDown' ? 1 : links.length - 1) + links.length) % links.length;
      all('[role=option]', results).forEach((item, n) => item.setAttribute('aria-selected', String(n === chosen)));
      links[chosen].scrollIntoView({ block: 'nearest' });
      box.setAttribute('aria-activedescendant', `result-${chosen}`);
    }
  });
  on(document, 'click', e => { if (!e.target.closest('.search')) results.hidden = true; });

  // On this page: the heading being read
  const entries = new Map(all('.on-this-page a').map(a => [decodeURIComponent(a.hash.slice(1)), a]));
  const reading = new IntersectionObserver(seen => seen.filter(s => s.isIntersecting).forEach(s => {
    entries.forEach(a => a.removeAttribute('aria-current'));
    entries.get(s.target.id)?.setAttribute('aria-current', 'true');
  }), { rootMargin: '-10% 0px -75%' });
  entries.forEach((_, id) => { const heading = document.getElementById(id); if (heading) reading.observe(heading); });
})();
