// Search in the browser. The first search fetches Pagefind.
const [form, said, place] = ["search", "found", "results"].map((id) => document.getElementById(id));
const words = form.dataset;
const box = form.q;
const choices = [...form.querySelectorAll("select")];
const root = new URL(words.root, location).href.replace(/index\.html$/, "");
let loading, timer;
let turn = 0; // the last search

const make = (tag, name, ...inside) => {
  const made = document.createElement(tag);
  made.className = name;
  made.append(...inside);
  return made;
};

const item = ({ url, excerpt, meta }) => {
  const link = make("a", "card-link", meta.title);
  link.href = url;
  const facts = [meta.source, meta.day].filter(Boolean).join(" · ");
  // Every second part is marked.
  const parts = excerpt.split(/<\/?mark>/).map((part, n) => {
    const text = part.replaceAll("&lt;", "<").replaceAll("&gt;", ">");
    return n % 2 ? make("mark", "", text) : text;
  });
  return make("li", "card", link, make("p", "meta", facts), make("p", "summary", ...parts));
};

const offer = (all, left) => {
  for (const select of choices) {
    const { name, value } = select;
    const counts = (value ? all : left)[name] || {};
    const by = (a, b) => (name === "year" ? b - a : counts[b] - counts[a]);
    const names = Object.keys(counts).filter((one) => counts[one] || one === value);
    select.length = 1;
    for (const one of names.sort(by).slice(0, 99))
      select.add(new Option(`${one} (${counts[one]})`, one));
    select.value = value;
  }
  choices[0].closest("div").hidden = false;
};

const search = async (limit = 20) => {
  const mine = ++turn;
  clearTimeout(timer);
  const query = box.value.trim();
  const filters = {};
  for (const { name, value } of choices) if (value) filters[name] = value;
  const asked = `${new URLSearchParams(query ? { q: query, ...filters } : filters)}`;
  history.replaceState(null, "", asked ? "?" + asked : location.pathname);
  try {
    const pagefind = await (loading ??= import(root + "search/pagefind/pagefind.js"));
    await pagefind.options({ baseUrl: root });
    const all = await pagefind.filters();
    const sort = query ? {} : { date: "desc" };
    const { results = [], totalFilters, filters: left = all } =
      asked ? await pagefind.search(query || null, { filters, sort }) : {};
    const shown = await Promise.all(results.slice(0, limit).map((one) => one.data()));
    if (mine !== turn) return;
    offer(query ? totalFilters : all, left);
    place.replaceChildren(make("ol", "rows", ...shown.map(item)));
    const n = results.length;
    said.textContent = n ? words.found.replace("{n}", n) : asked && words.none;
    if (n <= limit) return;
    const more = make("button", "", words.more);
    place.append(more);
    more.onclick = async () => {
      await search(limit + 20);
      place.querySelectorAll("a")[limit].focus();
    };
  } catch {
    loading = null;
    place.replaceChildren();
    said.textContent = words.failed;
  }
};

form.onsubmit = () => !search();
form.onchange = ({ target }) => target !== box && search();
box.onfocus = () => loading || search();
box.oninput = () => {
  clearTimeout(timer);
  timer = setTimeout(search, 150);
};

document.onkeydown = ({ key, ctrlKey, metaKey, altKey }) => {
  const at = document.activeElement;
  if (ctrlKey || metaKey || altKey || at.localName === "select") return;
  const stops = [box, ...place.querySelectorAll("a")];
  const here = stops.indexOf(at) + { ArrowDown: 1, ArrowUp: -1 }[key];
  if (key === "/" && at !== box) box.select();
  else if (key === "Escape") {
    form.reset();
    box.focus();
    search();
  } else if (stops.includes(at) && stops[here]) stops[here].focus();
  else return;
  return false;
};

if (location.protocol === "file:") {
  form.hidden = true;
  said.textContent = words.disk;
} else if (location.search) {
  for (const [name, value] of new URLSearchParams(location.search)) {
    const field = form.elements[name];
    if (choices.includes(field)) field.add(new Option(value));
    if (field) field.value = value;
  }
  search();
}
