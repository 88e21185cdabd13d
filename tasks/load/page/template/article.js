// An article: its two languages side by side, sentence by sentence.

function drawArticle(article, back) {
  const title = article.sentences.filter((sentence) => sentence[ROLE] === "title");
  const joined = (place) => title.map((sentence) => sentence[place]).join(" ");
  document.title = `${joined(EN) || joined(UK)} · visnyk`;
  return element("article", { class: "article", "aria-labelledby": "article-title" },
    element("p", { class: "back" }, element("a", { href: back, id: "back" }, "← All articles"), element("span", { class: "steps", id: "steps" })),
    element("header", { class: "article-head" },
      kicker(article),
      element("h1", { id: "article-title", dir: "auto" }, ...inEnglish(title, article)),
      element("p", { class: "title-uk", lang: article.language, dir: "auto" }, ...inUkrainian(title, article)),
      makerLine(title, article),
      element("p", { class: "byline" }, ...byline(article)),
      repeated(article)),
    textOf(article),
    element("footer", { class: "article-foot" }, ...aboutText(article)));
}

function drawSteps({ newer, older }) {
  const link = (line, id, text, rel) => line && element("a", { id, rel, href: addressOfArticle(line[ID]), title: line[TITLE_EN] }, text);
  refill("steps", link(newer, "newer", "← Newer", "prev"), link(older, "older", "Older →", "next"));
}

function kicker(article) {
  return article.sections.length ? element("p", { class: "kicker", dir: "auto" }, article.sections.join(" › ")) : "";
}

function byline(article) {
  const [, outlet] = article.outlet;
  const authors = article.authors.map(([uk, en]) => en || uk).join(", ");
  return [
    said("span", outlet),
    authors ? said("span", authors) : "",
    element("time", { datetime: article.moment, title: "Time in Kyiv" }, shownMoment(article.moment, WEEKDAY)),
    element("span", {}, counted(article.words, "word")),
    original(article.url),
  ];
}

function repeated(article) {
  if (!article.duplicateOf) return "";
  const how = DUPLICATE_WORDS.get(article.duplicateMethod);
  return element("p", { class: "notice" }, "A repetition of ",
    element("a", { href: addressOfArticle(article.duplicateOf) }, "another article"), how ? `: ${how}.` : ".");
}

// Lead, paragraphs and captions, each a block of sentences.
function textOf(article) {
  const blocks = [];
  for (const sentence of article.sentences) {
    if (sentence[ROLE] === "title") continue;
    const last = blocks.at(-1);
    if (last && last.role === sentence[ROLE] && last.paragraph === sentence[PARAGRAPH]) last.sentences.push(sentence);
    else blocks.push({ role: sentence[ROLE], paragraph: sentence[PARAGRAPH], sentences: [sentence] });
  }
  return element("div", { class: "text" },
    element("div", { class: "text-head", "aria-hidden": "true" }, element("span", {}, "English"), element("span", {}, languageName(article.language)), element("span", {}, "Engine")),
    ...blocks.map((block) => blockOf(block, article)));
}

function blockOf({ role, paragraph, sentences }, article) {
  const credit = role === "caption" ? article.credits[paragraph] : "";
  return element("section", { class: `block ${role}` },
    role === "caption" ? element("p", { class: "caption-head" }, credit ? `Photo: ${credit}` : "Photo") : "",
    ...sentences.map((sentence) => pairOf(sentence, article)));
}

function pairOf(sentence, article) {
  const isFlagged = sentence[SENTENCE_FLAGS].length > 0;
  return element("div", { class: isFlagged ? "pair-row flagged" : "pair-row" },
    element("p", { class: "en", lang: "en", dir: "auto" }, ...inEnglish([sentence], article)),
    element("p", { class: "uk", lang: article.language, dir: "auto" }, ...inUkrainian([sentence], article)),
    makerLine([sentence], article));
}

// Who translated, and which checks the English failed.
function makerLine(sentences, article) {
  const makers = [...new Set(sentences.map((sentence) => sentence[MAKER]))].map((number) => article.makers[number]);
  const flags = [...new Set(sentences.flatMap((sentence) => sentence[SENTENCE_FLAGS]))];
  return element("p", { class: "maker" },
    ...makers.map((maker) => element("span", { class: `tier-${TIER_WORDS.has(maker[MAKER_TIER]) ? maker[MAKER_TIER] : "other"}`, title: makerWords(maker) }, maker[ENGINE])),
    ...flags.map((flag) => element("span", { class: "flag", title: "A check that this sentence failed" }, shownFlag(flag))));
}

function makerWords([engine, version, tier, fallback]) {
  const what = `${engine} ${version}: ${TIER_WORDS.get(tier) ?? tier}`;
  return fallback ? `${what}. Not by a better engine: ${fallback}` : what;
}

function inUkrainian(sentences, article) {
  return sentences.flatMap((sentence, place) => [
    place ? " " : "", ...marked(sentence[UK], sentence[MARKS], article.names),
  ]);
}

function inEnglish(sentences, article) {
  return sentences.flatMap((sentence, place) => [
    place ? " " : "", ...marked(sentence[EN], englishMarks(sentence, article.names), article.names),
  ]);
}

// Where the English form of a sentence's names stands in its English, if it does.
function englishMarks(sentence, names) {
  const text = sentence[EN];
  const found = [];
  const numbers = [...new Set(sentence[MARKS].map(([, , number]) => number))];
  numbers.sort((one, other) => names[other][NAME_EN].length - names[one][NAME_EN].length);
  for (const number of numbers) {
    const name = names[number][NAME_EN];
    for (let at = name ? text.indexOf(name) : -1; at >= 0; at = text.indexOf(name, at + name.length)) {
      const end = at + name.length;
      const isWhole = !/[\p{L}\p{N}]/u.test((text[at - 1] ?? " ") + (text[end] ?? " "));
      if (isWhole && !found.some(([start, stop]) => at < stop && start < end)) found.push([at, end, number]);
    }
  }
  return found.sort((one, other) => one[0] - other[0]);
}

function marked(text, marks, names) {
  const parts = [];
  let last = 0;
  for (const [start, end, number] of marks) {
    parts.push(text.slice(last, start), mark(text.slice(start, end), number, names[number]));
    last = end;
  }
  return [...parts, text.slice(last)];
}

function mark(text, number, name) {
  return element("mark", { class: `name ${KIND_WORDS.has(name[KIND]) ? name[KIND] : ""}`, title: nameWords(name), "data-name": number }, text);
}

function nameWords([kind, en, uk, country]) {
  const where = country ? `, ${countryName(country)}` : "";
  return `${en} (${uk}): ${kind}${where}`;
}

const REGIONS = new Intl.DisplayNames(["en"], { type: "region", fallback: "code" });
const LANGUAGES = new Intl.DisplayNames(["en"], { type: "language", fallback: "code" });
const countryName = (code) => codeName(REGIONS, code);
const languageName = (code) => codeName(LANGUAGES, code);

function codeName(names, code) {
  try {
    return names.of(code);
  } catch {
    return code;
  }
}

function aboutText(article) {
  const labels = (rows) => rows.map(([, label]) => label).join(", ");
  const facts = [
    ["Cited", article.cited.join(", ")],
    ["Topics", labels(article.topics)],
    ["Countries", labels(article.countries)],
    ["Tags", article.tags.map(([uk, en]) => (en && en !== uk ? `${en} (${uk})` : uk)).join(", ")],
    ["Authors", article.authors.map(([uk, en]) => (en && en !== uk ? `${en} (${uk})` : uk)).join(", ")],
    ["Translation", `${TIER_WORDS.get(article.tier) ?? article.tier}, ${article.flags ? `${counted(article.flags, "sentence")} flagged` : "no flags"}`],
    ["Identifier", article.id],
  ].filter(([, told]) => told);
  return [
    nameLists(article),
    element("dl", { class: "facts" }, ...facts.flatMap(([name, told]) => [element("dt", {}, name), said("dd", told)])),
  ];
}

// The names by kind; each is a button that shows where it stands.
function nameLists(article) {
  const kinds = [...KIND_WORDS].map(([kind, title]) => {
    const found = new Map();
    article.names.forEach((name, number) => {
      if (name[KIND] === kind) found.set(name[NAME_EN], [...(found.get(name[NAME_EN]) ?? []), number]);
    });
    return found.size ? element("section", {}, element("h3", {}, title),
      element("ul", { class: "names" }, ...[...found].map(([en, numbers]) => element("li", {}, nameButton(en, numbers, article))))) : "";
  });
  if (kinds.every((kind) => kind === "")) return "";
  return element("section", { class: "name-lists", "aria-labelledby": "names-title" }, element("h2", { id: "names-title" }, "Names"), ...kinds);
}

function nameButton(en, numbers, article) {
  const uk = [...new Set(numbers.map((number) => article.names[number][NAME_UK]))].join(", ");
  return element("button", { type: "button", class: "name-button", "aria-pressed": "false", click: (event) => showName(event.currentTarget, numbers) },
    said("span", en, "en"), said("span", uk, "uk", { class: "name-uk" }));
}

function showName(button, numbers) {
  const isShown = button.getAttribute("aria-pressed") === "true";
  document.querySelectorAll(".name-button").forEach((other) => other.setAttribute("aria-pressed", "false"));
  document.querySelectorAll("mark.shown").forEach((found) => found.classList.remove("shown"));
  if (isShown) return;
  button.setAttribute("aria-pressed", "true");
  const found = numbers.flatMap((number) => [...document.querySelectorAll(`mark[data-name="${number}"]`)]);
  found.forEach((place) => place.classList.add("shown"));
  found[0]?.scrollIntoView({ block: "center" });
}
