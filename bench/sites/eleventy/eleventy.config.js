// The benchmark's site for Eleventy. People and topics get pages of 50 articles, newest first.
const PER_PAGE = 50;

function articles(api) {
  return api.getFilteredByGlob("src/content/**/*.md").sort((a, b) => b.date - a.date);
}

function pagesOf(key) {
  return (api) => {
    const byName = new Map();
    for (const article of articles(api)) {
      for (const name of article.data[key] ?? []) {
        if (!byName.has(name)) byName.set(name, []);
        byName.get(name).push(article);
      }
    }
    return [...byName].flatMap(([name, found]) => {
      const last = Math.ceil(found.length / PER_PAGE);
      return Array.from({ length: last }, (_, index) => ({
        name,
        number: index + 1,
        last,
        articles: found.slice(index * PER_PAGE, (index + 1) * PER_PAGE),
      }));
    });
  };
}

export default function (config) {
  config.addCollection("articles", articles);
  config.addCollection("people", pagesOf("people"));
  config.addCollection("topics", pagesOf("topics"));
  config.addFilter("first", (items, count) => items.slice(0, count));
  config.addFilter("day", (date) => date.toISOString().slice(0, 10));
  config.addFilter("stamp", (date) => date.toISOString());
  return { dir: { input: "src", output: "_site" }, markdownTemplateEngine: false };
}
