// Findet Abschnitte, in denen alle gesuchten Wörter stehen, wie auch immer sie enden: „Trägern“ findet „Träger*innen“.
(() => {
  "use strict";
  const WORD = /[\p{L}\p{N}]+(?:[*:_][\p{L}\p{N}]+)*/gu;
  const MOST = 60;

  // Umlaute, wie man sie tippt (ä, ae, a), werden ein Buchstabe, ß wird ss; der Genderstern fällt weg.
  const folded = (word) =>
    word
      .toLowerCase()
      .replace(/[*:_]/g, "")
      .replace(/ß/g, "ss")
      .replace(/ä|ae/g, "a")
      .replace(/ö|oe/g, "o")
      .replace(/ü|ue/g, "u")
      .normalize("NFD")
      .replace(/\p{M}/gu, "");

  // Endungen fallen weg, solange vier Buchstaben bleiben; „ss“ gehört zum Wort (Beschluss), „er“ auch (Träger, nicht Auftrag).
  const FEMININE = /(?<=.{4})in(nen)?$/;
  const ENDING = /(?<=.{4})(em|en|es|e|n|(?<!s)s)$/;

  const words = (text) =>
    Array.from(text.matchAll(WORD), (match) => {
      const word = folded(match[0]).replace(FEMININE, "");
      // Haus findet Häuser; aber tragen findet nicht Träger.
      const plural = /n$/.test(word) ? "" : `${word}er`;
      return { at: match.index, word: match[0], stem: word.replace(ENDING, ""), plural };
    });

  const worth = (found, wanted) => {
    if (found.stem === wanted) return 4;
    if (found.stem.startsWith(wanted) || found.plural === wanted) return 2;
    return wanted.length > 3 && found.stem.includes(wanted) ? 1 : 0;
  };

  const best = (found, wanted) => found.reduce((sum, word) => sum + worth(word, wanted), 0);

  const find = (query) => {
    const wanted = [...new Set(words(query).map((word) => word.stem))];
    if (!wanted.length) return null;
    const hits = [];
    sections().forEach(({ address, heading, chapter, text, title, body }, position) => {
      let sum = 0;
      for (const one of wanted) {
        const value = 8 * best(title, one) + Math.log2(1 + best(body, one));
        if (!value) return;
        sum += value;
      }
      hits.push({ address, heading, chapter, text, body, sum, position, wanted });
    });
    return hits.sort((a, b) => b.sum - a.sum || a.position - b.position);
  };

  // Zerlegt wird der Text nur einmal, auch wenn jemand weitertippt.
  let parsed = null;
  const sections = () => {
    parsed ||= SUCHINDEX.map(([address, heading, chapter, text]) => ({
      ...{ address, heading, chapter, text },
      ...{ title: words(heading), body: words(text) },
    }));
    return parsed;
  };

  const element = (name, text, kind) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    if (kind) made.className = kind;
    return made;
  };

  // Einige Wörter vor dem ersten Treffer und mehr danach; die Treffer sind markiert.
  const excerpt = ({ text, body, wanted }) => {
    const made = element("p", "", "auszug");
    const hit = (word) => wanted.some((one) => worth(word, one));
    const first = Math.max(0, body.findIndex(hit));
    const shown = body.slice(Math.max(0, first - 8), first + 24);
    if (!shown.length) return made;
    let at = shown[0].at;
    if (at > 0) made.append("…\u00a0");
    for (const word of shown) {
      made.append(text.slice(at, word.at), hit(word) ? element("mark", word.word) : word.word);
      at = word.at + word.word.length;
    }
    made.append(body[body.length - 1].at > shown[shown.length - 1].at ? "\u00a0…" : text.slice(at));
    return made;
  };

  const count = document.getElementById("sro:anzahl");
  const list = document.getElementById("sro:treffer");
  const empty = count.textContent;

  const show = (hits) => {
    const more = hits && hits.length > MOST ? `, die ersten ${MOST} davon` : "";
    const found = hits && hits.length ? `${hits.length} Treffer${more}` : "Nichts gefunden. Versuchen Sie ein kürzeres Wort.";
    count.textContent = hits ? found : empty;
    list.replaceChildren(
      ...(hits || []).slice(0, MOST).map((hit) => {
        const item = element("li");
        const link = element("a", hit.heading);
        link.href = hit.address;
        item.append(link);
        if (hit.chapter !== hit.heading) item.append(element("span", hit.chapter, "kapitel"));
        item.append(excerpt(hit));
        return item;
      }),
    );
  };

  const field = document.getElementById("sro:suche");
  field.value = new URLSearchParams(location.search).get("q") || "";
  show(find(field.value));

  // Auf dieser Seite sucht schon das Tippen; die Adresse bleibt dabei, damit „Zurück“ zurückführt.
  let waiting = 0;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => show(find(field.value)), 250);
  });
})();
