// Interactive figures, one plotly for the whole site. A figure's own script hands it over by calling adopt(); it becomes
// interactive when it comes into view, and stays the drawing it is where plotly cannot be loaded.
'use strict';
window.rnncourseFigures = (() => {
  let plotly;
  const run = attributes => new Promise((done, failed) => {
    const script = Object.assign(document.createElement('script'), attributes);
    script.addEventListener('load', () => done(script));
    script.addEventListener('error', () => failed(new Error(attributes.src + ' could not be loaded')));
    document.head.append(script);
  });
  const { plotly: src, plotlyIntegrity: integrity } = document.documentElement.dataset;
  const load = () => plotly ??= run(integrity ? { src, integrity, crossOrigin: 'anonymous' } : { src }).then(() => window.Plotly);

  // A figure's numbers lie in a script beside the page, which leaves them on its own element.
  const read = async figure => {
    const source = figure.querySelector('script[data-file]');
    if (source) source.textContent = JSON.stringify((await run({ src: source.dataset.file })).figure);
  };
  const draw = async figure => figure.rnncourseDraw((await Promise.all([load(), read(figure)]))[0]);

  const seen = new IntersectionObserver(entries => entries.filter(e => e.isIntersecting).forEach(e => {
    seen.unobserve(e.target);
    draw(e.target).catch(() => { /* the drawing stays */ });
  }), { rootMargin: '300px' });
  return { adopt: div => seen.observe(div) };
})();
