// Elements. Text comes in by text nodes only: nothing that an article says can be markup.
const byId = (id) => document.getElementById(id);

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (typeof value === "function") made.addEventListener(name, value);
    else made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children.filter((child) => child !== undefined && child !== ""));
  return made;
}

// A text of unknown origin: marks of direction in it end where it ends.
function said(tag, text, language, attributes = {}) {
  return element(tag, { dir: "auto", lang: language, ...attributes }, text);
}

// A link to the original, if it is an address of the web; anything else stays text.
function original(address) {
  let url;
  try {
    url = new URL(address);
  } catch {
    return undefined;
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") return undefined;
  return element(
    "a",
    { href: url.href, rel: "noopener noreferrer nofollow external", target: "_blank", class: "original" },
    `Original at ${url.hostname} ↗`,
  );
}

function refill(id, ...children) {
  const place = byId(id);
  place.replaceChildren(...children.filter((child) => child !== undefined));
  return place;
}
