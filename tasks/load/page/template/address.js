// The part of the address after `#`: which article, or what is chosen and which page of it.
const CHOICES = ["words", "from", "to", "outlet", "topic", "country", "quality"];

function readAddress() {
  const told = new URLSearchParams(location.hash.slice(1));
  const choice = Object.fromEntries(CHOICES.map((name) => [name, told.get(name) ?? ""]));
  choice.repeated = told.get("repeated") === "yes";
  const page = Number.parseInt(told.get("page") ?? "1", 10);
  return { article: told.get("article") ?? "", choice, page: page > 0 ? page : 1 };
}

function addressOf(choice, page = 1) {
  const told = new URLSearchParams();
  for (const name of CHOICES) if (choice[name]) told.set(name, choice[name]);
  if (choice.repeated) told.set("repeated", "yes");
  if (page > 1) told.set("page", String(page));
  return `#${told}`;
}

const addressOfArticle = (id) => `#${new URLSearchParams({ article: id })}`;
