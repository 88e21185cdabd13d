// The form: words, dates, outlet, topic, country, quality, repetitions.
const TYPING_PAUSE = 200;
const QUALITIES = [["flagged", "With flagged sentences"], ["cloud", "Cloud engine"], ["neural", "Neural model"], ["draft", "Draft engine"]];

function buildFilters(summary, choose) {
  const form = refill("filters",
    field("words", "Search", element("input", {
      type: "search", placeholder: "English or Ukrainian", autocomplete: "off", spellcheck: "false", "aria-keyshortcuts": "/",
    })),
    element("div", { class: "pair" },
      field("from", "From", element("input", { type: "date" })),
      field("to", "To", element("input", { type: "date" }))),
    field("outlet", "Outlet", options(summary.outlets, "All outlets")),
    field("topic", "Topic", options(summary.topics, "All topics")),
    field("country", "Country", options(summary.countries, "All countries")),
    field("quality", "Translation", options(QUALITIES, "Any")),
    element("label", { class: "check" }, element("input", { type: "checkbox", id: "filter-repeated", name: "repeated" }), "Show duplicates"),
    element("button", { type: "button", class: "more", id: "clear", click: () => choose(noChoice()) }, "Clear all"));
  let pause;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", (event) => {
    clearTimeout(pause);
    const isTyping = event.target.name === "words";
    pause = setTimeout(() => choose(readFilters(form), { isTyping }), isTyping ? TYPING_PAUSE : 0);
  });
}

function field(name, label, control) {
  control.id = `filter-${name}`;
  control.name = name;
  return element("div", { class: "field" }, element("label", { for: control.id }, label), control);
}

function options(rows, every) {
  return element("select", {}, element("option", { value: "" }, every),
    ...rows.filter(([code]) => code !== "").map(([code, name]) => element("option", { value: code }, name || code)));
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
  byId("clear").hidden = !isChosen(choice) && !choice.repeated;
}
