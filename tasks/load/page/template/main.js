// The page: what the address says is what is shown.
const STEPS = { j: 1, k: -1 };
const page = { summary: undefined, names: undefined, results: undefined, wanted: 0, listAddress: "#", scrolled: 0, number: 1, article: "", places: new Map() };

async function start() {
  byId("without-script").hidden = true;
  setUpTheme();
  byId("skip").addEventListener("click", skip);
  try {
    page.summary = await load("summary");
  } catch (error) {
    return tell(error);
  }
  page.names = Object.fromEntries(["outlets", "topics", "countries"].map((kind) => [
    kind, new Map(page.summary[kind].map(([code, name]) => [code, name])),
  ]));
  showTotals();
  if (page.summary.months.length === 0) return tellEmpty();
  buildFilters(page.summary, choose);
  addEventListener("hashchange", show);
  addEventListener("keydown", onKey);
  return show();
}

function showTotals() {
  const lists = page.summary.months.flatMap(({ lists: found }) => found);
  const sum = (place) => lists.reduce((total, list) => total + list[place], 0);
  const repeated = sum(LIST_LINES) - sum(LIST_ONCE);
  const parts = [counted(sum(LIST_ONCE), "article"), counted(page.summary.outlets.length, "outlet")];
  if (repeated) parts.push(counted(repeated, "duplicate"));
  byId("totals").textContent = parts.join(" · ");
}

async function show() {
  forgetTyping();
  const { article, choice, page: number } = readAddress();
  byId("notice").hidden = true;
  try {
    await (article ? showArticle(article) : showList(choice, number));
  } catch (error) {
    tell(error);
  }
}

async function showList(choice, number) {
  const wanted = ++page.wanted;
  const isBack = !byId("reading").hidden;
  turn("overview");
  document.title = "visnyk";
  page.listAddress = location.hash || "#";
  showFilters(choice);
  if (JSON.stringify(page.results?.choice) !== JSON.stringify(choice)) {
    page.results = new Results(page.summary, choice);
  }
  page.number = number;
  await redraw();
  if (isBack) {
    scrollTo(0, page.scrolled);
    byId(`item-${page.article}`)?.focus({ preventScroll: true });
  }
  if (!page.results.isWhole) await page.results.search(() => wanted === page.wanted, drawSoon);
}

let drawing;

// A search may go through lists faster than they need be drawn.
function drawSoon() {
  drawing ??= setTimeout(async () => {
    drawing = undefined;
    await redraw();
  }, 60);
}

async function redraw() {
  const focused = document.activeElement;
  await draw();
  // What had the focus was made anew.
  if (focused?.id && !focused.isConnected) byId(focused.id)?.focus({ preventScroll: true });
}

async function draw() {
  const { results, summary, names, number, wanted } = page;
  const { choice } = results;
  drawDays(countsOf(summary, results, "days"), choice, choose);
  refill("facets",
    drawBars("outlets", "Outlets", countsOf(summary, results, "outlets"), choice.outlet, (outlet) => choose({ outlet })),
    drawBars("topics", "Topics", countsOf(summary, results, "topics"), choice.topic, (topic) => choose({ topic })),
    drawBars("countries", "Countries", countsOf(summary, results, "countries"), choice.country, (country) => choose({ country })));
  drawChosen(choice, names, choose);
  byId("count").textContent = countWords(results);
  if (results.isWhole) byId("status").textContent = countWords(results);
  const start = (number - 1) * PAGE_LINES;
  const lines = await results.lines(start, start + PAGE_LINES);
  if (wanted !== page.wanted) return;
  page.places = new Map(lines.map((line, place) => [line[ID], start + place]));
  refill("articles", ...lines.map((line) => listItem(line, names, results.words)));
  drawPager(number, results.count, (other) => addressOf(choice, other));
  byId("articles").classList.toggle("none", results.isWhole && results.count === 0);
}

// Change what is chosen; while words are typed, the address is replaced, not added to.
function choose(change, { isTyping = false } = {}) {
  const choice = { ...page.results.choice, ...change };
  const address = addressOf(choice);
  if (isTyping) {
    history.replaceState(history.state, "", address);
    show();
  } else {
    location.hash = address;
  }
}

async function showArticle(id) {
  const wanted = ++page.wanted;
  const article = await loadArticle(page.summary, id);
  if (wanted !== page.wanted) return;
  if (byId("reading").hidden) page.scrolled = scrollY;
  turn("reading");
  page.article = id;
  if (!article) {
    tell(undefined, "There is no such article in this output any more.");
    refill("reading", element("p", { class: "back" }, element("a", { href: page.listAddress, id: "back" }, "← All articles")));
    return;
  }
  refill("reading", drawArticle(article, page.listAddress));
  scrollTo(0, 0);
  byId("reading").focus({ preventScroll: true });
  const beside = await neighbours(id);
  if (wanted === page.wanted) drawSteps(beside);
}

// The articles before and after one in the list it was opened from.
async function neighbours(id) {
  const place = page.places.get(id);
  if (place === undefined) return {};
  const first = Math.max(place - 1, 0);
  const lines = await page.results.lines(first, place + 2);
  lines.forEach((line, number) => page.places.set(line[ID], first + number));
  return { newer: place > 0 ? lines[0] : undefined, older: lines[place - first + 1] };
}

function turn(shown) {
  for (const id of ["overview", "reading"]) byId(id).hidden = id !== shown;
}

function skip(event) {
  event.preventDefault();
  (byId("reading").hidden ? byId("main") : byId("reading")).focus();
}

function tellEmpty() {
  tell(undefined, "There is no article yet. Load some with “visnyk run PATH”, and open this page again.");
}

function tell(error, words) {
  const notice = byId("notice");
  notice.hidden = false;
  notice.textContent = words ?? (error instanceof MissingFile
    ? "A data file of this page is missing. It was written anew since you opened it: reload it. Or the folder “data” beside it was not copied with it."
    : `This page met an error: ${error.message}`);
  if (error && !(error instanceof MissingFile)) throw error;
}

function onKey(event) {
  const isTyping = event.target.matches("input, select, textarea");
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && !byId("reading").hidden) location.hash = page.listAddress;
  else if (event.key === "Escape" && isTyping) event.target.blur();
  else if (isTyping) return;
  else if (event.key === "/" && !byId("overview").hidden) {
    byId("filter-words").focus();
    event.preventDefault();
  } else if (event.key in STEPS) step(STEPS[event.key]);
  else if (event.key === "n") document.body.classList.toggle("without-names");
}

function step(by) {
  if (byId("overview").hidden) {
    byId(by > 0 ? "older" : "newer")?.click();
    return;
  }
  const titles = [...document.querySelectorAll(".item-title")];
  const place = titles.indexOf(document.activeElement);
  titles[Math.min(Math.max(place + by, 0), titles.length - 1)]?.focus();
}

// Light or dark as the system says, until the reader says otherwise.
function setUpTheme() {
  const button = byId("theme");
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : dark.matches);
  const showTheme = () => {
    button.textContent = isDark() ? "Light" : "Dark";
    button.setAttribute("aria-label", `Switch to ${isDark() ? "light" : "dark"} colours`);
  };
  const kept = remembered("theme");
  if (kept === "dark" || kept === "light") root.dataset.theme = kept;
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    remember("theme", root.dataset.theme);
    showTheme();
  });
  dark.addEventListener("change", showTheme);
  showTheme();
}

// A browser may keep no memory for pages from disk.
function remembered(name) {
  try {
    return localStorage.getItem(`visnyk-${name}`);
  } catch {
    return null;
  }
}

function remember(name, value) {
  try {
    localStorage.setItem(`visnyk-${name}`, value);
  } catch {
    // It lasts as long as the page, then.
  }
}

start();
