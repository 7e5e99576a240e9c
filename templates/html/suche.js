// Finds sections that hold all words asked for, whatever their ending: „Trägern“ finds „Träger*innen“.
(() => {
  "use strict";
  const WORD = /[\p{L}\p{N}]+(?:[*:_][\p{L}\p{N}]+)*/gu;
  const MOST = 60;

  // Umlauts as people type them (ä, ae, a) become one letter; ß is ss; the gender star goes.
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

  // Endings go while four letters stay; „ss“ is part of the word (Beschluss), and so is „er“ (Träger, not Auftrag).
  const stem = (word) => folded(word).replace(/(?<=.{4})in(nen)?$/, "").replace(/(?<=.{4})(em|en|es|e|n|(?<!s)s)$/, "");

  const worth = (found, wanted) => {
    if (found === wanted) return 4;
    if (found.startsWith(wanted) || `${found}er` === wanted) return 2;
    return wanted.length > 3 && found.includes(wanted) ? 1 : 0;
  };

  const words = (text) => Array.from(text.matchAll(WORD), (match) => ({ at: match.index, word: match[0], stem: stem(match[0]) }));

  const best = (found, wanted) => found.reduce((sum, word) => sum + worth(word.stem, wanted), 0);

  const find = (query) => {
    const wanted = [...new Set(words(query).map((word) => word.stem))];
    if (!wanted.length) return null;
    const hits = [];
    SUCHINDEX.forEach(([address, heading, chapter, text], position) => {
      const [title, body] = [words(heading), words(text)];
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

  const element = (name, text, kind) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    if (kind) made.className = kind;
    return made;
  };

  // Some words before the first hit and more after it, hits marked.
  const excerpt = ({ text, body, wanted }) => {
    const made = element("p", "", "auszug");
    const hit = (word) => wanted.some((one) => worth(word.stem, one));
    const first = Math.max(0, body.findIndex(hit));
    const shown = body.slice(Math.max(0, first - 8), first + 24);
    if (!shown.length) return made;
    let at = shown[0].at;
    if (at > 0) made.append("… ");
    for (const word of shown) {
      made.append(text.slice(at, word.at), hit(word) ? element("mark", word.word) : word.word);
      at = word.at + word.word.length;
    }
    made.append(body[body.length - 1].at > shown[shown.length - 1].at ? " …" : text.slice(at));
    return made;
  };

  const show = (hits) => {
    const count = document.getElementById("sro:anzahl");
    const list = document.getElementById("sro:treffer");
    if (!hits) return;
    const more = hits.length > MOST ? `, die ersten ${MOST} davon` : "";
    count.textContent = hits.length ? `${hits.length} Treffer${more}` : "Nichts gefunden. Versuchen Sie ein kürzeres Wort.";
    for (const hit of hits.slice(0, MOST)) {
      const item = element("li");
      const link = element("a", hit.heading);
      link.href = hit.address;
      item.append(link);
      if (hit.chapter !== hit.heading) item.append(element("span", hit.chapter, "kapitel"));
      item.append(excerpt(hit));
      list.append(item);
    }
  };

  const query = new URLSearchParams(location.search).get("q") || "";
  document.getElementById("sro:suche").value = query;
  show(find(query));
})();
