// Hell oder dunkel, wie es die Leserin wünscht; gemerkt wird es, wo der Browser es erlaubt, ohne Cookie.
(() => {
  "use strict";
  const root = document.documentElement;
  const KEY = "sro-farbe";
  const wide = matchMedia("(min-width: 60rem)");
  const recall = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  };
  const remember = (value) => {
    try {
      if (value) localStorage.setItem(KEY, value);
      else localStorage.removeItem(KEY);
    } catch {
      // Ein privates Fenster vergisst; die Seite geht trotzdem.
    }
  };
  const paint = (value) => {
    if (value === "hell" || value === "dunkel") root.dataset.farbe = value;
    else delete root.dataset.farbe;
  };
  paint(recall());
  document.addEventListener("DOMContentLoaded", () => {
    const choice = document.getElementById("sro:farbe");
    choice.value = root.dataset.farbe || "";
    choice.parentElement.hidden = false;
    choice.addEventListener("change", () => {
      paint(choice.value);
      remember(choice.value);
    });
    const contents = document.querySelector(".leiste details");
    const fold = () => {
      contents.open = wide.matches;
    };
    fold();
    wide.addEventListener("change", fold);
  });
})();
