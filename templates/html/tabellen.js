// Lange Tabellen lassen sich filtern. Ohne dieses Skript sind sie gewöhnliche Tabellen.
(() => {
  "use strict";
  const LONG = 16; // Zeilen, ab denen eine Tabelle gefiltert werden kann; ein Nachweis schon ab 5
  const KINDS = 8; // So viele Werte darf eine Spalte höchstens haben, um zur Auswahl zu stehen

  // Wie in der Suche: Umlaute, wie man sie tippt, und ohne Genderstern.
  const folded = (text) =>
    text
      .toLowerCase()
      .replace(/[*:_](?=\p{L})/gu, "")
      .replace(/ß/g, "ss")
      .replace(/ä|ae/g, "a")
      .replace(/ö|oe/g, "o")
      .replace(/ü|ue/g, "u")
      .normalize("NFD")
      .replace(/\p{M}/gu, "");
  const words = (text) => folded(text).split(/\s+/).filter(Boolean);
  const holds = (text, wanted) => wanted.every((word) => text.includes(word));
  const plain = (cell) => cell.textContent.replace(/\s+/g, " ").trim();
  const counted = (shown, all, one, many) => `${shown === all ? all : `${shown} von ${all}`} ${all === 1 ? one : many}`;

  const element = (name, settings = {}, ...content) => {
    const made = Object.assign(document.createElement(name), settings);
    made.append(...content);
    return made;
  };

  // Was nicht geschoben werden kann, braucht auch keinen Halt für die Tastatur.
  const watch = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });

  class Filter {
    constructor(box, number) {
      this.box = box;
      this.number = number;
      this.rows = Array.from(box.querySelectorAll("tbody > tr"));
      this.heads = Array.from(box.querySelectorAll("thead > tr > *"));
      this.texts = this.rows.map((row) => folded(plain(row)));
      this.crosses = box.classList.contains("kreuze");
      this.fields = new Map();
      this.bar = element("div", { className: "filter" });
      this.bar.setAttribute("role", "group");
      this.bar.setAttribute("aria-label", `Filter: ${box.getAttribute("aria-label")}`);
      if (this.crosses) this.offerCrosses();
      else this.offerKinds();
      this.reset = element("button", { type: "button", textContent: "Alles zeigen", hidden: true });
      this.count = element("output");
      this.bar.append(this.reset, this.count);
      this.bar.addEventListener("input", () => this.change());
      this.bar.addEventListener("keydown", (event) => {
        if (event.key === "Escape") this.clear();
      });
      this.reset.addEventListener("click", () => {
        this.clear();
        this.fields.get("zeilen").focus();
      });
      box.before(this.bar);
      this.show();
    }

    offer(name, label, field) {
      this.fields.set(name, field);
      field.id = `sro:filter:${this.number}:${name}`;
      this.bar.append(element("p", {}, element("label", { htmlFor: field.id }, label), field));
    }

    offerCrosses() {
      this.marks = this.rows.map((row) => Array.from(row.cells, (cell) => cell.textContent.includes("✓")));
      // Über den Spalten stehen oft nur Nummern; wie die Kapitel heißen, weiß das Verzeichnis.
      this.names = this.heads.map((head) => {
        const link = head.querySelector("a");
        const path = link && link.getAttribute("href").replace(/(?<=.)#.*/, "");
        const chapter = path && document.querySelector(`.leiste a[href="${CSS.escape(path)}"]`);
        if (chapter && plain(chapter) !== plain(head)) link.title = plain(chapter);
        return chapter ? plain(chapter) : plain(head);
      });
      const choices = [
        ["", "alles"],
        ["mit", "Zeilen mit ✓"],
        ["ohne", "nur Lücken: Zeilen ohne ✓"],
        ["spalten-ohne", "nur Lücken: Spalten ohne ✓"],
      ];
      const select = element("select", {}, ...choices.map(([value, text]) => element("option", { value }, text)));
      this.offer("zeilen", "Zeilen", element("input", { type: "search" }));
      this.offer("spalten", "Spalten", element("input", { type: "search" }));
      this.offer("zeigen", "Zeigen", select);
    }

    offerKinds() {
      this.offer("zeilen", "Zeilen", element("input", { type: "search" }));
      this.values = this.rows.map((row) => Array.from(row.cells, plain));
      this.heads.forEach((head, column) => {
        const found = [...new Set(this.values.map((row) => row[column]))];
        const few = found.length > 1 && found.length <= KINDS && found.length * 2 <= this.rows.length;
        if (!column || !few || this.fields.size > 3 || found.some((value) => value.length > 40)) return;
        const options = found.sort(new Intl.Collator("de").compare).map((value) => element("option", { value }, value || "leer"));
        this.offer(`spalte-${column}`, plain(head), element("select", {}, element("option", { value: "" }, "alle"), ...options));
      });
    }

    value(name) {
      return this.fields.get(name).value;
    }

    // Welche Zeilen und Spalten zu sehen sind.
    chosen() {
      const wanted = words(this.value("zeilen"));
      const every = this.heads.map((_, column) => column);
      if (!this.crosses) {
        const kinds = every.filter((column) => this.fields.has(`spalte-${column}`) && this.value(`spalte-${column}`));
        const fits = (row, at) => holds(this.texts[at], wanted) && kinds.every((column) => this.values[at][column] === this.value(`spalte-${column}`));
        return [this.rows.map(fits), every.map(() => true)];
      }
      const named = words(this.value("spalten"));
      const exact = named.length === 1 && /^\d+$/.test(named[0]);
      const right = (column) => (exact ? plain(this.heads[column]) === named[0] : holds(folded(this.names[column]), named));
      let columns = every.map((column) => column === 0 || right(column));
      let rows = this.rows.map((row) => holds(folded(plain(row.cells[0])), wanted));
      const crossed = (row, column) => column > 0 && rows[row] && columns[column] && this.marks[row][column];
      const has = this.rows.map((_, row) => every.some((column) => crossed(row, column)));
      const met = every.map((column) => this.rows.some((_, row) => crossed(row, column)));
      const show = this.value("zeigen");
      if (show === "mit") rows = rows.map((shown, row) => shown && has[row]);
      if (show === "ohne") rows = rows.map((shown, row) => shown && !has[row]);
      if (show === "spalten-ohne") columns = columns.map((shown, column) => !column || (shown && !met[column]));
      return [rows, columns];
    }

    show() {
      const [rows, columns] = this.chosen();
      this.rows.forEach((row, at) => {
        row.hidden = !rows[at];
        if (this.crosses) Array.from(row.cells).forEach((cell, column) => (cell.hidden = !columns[column]));
      });
      this.heads.forEach((head, column) => (head.hidden = !columns[column]));
      const active = Array.from(this.fields.values()).some((field) => field.value);
      this.bar.classList.toggle("aktiv", active);
      this.reset.hidden = !active;
      const parts = [counted(rows.filter(Boolean).length, rows.length, "Zeile", "Zeilen")];
      if (this.crosses) parts.push(counted(columns.filter(Boolean).length - 1, columns.length - 1, "Spalte", "Spalten"));
      this.said = parts.join(", ");
      if (!this.count.textContent) this.count.textContent = this.said;
    }

    // Angesagt wird erst, wenn niemand mehr tippt.
    change() {
      this.show();
      clearTimeout(this.waiting);
      this.waiting = setTimeout(() => {
        this.count.textContent = this.said;
        this.remember();
      }, 300);
    }

    clear() {
      for (const field of this.fields.values()) field.value = "";
      this.change();
    }

    // Die Adresse nennt den Filter: So lässt er sich verschicken.
    remember() {
      if (!this.box.id) return;
      const set = Array.from(this.fields).filter(([, field]) => field.value);
      const query = new URLSearchParams(set.map(([name, field]) => [name, field.value]));
      history.replaceState(null, "", `#${this.box.id}${set.length ? `?${query}` : ""}`);
    }

    recall(query) {
      for (const [name, field] of this.fields) field.value = query.get(name) || "";
      this.count.textContent = "";
      this.show();
      this.bar.scrollIntoView();
    }
  }

  const filters = [];
  const follow = () => {
    const [ident, query] = location.hash.slice(1).split("?");
    const asked = query && filters.find(({ box }) => box.id === ident);
    if (asked) asked.recall(new URLSearchParams(location.hash.slice(location.hash.indexOf("?") + 1)));
    // Wohin ein Verweis führt, das muss zu sehen sein.
    const target = document.getElementById(ident);
    const hiding = target && filters.find(({ rows }) => rows.some((row) => row.hidden && row.contains(target)));
    if (hiding) {
      hiding.clear();
      target.scrollIntoView();
    }
  };

  document.addEventListener("DOMContentLoaded", () => {
    for (const box of document.querySelectorAll(".tabelle:not(.verglichen)")) {
      const rows = box.querySelectorAll("tbody > tr").length;
      if (rows >= (box.classList.contains("kreuze") ? 5 : LONG)) filters.push(new Filter(box, filters.length + 1));
    }
    document.querySelectorAll(".tabelle, .bild, pre").forEach((box) => watch.observe(box));
    follow();
    window.addEventListener("hashchange", follow);
  });
})();
