// Light or dark as the reader wants, remembered where the browser allows it; no cookie.
(() => {
  "use strict";
  const root = document.documentElement;
  const wide = matchMedia("(min-width: 60rem)");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const recall = () => {
    try {
      return localStorage.getItem("sro-farbe");
    } catch {
      return null;
    }
  };
  const remember = (value) => {
    try {
      localStorage.setItem("sro-farbe", value);
    } catch {
      // A private window forgets; the page works all the same.
    }
  };
  const dark = () => (root.dataset.farbe ? root.dataset.farbe === "dunkel" : system.matches);
  const known = recall();
  if (known === "hell" || known === "dunkel") root.dataset.farbe = known;
  document.addEventListener("DOMContentLoaded", () => {
    const button = document.getElementById("sro:farbe");
    const show = () => button.setAttribute("aria-pressed", String(dark()));
    button.hidden = false;
    show();
    system.addEventListener("change", show);
    button.addEventListener("click", () => {
      root.dataset.farbe = dark() ? "hell" : "dunkel";
      remember(root.dataset.farbe);
      show();
    });
    const contents = document.querySelector(".leiste details");
    const fold = () => {
      contents.open = wide.matches;
    };
    fold();
    wide.addEventListener("change", fold);
  });
})();
