(function () {
  "use strict";
  const told = JSON.parse(document.getElementById("drawings").textContent);
  const options = {
    actions: false, renderer: "svg", ast: true, defaultStyle: false, config: told.config,
    tooltip: { disableDefaultStyle: true }
  };
  const draw = (place) => vegaEmbed(place, told.drawings[place.dataset.drawing], options)
    .then(() => { place.querySelector("svg").setAttribute("aria-hidden", "true"); });
  document.querySelectorAll("[data-drawing]").forEach(draw);

  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details[data-print]:not([open])")];
    opened.forEach((part) => { part.open = true; });
  });
  window.addEventListener("afterprint", () => { opened.forEach((part) => { part.open = false; }); });
})();
