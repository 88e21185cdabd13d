// The form: words, dates, outlet, topic, country, quality, repetitions.
const TYPING_PAUSE = 200;
const QUALITIES = [["flagged", "With flagged sentences"], ["cloud", "Cloud engine"], ["neural", "Neural model"], ["draft", "Draft engine"]];

let pause;

// Whoever goes elsewhere before a search has begun wants to stay there.
function forgetTyping() {
  clearTimeout(pause);
}

function buildFilters(summary, choose) {
  const form = refill("filters",
    field("words", "Search", element("input", {
      type: "search", placeholder: "English or Ukrainian", autocomplete: "off", spellcheck: "false", "aria-keyshortcuts": "/",
    })),
    unfolded(
      element("div", { class: "pair" },
        field("from", "From", element("input", { type: "date" })),
        field("to", "To", element("input", { type: "date" }))),
      field("outlet", "Outlet", options(summary.outlets, "All outlets")),
      field("topic", "Topic", options(summary.topics, "All topics")),
      field("country", "Country", options(summary.countries, "All countries")),
      field("quality", "Translation", options(QUALITIES, "Any")),
      element("label", { class: "check" }, element("input", { type: "checkbox", id: "filter-repeated", name: "repeated" }), "Show duplicates"),
      element("div", { id: "facets" })));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", (event) => {
    const isTyping = event.target.name === "words";
    forgetTyping();
    pause = setTimeout(() => choose(readFilters(form), { isTyping }), isTyping ? TYPING_PAUSE : 0);
  });
}

// On a narrow screen the list comes first: all but the search is folded away.
function unfolded(...children) {
  const wide = matchMedia("(min-width: 56.01rem)");
  const details = element("details", { class: "fold", open: wide.matches }, element("summary", {}, "Filters and charts"), ...children);
  wide.addEventListener("change", () => {
    details.open = wide.matches;
  });
  return details;
}

function field(name, label, control) {
  control.id = `filter-${name}`;
  control.name = name;
  return element("div", { class: "field" }, element("label", { for: control.id }, label), control);
}

function options(rows, every) {
  return element("select", {}, element("option", { value: "" }, every),
    ...rows.map(([code, name]) => element("option", { value: code }, name)));
}

function noChoice() {
  return { ...Object.fromEntries(CHOICES.map((name) => [name, ""])), repeated: false };
}

function readFilters(form) {
  const told = new FormData(form);
  const choice = Object.fromEntries(CHOICES.map((name) => [name, String(told.get(name) ?? "").trim()]));
  return { ...choice, repeated: told.has("repeated") };
}

function showFilters(choice) {
  for (const name of CHOICES) {
    const control = byId(`filter-${name}`);
    if (control.value.trim() !== choice[name]) control.value = choice[name];
  }
  byId("filter-repeated").checked = choice.repeated;
}

// What is chosen, in words: each is a button that takes it back.
function drawChosen(choice, names, choose) {
  const words = [
    ["words", (told) => `“${told}”`],
    ["from", (told) => `from ${spelled(DAY, told)}`],
    ["to", (told) => `to ${spelled(DAY, told)}`],
    ["outlet", (told) => names.outlets.get(told) ?? told],
    ["topic", (told) => names.topics.get(told) ?? told],
    ["country", (told) => names.countries.get(told) ?? told],
    ["quality", (told) => new Map(QUALITIES).get(told) ?? told],
  ];
  const chips = words.filter(([name]) => choice[name]).map(([name, say]) => chip(say(choice[name]), () => choose({ [name]: "" })));
  if (choice.repeated) chips.push(chip("with duplicates", () => choose({ repeated: false })));
  if (chips.length > 1) chips.push(element("li", {}, element("button", { type: "button", class: "more", click: () => choose(noChoice()) }, "Clear all")));
  refill("chosen", ...chips);
}

function chip(text, takeBack) {
  return element("li", {}, element("button", { type: "button", class: "chip", "aria-label": `Take back: ${text}`, click: takeBack },
    said("span", text), element("span", { "aria-hidden": "true" }, "×")));
}
