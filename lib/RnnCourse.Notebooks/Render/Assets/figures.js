// Interactive figures, one plotly for the whole site. A figure's own script hands it over by calling adopt(); it becomes
// interactive when it comes into view, and stays the drawing it is where plotly cannot be loaded.
'use strict';
window.rnncourseFigures = (() => {
  let plotly;
  const load = () => plotly ??= new Promise((done, failed) => {
    const { plotly: src, plotlyIntegrity: integrity } = document.documentElement.dataset;
    const script = Object.assign(document.createElement('script'), integrity ? { src, integrity, crossOrigin: 'anonymous' } : { src });
    script.addEventListener('load', () => done(window.Plotly));
    script.addEventListener('error', () => failed(new Error('plotly could not be loaded')));
    document.head.append(script);
  });
  const seen = new IntersectionObserver(entries => entries.filter(e => e.isIntersecting).forEach(e => {
    seen.unobserve(e.target);
    load().then(e.target.rnncourseDraw).catch(() => { /* the drawing stays */ });
  }), { rootMargin: '300px' });
  return { adopt: div => seen.observe(div) };
})();
