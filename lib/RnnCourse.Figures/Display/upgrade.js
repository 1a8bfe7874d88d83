// Puts an interactive plot in the place of a figure's drawing, where plotly can be had; otherwise the drawing stays.
// A classic script of ES2015, because every host runs it as it is. The contract with a host is in README.md beside this file.
(function (id, url, integrity) {
  "use strict";

  // A page may show the same figure twice: each copy is found by the shared id and drawn once.
  document.querySelectorAll('[id="' + id + '"]').forEach(function (div) {
    const source = div.querySelector('script[type="application/vnd.plotly.v1+json"]');
    const svg = div.querySelector("svg");
    if (div.rnncourseDraw || !source || !svg) return;
    div.rnncourseDraw = function (plotly) { return draw(div, svg, source, plotly); };
    const host = window.rnncourseFigures;
    whenRoom(div, svg, function () {
      if (host && typeof host.adopt === "function") host.adopt(div);
      else load().then(div.rnncourseDraw).catch(function () { /* no plotly here: the drawing stays */ });
    });
  });

  // A page too narrow for the wide drawing keeps the one made for it, until it is wider.
  function whenRoom(div, svg, then) {
    const picture = svg.querySelector("image") || !svg.classList.contains("rc-words");
    if (!picture) return then();
    const watcher = new ResizeObserver(function () {
      if (div.clientWidth < 0.95 * svg.getAttribute("width")) return;
      watcher.disconnect();
      then();
    });
    watcher.observe(div);
  }

  // This bundle of plotly sets window.Plotly whether or not the page has an AMD loader (require.js).
  function load() {
    if (window.Plotly) return Promise.resolve(window.Plotly);
    if (!window.rnncoursePlotly) window.rnncoursePlotly = new Promise(function (resolve, reject) {
      const script = document.createElement("script");
      script.src = url;
      script.integrity = integrity;
      script.crossOrigin = "anonymous";
      script.onload = function () { window.Plotly ? resolve(window.Plotly) : reject(new Error("plotly did not start")); };
      script.onerror = reject;
      document.head.appendChild(script);
    });
    return window.rnncoursePlotly;
  }

  function draw(div, svg, source, plotly) {
    const host = document.createElement("div");
    host.className = "rnncourse-plotly";
    host.setAttribute("role", "group");
    host.setAttribute("aria-label", ["title", "desc"].map(function (name) {
      const element = svg.querySelector(":scope > " + name);
      return element ? element.textContent : "";
    }).join(". "));
    div.appendChild(host);
    const figure = read(div, source);
    // Without a pointer that hovers, plotly would show its buttons all the time, over the title.
    if (!matchMedia("(hover: hover)").matches) figure.config.displayModeBar = false;
    const height = svg.getBoundingClientRect().height;
    if (height > 0) figure.layout.height = Math.max(height, 0.75 * figure.layout.height);
    return plotly.newPlot(host, figure.data, figure.layout, figure.config).then(function () {
      div.classList.add("rc-upgraded");
      const mark = marksOfParts(host, figure.layout, plotly);
      followTheme(function () {
        const again = read(div, source);
        again.layout.height = figure.layout.height;
        plotly.react(host, again.data, again.layout, figure.config).then(mark);
      });
      return host;
    }, function (error) {
      host.remove();
      throw error;
    });
  }

  // The marks of an axis are those of the drawing. A part of the plot has plotly's own.
  function marksOfParts(host, layout, plotly) {
    const axes = Object.keys(layout).filter(function (key) { return /^[xy]axis\d*$/.test(key) && layout[key].nticks; });
    const whole = axes.map(function (key) { return String(layout[key].range); });
    const mark = function () {
      const changes = {};
      axes.forEach(function (key, i) {
        const axis = host.layout[key];
        const mode = String(axis.range) === whole[i] ? "array" : axis.dtick ? "linear" : "auto";
        if (axis.tickmode !== mode) changes[key + ".tickmode"] = mode;
      });
      if (Object.keys(changes).length > 0) plotly.relayout(host, changes);
    };
    host.on("plotly_relayout", mark);
    return mark;
  }

  // The figure in the colours of the theme the div stands in.
  function read(div, source) {
    const figure = JSON.parse(source.textContent);
    const style = getComputedStyle(div);
    const color = function (name) { return style.getPropertyValue("--rc-" + name).trim(); };
    const ink = color("ink");
    if (!ink) return figure;
    const layout = figure.layout;
    layout.paper_bgcolor = layout.paper_bgcolor || color("paper");
    layout.plot_bgcolor = layout.plot_bgcolor || color("paper");
    layout.font = Object.assign({}, layout.font, { color: ink });
    layout.hoverlabel = { bgcolor: color("paper"), bordercolor: color("axis"), font: { color: ink } };
    layout.modebar = { bgcolor: "rgba(0,0,0,0)", color: color("muted"), activecolor: ink };
    const axes = Object.keys(layout).filter(function (key) { return /^[xy]axis\d*$/.test(key); }).map(function (key) { return layout[key]; });
    const scene = layout.scene || {};
    const lines = { gridcolor: color("grid"), linecolor: color("axis"), tickcolor: color("axis"), zerolinecolor: color("axis") };
    axes.concat([scene.xaxis, scene.yaxis, scene.zaxis].filter(Boolean)).forEach(function (axis) { Object.assign(axis, lines); });
    // Axes that a chart leaves to plotly.
    layout.template = layout.template || { layout: { xaxis: lines, yaxis: lines, scene: { xaxis: lines, yaxis: lines, zaxis: lines } } };
    (layout.shapes || []).forEach(function (shape) { if (shape.line) shape.line.color = ink; });
    figure.data.forEach(function (trace) {
      if (trace.meta && trace.meta.series !== undefined) repaint(trace, [trace.meta.color, undefined], color(String(trace.meta.series)));
    });
    // A chart whose colours are the course's, in their order.
    if (layout.meta && layout.meta.colorway === "theme") layout.colorway = layout.colorway.map(function (was, i) {
      const now = color(String(i));
      figure.data.forEach(function (trace) { repaint(trace, [was], now); });
      return now;
    });
    return figure;
  }

  // A series has the theme's colour, unless the author has given it another.
  function repaint(trace, was, color) {
    [trace.line, trace.marker, trace.marker && trace.marker.line].forEach(function (part) {
      if (part && was.indexOf(part.color) >= 0) part.color = color;
    });
    const faint = /^(rgba\([^,]*,[^,]*,[^,]*,)(.*)$/.exec(trace.fillcolor || "");
    if (faint && faint[1] === rgba(was[0])) trace.fillcolor = rgba(color) + faint[2];
  }

  function rgba(color) {
    return "rgba(" + [1, 3, 5].map(function (at) { return parseInt(color.slice(at, at + 2), 16); }).join(",") + ",";
  }

  function followTheme(repaintAll) {
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaintAll);
    const watcher = new MutationObserver(repaintAll);
    const attributes = { attributes: true, attributeFilter: ["class", "data-theme", "data-jp-theme-light"] };
    watcher.observe(document.documentElement, attributes);
    watcher.observe(document.body, attributes);
  }
})
