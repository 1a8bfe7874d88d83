// Shows one frame of a figure at a time, chosen by a slider, in the place of the drawing of a few. A classic script of
// ES2015, because every host runs it as it is. The contract is in README.md beside this file.
(function (id) {
  "use strict";

  // A page may show the same figure twice: each copy has a slider of its own.
  document.querySelectorAll('[id="' + id + '"]').forEach(function (div) {
    const template = div.querySelector(":scope > template");
    if (!template || div.classList.contains("rc-sliding")) return;
    const shown = document.createElement("div");
    shown.className = "rc-slider";
    shown.append(template.content.cloneNode(true));
    const list = shown.querySelector(".rc-frames");
    const frames = Array.from(list.children);
    const control = document.createElement("label");
    control.className = "rc-control";
    const name = document.createElement("span");
    name.textContent = list.dataset.parameter;
    const slider = document.createElement("input");
    slider.type = "range";
    slider.min = 0;
    slider.max = frames.length - 1;
    slider.value = 0;
    const value = document.createElement("output");
    value.setAttribute("aria-hidden", "true"); // the slider says its value itself
    control.append(name, slider, value);
    shown.insertBefore(control, list);
    slider.addEventListener("input", show);
    show();
    div.append(shown);
    div.classList.add("rc-sliding");

    function show() {
      frames.forEach(function (frame, k) { frame.hidden = k !== Number(slider.value); });
      value.textContent = frames[slider.value].dataset.value;
      slider.setAttribute("aria-valuetext", value.textContent);
    }
  });
})
