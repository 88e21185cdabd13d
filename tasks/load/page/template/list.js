// The list of articles, page by page.
const PAGE_LINES = 25;

function listItem(line, names, words) {
  const found = (text) => withFound(text, words);
  const head = element("p", { class: "item-head" },
    element("time", { datetime: line[MOMENT] }, shownMoment(line[MOMENT])),
    said("span", names.outlets.get(line[OUTLET]) ?? line[OUTLET]),
    line[IS_REPEATED] ? element("span", { class: "badge" }, "duplicate") : "",
    line[FLAGS] ? element("span", { class: "badge warn" }, counted(line[FLAGS], "flag")) : "",
    element("span", { class: "badge tier" }, TIER_WORDS.get(line[TIER]) ?? line[TIER]));
  const labels = [...line[TOPICS].map((code) => names.topics.get(code)), ...line[COUNTRIES].map((code) => names.countries.get(code))];
  return element("li", { class: "item" },
    head,
    element("h3", {}, element("a", { href: addressOfArticle(line[ID]), class: "item-title", id: `item-${line[ID]}`, dir: "auto" }, ...found(line[TITLE_EN] || line[TITLE_UK]))),
    element("p", { class: "item-uk", lang: "uk", dir: "auto" }, ...found(line[TITLE_UK])),
    element("p", { class: "item-start", lang: "en", dir: "auto" }, ...found(line[START_EN])),
    labels.length ? element("p", { class: "item-labels" }, labels.filter(Boolean).join(" · ")) : "");
}

// A text with the words that were searched for marked, as far as letters compare one by one.
function withFound(text, words) {
  const compared = plain(text);
  if (compared.length !== text.length) return [text];
  const places = words.flatMap((word) => [...compared.matchAll(word)].map((found) => [found.index, found.index + found[0].length]));
  places.sort((one, other) => one[0] - other[0]);
  const parts = [];
  let last = 0;
  for (const [start, end] of places) {
    if (start < last) continue;
    parts.push(text.slice(last, start), element("mark", { class: "found" }, text.slice(start, end)));
    last = end;
  }
  return [...parts, text.slice(last)];
}

function drawPager(page, count, addressOfPage) {
  const last = Math.max(1, Math.ceil(count / PAGE_LINES));
  const step = (number, text, rel) => (number < 1 || number > last
    ? element("span", { class: "step off" }, text)
    : element("a", { class: "step", href: addressOfPage(number), rel }, text));
  refill("pager", ...(last === 1 ? [] : [
    step(page - 1, "← Newer", "prev"),
    element("span", { class: "page-number" }, `Page ${NUMBER.format(page)} of ${NUMBER.format(last)}`),
    step(page + 1, "Older →", "next"),
  ]));
}

// How many fit, and how much of all was searched so far.
function countWords(results) {
  const found = counted(results.count, "article");
  if (results.isPlain) return found;
  if (results.isWhole) return `${found} found`;
  return `${found} so far: searched ${NUMBER.format(results.searched)} of ${NUMBER.format(results.total)}`;
}
