// What each place of a line of the list means, as tasks/load/page/rows.py writes it.
const ID = 0, MOMENT = 1, OUTLET = 2, TITLE_EN = 3, TITLE_UK = 4, START_EN = 5, START_UK = 6,
  TOPICS = 7, COUNTRIES = 8, TIER = 9, FLAGS = 10, IS_REPEATED = 11;

// Of a month's list in the summary: its file, its lines, those that repeat nothing.
const LIST_NAME = 0, LIST_LINES = 1, LIST_ONCE = 2;

// Of a sentence of an article.
const ROLE = 0, PARAGRAPH = 1, UK = 2, EN = 3, MAKER = 4, SENTENCE_FLAGS = 5, MARKS = 6;

// Of a name, and of who translated.
const KIND = 0, NAME_EN = 1, NAME_UK = 2, NAME_COUNTRY = 3;
const ENGINE = 0, ENGINE_VERSION = 1, MAKER_TIER = 2, FALLBACK = 3;

const NO_DATE = "unknown";
const DAY_LETTERS = 10, MONTH_LETTERS = 7;
