// What fits a choice: looked for list by list, the latest first, and shown as it is found.
const COUNTED_KINDS = ["days", "outlets", "topics", "countries"];

class Results {
  constructor(summary, choice) {
    this.choice = choice;
    this.words = wordsOf(choice.words);
    this.fits = fitting(choice, this.words);
    this.isPlain = !isChosen(choice);
    this.lists = summary.months.filter(({ month }) => mayHold(month, choice)).flatMap(({ lists }) =>
      lists.map((list) => ({ list, found: undefined, count: 0 })));
    this.searched = 0;
    this.total = this.lists.reduce((sum, { list }) => sum + list[LIST_LINES], 0);
    this.count = 0;
    this.counts = this.isPlain ? summary : emptyCounts(summary);
    this.isWhole = false;
    if (this.isPlain) this.takeSummary();
  }

  // Where nothing is chosen, the summary tells how many fit, and no list need be loaded.
  takeSummary() {
    for (const part of this.lists) {
      part.count = part.list[this.choice.repeated ? LIST_LINES : LIST_ONCE];
      this.count += part.count;
    }
    this.searched = this.total;
    this.isWhole = true;
  }

  async search(isWanted, onProgress) {
    for (const part of this.lists) {
      if (part.found) continue;
      const lines = await load(part.list[LIST_NAME]);
      if (!isWanted()) return;
      this.look(part, lines);
      this.searched += part.list[LIST_LINES];
      this.isWhole = this.searched === this.total;
      onProgress();
    }
    this.isWhole = true;
    onProgress();
  }

  look(part, lines) {
    part.found = placesThat(lines, this.fits);
    part.count = part.found.length;
    this.count += part.count;
    for (const place of part.found) countLine(this.counts, lines[place]);
  }

  // The lines of a page of results; all of them are searched already, or the page is not full.
  async lines(start, end) {
    const found = [];
    let before = 0;
    for (const part of this.lists) {
      const [from, to] = [Math.max(start - before, 0), Math.min(end - before, part.count)];
      before += part.count;
      if (from < to) {
        const lines = await load(part.list[LIST_NAME]);
        part.found ??= placesThat(lines, this.fits);
        for (const place of part.found.slice(from, to)) found.push(lines[place]);
      }
      if (before >= end) break;
    }
    return found;
  }
}

function placesThat(lines, fits) {
  const found = [];
  lines.forEach((line, place) => {
    if (fits(line)) found.push(place);
  });
  return Uint32Array.from(found);
}

function isChosen({ words, from, to, outlet, topic, country, quality }) {
  return Boolean(words || from || to || outlet || topic || country || quality);
}

function mayHold(month, { from, to }) {
  if (month === NO_DATE) return !from && !to;
  return (!from || month >= from.slice(0, MONTH_LETTERS)) && (!to || month <= to.slice(0, MONTH_LETTERS));
}

function fitting(choice, words) {
  const tests = [];
  if (!choice.repeated) tests.push((line) => !line[IS_REPEATED]);
  if (choice.from) tests.push((line) => line[MOMENT] !== "" && line[MOMENT].slice(0, DAY_LETTERS) >= choice.from);
  if (choice.to) tests.push((line) => line[MOMENT] !== "" && line[MOMENT].slice(0, DAY_LETTERS) <= choice.to);
  if (choice.outlet) tests.push((line) => line[OUTLET] === choice.outlet);
  if (choice.topic) tests.push((line) => line[TOPICS].includes(choice.topic));
  if (choice.country) tests.push((line) => line[COUNTRIES].includes(choice.country));
  if (choice.quality === "flagged") tests.push((line) => line[FLAGS] > 0);
  else if (choice.quality) tests.push((line) => line[TIER] === choice.quality);
  if (words.length) tests.push((line) => holdsAll(line, words));
  return (line) => tests.every((test) => test(line));
}

function holdsAll(line, words) {
  const text = plain([line[TITLE_EN], line[TITLE_UK], line[START_EN], line[START_UK]].join("\n"));
  return words.every((word) => text.search(word) >= 0);
}

// What was typed, word by word: each stands for the words that begin with it, in any case or form.
function wordsOf(typed) {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  return words.map((word) => new RegExp(`(?<![\\p{L}\\p{N}])${word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")}`, "gu"));
}

function emptyCounts(summary) {
  return Object.fromEntries(COUNTED_KINDS.map((kind) => [
    kind, new Map(summary[kind].map((row) => [row[0], 0])),
  ]));
}

function countLine(counts, line) {
  const add = (kind, code) => counts[kind].set(code, (counts[kind].get(code) ?? 0) + 1);
  add("days", line[MOMENT].slice(0, DAY_LETTERS));
  add("outlets", line[OUTLET]);
  line[TOPICS].forEach((code) => add("topics", code));
  line[COUNTRIES].forEach((code) => add("countries", code));
}

// What the charts show of a kind: code, name and number, those of the choice or those of all.
function countsOf(summary, results, kind) {
  const counts = results.counts[kind];
  if (Array.isArray(counts)) return counts;
  const rows = summary[kind].map((row) => [...row.slice(0, -1), counts.get(row[0])]);
  return kind === "days" ? rows : rows.sort((one, other) => other[2] - one[2]);
}
