// Charts that are lists of buttons: what a bar shows is said in words as well.
const MOST_DAYS = 92;
const SHOWN_BARS = 8;
const opened = new Set();

// Articles per day; of more than three months, per month.
function drawDays(rows, choice, choose) {
  const dated = rows.filter(([day]) => day !== "");
  if (dated.length === 0) return refill("days");
  const columns = columnsOf(dated);
  const byMonth = columns[0].from !== columns[0].to;
  const highest = Math.max(1, ...columns.map(({ count }) => count));
  const bars = columns.map((column) => dayBar(column, highest, choice, choose));
  const group = element("div", { class: "day-bars", role: "group", "aria-labelledby": "days-title", keydown: moveAlong }, ...bars);
  (bars.find((bar) => bar.getAttribute("aria-pressed") === "true") ?? bars.at(-1)).tabIndex = 0;
  return refill("days",
    element("h2", {}, element("span", { id: "days-title" }, byMonth ? "Articles per month" : "Articles per day"),
      element("span", { class: "peak" }, `highest ${NUMBER.format(highest)}`)),
    group,
    element("div", { class: "day-ends", "aria-hidden": "true" },
      element("span", {}, columns[0].name), element("span", {}, columns.at(-1).name)));
}

function dayBar({ from, to, name, count }, highest, choice, choose) {
  const isPressed = choice.from === from && choice.to === to;
  const label = `${name}: ${counted(count, "article")}`;
  const bar = element("button", {
    type: "button", class: "day-bar", id: `day-${from}`, tabindex: -1, "aria-pressed": String(isPressed), "aria-label": label, title: label,
    click: () => choose(isPressed ? { from: "", to: "" } : { from, to }),
  });
  bar.style.setProperty("--share", String(count / highest));
  return bar;
}

// Every day from the first to the last, those without articles too.
function columnsOf(rows) {
  const counts = new Map(rows);
  const days = [...counts.keys()].sort();
  const every = daysFrom(days[0], days.at(-1));
  if (every) return every.map((day) => ({ from: day, to: day, name: spelled(DAY, day), count: counts.get(day) ?? 0 }));
  const months = new Map(monthsFrom(days[0], days.at(-1)).map((month) => [month, 0]));
  for (const [day, count] of rows) {
    const month = day.slice(0, MONTH_LETTERS);
    months.set(month, (months.get(month) ?? 0) + count);
  }
  return [...months].map(([month, count]) => ({
    from: `${month}-01`, to: lastDayOf(month), name: shownMonth(month), count,
  }));
}

function daysFrom(first, last) {
  const found = [];
  const day = new Date(`${first}T00:00:00Z`);
  for (const end = new Date(`${last}T00:00:00Z`); day <= end; day.setUTCDate(day.getUTCDate() + 1)) {
    found.push(day.toISOString().slice(0, DAY_LETTERS));
    if (found.length > MOST_DAYS) return undefined;
  }
  return found;
}

function monthsFrom(first, last) {
  const found = [];
  const month = new Date(`${first.slice(0, MONTH_LETTERS)}-01T00:00:00Z`);
  for (const end = new Date(`${last}T00:00:00Z`); month <= end; month.setUTCMonth(month.getUTCMonth() + 1)) {
    found.push(month.toISOString().slice(0, MONTH_LETTERS));
  }
  return found;
}

function lastDayOf(month) {
  const [year, number] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, DAY_LETTERS);
}

// One bar of a group is reached by Tab, the others by arrows.
function moveAlong(event) {
  const steps = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity };
  const step = steps[event.key];
  if (step === undefined) return;
  const bars = [...event.currentTarget.children];
  const place = bars.indexOf(document.activeElement);
  const next = bars[Math.min(Math.max(place + step, 0), bars.length - 1)];
  bars[place].tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
  event.preventDefault();
}

// Outlets, topics or countries, the most frequent first.
function drawBars(kind, title, rows, chosen, choose) {
  const shown = rows.filter(([code, , count]) => count > 0 || code === chosen);
  if (shown.length === 0) return undefined;
  const highest = Math.max(1, ...shown.map((row) => row[2]));
  const isOpen = opened.has(kind);
  const few = isOpen ? shown : shown.filter(([code], place) => place < SHOWN_BARS || code === chosen);
  const bars = few.map(([code, name, count]) => bar(kind, code, name, count / highest, count, code === chosen, choose));
  return element("section", { class: "facet", "aria-labelledby": `${kind}-title` },
    element("h2", { id: `${kind}-title` }, title),
    element("ul", { class: "bars", id: `${kind}-bars` }, ...bars),
    shown.length > SHOWN_BARS ? moreButton(kind, shown.length, isOpen) : "");
}

function bar(kind, code, name, share, count, isPressed, choose) {
  const button = element("button", {
    type: "button", class: "bar", id: `${kind}-${code}`, "aria-pressed": String(isPressed), click: () => choose(isPressed ? "" : code),
  }, said("span", name, undefined, { class: "bar-name" }), element("span", { class: "bar-count" }, NUMBER.format(count)));
  button.style.setProperty("--share", String(share));
  return element("li", {}, button);
}

function moreButton(kind, number, isOpen) {
  return element("button", {
    type: "button", class: "more", id: `${kind}-more`, "aria-expanded": String(isOpen), "aria-controls": `${kind}-bars`,
    click: () => {
      if (!opened.delete(kind)) opened.add(kind);
      redraw();
    },
  }, isOpen ? "Show fewer" : `Show all ${NUMBER.format(number)}`);
}
