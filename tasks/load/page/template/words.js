// Words and numbers as they are shown, and as they are compared.
const NUMBER = new Intl.NumberFormat("en");
const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
const WEEKDAY = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
const MONTH = new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });

const FLAG_WORDS = new Map();
const TIER_WORDS = new Map([
  ["cloud", "cloud engine"],
  ["neural", "neural model"],
  ["draft", "draft"],
  ["none", "nothing to translate"],
]);
const KIND_WORDS = new Map([
  ["person", "People"],
  ["organization", "Organisations"],
  ["place", "Places"],
]);
const DUPLICATE_WORDS = new Map([
  ["identity", "the same address, or outlet, day and title"],
  ["text", "the same text"],
  ["near_text", "nearly the same text"],
]);

function counted(number, noun) {
  return `${NUMBER.format(number)} ${noun}${number === 1 ? "" : "s"}`;
}

function spelled(format, day) {
  const date = new Date(`${day}T00:00:00Z`);
  return Number.isNaN(date.getTime()) ? day : format.format(date);
}

// 2026-02-05T10:15 as "5 February 2026, 10:15".
function shownMoment(moment, format = DAY) {
  if (!moment) return "No date";
  const [day, time] = moment.split("T");
  return time ? `${spelled(format, day)}, ${time}` : spelled(format, day);
}

function shownMonth(month) {
  return spelled(MONTH, `${month}-01`);
}

function shownFlag(flag) {
  return FLAG_WORDS.get(flag) ?? flag.replaceAll("_", " ");
}

// Letters as a search compares them: any case, any apostrophe, no stress marks.
function plain(text) {
  return text.toLowerCase().normalize("NFC").replace(/[’ʼ`´‘]/g, "'").replace(/[\u0301\u00ad]/g, "");
}
