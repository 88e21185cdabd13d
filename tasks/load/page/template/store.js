// The data files: loaded as scripts, for a page that was opened from disk may fetch nothing.
const KEPT_FILES = 24;
const IDENTIFIER = /^[0-9a-f]{16}$/;
const FILE_NAME = /^[a-z0-9-]+$/;
const kept = new Map();
const awaited = new Map();

class MissingFile extends Error {}

const addresses = globalThis.trustedTypes?.createPolicy("visnyk-data", { createScriptURL: checkedAddress })
  ?? { createScriptURL: checkedAddress };

function checkedAddress(name) {
  if (!FILE_NAME.test(name)) throw new TypeError(`no data file: ${name}`);
  return `data/${name}.js`;
}

// Every data file calls this with its name and what it holds.
globalThis.visnykPage = Object.freeze({
  receive(name, content) {
    kept.set(name, content);
    while (kept.size > KEPT_FILES) kept.delete(kept.keys().next().value);
  },
});

function load(name) {
  if (kept.has(name)) {
    const content = kept.get(name);
    kept.delete(name);
    kept.set(name, content);
    return Promise.resolve(content);
  }
  if (!awaited.has(name)) {
    const coming = loadScript(name).finally(() => awaited.delete(name));
    awaited.set(name, coming);
  }
  return awaited.get(name);
}

function loadScript(name) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    const end = () => {
      script.remove();
      if (kept.has(name)) resolve(kept.get(name));
      else reject(new MissingFile(name));
    };
    script.addEventListener("load", end);
    script.addEventListener("error", end);
    script.src = addresses.createScriptURL(name);
    document.head.append(script);
  });
}

// The article with an identifier: its month is looked for if it is not known.
async function loadArticle(summary, id) {
  for (const { key } of summary.months) {
    const { articles, ids } = await load(key);
    for (const [piece, found] of ids.entries()) {
      const place = placeOf(found, id);
      if (place >= 0) return (await load(articles[piece]))[place];
    }
  }
  return undefined;
}

// Identifiers stand one after the other; one that begins within another is no match.
function placeOf(ids, id) {
  if (!IDENTIFIER.test(id)) return -1;
  let at = ids.indexOf(id);
  while (at >= 0 && at % id.length) at = ids.indexOf(id, at + 1);
  return at < 0 ? -1 : at / id.length;
}
