// In einer Synopse lassen sich die Zeilen filtern: nach dem, was mit ihnen geschah, und nach Wörtern.
(() => {
  "use strict";
  const MARKS = ["geändert", "neu", "entfällt", "verschoben", "unverändert"];
  const COLUMN = 1; // Unter „Änderung“ steht, was geschah.
  const QUIET = "unverändert";

  const element = (name, settings = {}, ...content) => {
    const made = Object.assign(document.createElement(name), settings);
    made.append(...content);
    return made;
  };
  const plain = (node) => node.textContent.replace(/\s+/g, " ").trim();
  const isCompared = (box) => {
    const head = box.querySelectorAll("thead > tr > *")[COLUMN];
    return head && plain(head) === "Änderung";
  };

  class Filter {
    constructor(boxes) {
      this.tables = boxes.map((box) => {
        const rows = Array.from(box.querySelectorAll("tbody > tr"), (row) => ({
          row,
          mark: plain(row.cells[COLUMN]),
          text: plain(row).toLowerCase(),
        }));
        return { box, heading: box.previousElementSibling, rows };
      });
      this.rows = this.tables.flatMap((table) => table.rows);
      this.choices = MARKS.filter((mark) => this.rows.some((row) => row.mark === mark)).map((mark) => {
        const field = element("input", { type: "checkbox", checked: true, value: mark });
        return { field, label: element("label", {}, field, ` ${mark} (${this.count(mark)})`) };
      });
      // Wo das meiste blieb, wie es war, ist zuerst nur zu sehen, was sich geändert hat.
      const quiet = this.choices.find(({ field }) => field.value === QUIET);
      if (quiet && this.count(QUIET) > this.rows.length / 2) quiet.field.checked = false;
      this.build(boxes[0]);
      this.show();
      this.output.textContent = this.said;
    }

    count(mark) {
      return this.rows.filter((row) => row.mark === mark).length;
    }

    build(first) {
      this.words = element("input", { type: "search", id: "sro:vergleich:wort" });
      this.reset = element("button", { type: "button", textContent: "Alles zeigen" });
      this.output = element("output");
      const kinds = element("fieldset", {}, element("legend", { textContent: "Änderung" }), ...this.choices.map(({ label }) => label));
      const text = element("p", {}, element("label", { htmlFor: this.words.id }, "Wörter"), this.words);
      this.bar = element("form", { className: "filter vergleich" }, kinds, text, this.reset, this.output);
      this.bar.setAttribute("role", "search");
      this.bar.setAttribute("aria-label", "Zeilen filtern");
      this.bar.addEventListener("submit", (event) => event.preventDefault());
      this.bar.addEventListener("input", () => this.change());
      this.bar.addEventListener("keydown", (event) => {
        if (event.key === "Escape") this.clear();
      });
      this.reset.addEventListener("click", () => {
        this.clear();
        this.words.focus();
      });
      first.previousElementSibling.before(this.bar);
    }

    show() {
      const kinds = new Set(this.choices.filter(({ field }) => field.checked).map(({ field }) => field.value));
      const wanted = this.words.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const { box, heading, rows } of this.tables) {
        let here = 0;
        for (const { row, mark, text } of rows) {
          row.hidden = !(kinds.has(mark) && wanted.every((word) => text.includes(word)));
          if (!row.hidden) here += 1;
        }
        box.hidden = heading.hidden = !here;
        shown += here;
      }
      const all = shown === this.rows.length;
      this.reset.hidden = all;
      this.bar.classList.toggle("aktiv", !all);
      this.said = `${all ? shown : `${shown} von ${this.rows.length}`} ${this.rows.length === 1 ? "Zeile" : "Zeilen"}`;
    }

    // Angesagt wird erst, wenn niemand mehr tippt.
    change() {
      this.show();
      clearTimeout(this.waiting);
      this.waiting = setTimeout(() => (this.output.textContent = this.said), 300);
    }

    clear() {
      this.words.value = "";
      for (const { field } of this.choices) field.checked = true;
      this.change();
    }

    // Wohin ein Verweis führt, das muss zu sehen sein.
    follow() {
      const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (target && target.hidden) {
        this.clear();
        target.scrollIntoView();
      }
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    const boxes = Array.from(document.querySelectorAll(".tabelle")).filter(isCompared);
    if (!boxes.length) return;
    for (const box of boxes) box.classList.add("verglichen");
    const filter = new Filter(boxes);
    filter.follow();
    window.addEventListener("hashchange", () => filter.follow());
  });
})();
