// The first search fetches Pagefind.
const [form, said, list] = ["search", "found", "results"].map((id) => document.getElementById(id));
const words = form.dataset;
const box = form.q;
const picks = form.querySelectorAll("select");
const root = new URL(".", new URL(words.root, location)).href;
let loading,
  timer,
  turn = 0; // last search

const make = (tag, name, ...inside) => {
  const made = document.createElement(tag);
  made.className = name;
  made.append(...inside);
  return made;
};

const item = ({ url, excerpt, meta, content }) => {
  const link = make("a", "card-link", meta.title);
  link.href = url;
  const facts = [meta.kind, meta.source, meta.day].filter(Boolean).join(" · \u2068"); // isolated
  const parts = excerpt.split(/<\/?mark>/); // odd ones are marked
  const [before, after = ""] = content.split(parts.join(""));
  const shown = parts.map((part, n) => {
    const text = part.replace(/&lt;/g, "<").replace(/&gt;/g, ">");
    return n % 2 ? make("mark", "", text) : text;
  });
  const text = make("p", "summary", before && "… ", ...shown, after && " …");
  return make("li", "card", link, make("p", "meta", facts), text);
};

const offer = (all, left) => {
  for (const select of picks) {
    const { name, value } = select;
    const counts = (value ? all : left)[name] || {};
    const names = Object.keys(counts).filter((one) => counts[one] || one === value);
    names.sort((a, b) => (name === "year" ? b - a : counts[b] - counts[a]));
    select.length = 1;
    for (const one of names.slice(0, 99)) select.add(new Option(`${one} (${counts[one]})`, one));
    select.value = value;
  }
  form.lastElementChild.hidden = false;
};

const search = async (most = 20) => {
  const mine = ++turn;
  clearTimeout(timer);
  const q = box.value.trim();
  const filters = {};
  for (const { name, value } of picks) if (value) filters[name] = value;
  const asked = `${new URLSearchParams(q ? { q, ...filters } : filters)}`;
  history.replaceState(null, "", asked ? "?" + asked : location.pathname);
  try {
    const index = await (loading ??= import(root + "search/pagefind/pagefind.js"));
    await index.options({ baseUrl: root });
    const all = await index.filters();
    const sort = q ? {} : { date: "desc" };
    const { results = [], totalFilters, filters: left = all } =
      asked ? await index.search(q || null, { filters, sort }) : {};
    const shown = await Promise.all(results.slice(0, most).map((one) => one.data()));
    if (mine !== turn) return;
    offer(q ? totalFilters : all, left);
    list.replaceChildren(make("ol", "rows", ...shown.map(item)));
    const n = results.length;
    said.textContent = n ? words.found.replace("{n}", n) : asked && words.none;
    if (n <= most) return;
    const more = make("button", "", words.more);
    list.append(more);
    more.onclick = async () => {
      await search(most + 20);
      list.querySelectorAll("a")[most].focus();
    };
  } catch {
    loading = null;
    list.replaceChildren();
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

document.onkeydown = ({ key, target: at, ctrlKey, metaKey, altKey }) => {
  if (ctrlKey || metaKey || altKey || at.localName === "select") return;
  const stops = [box, ...list.querySelectorAll("a")];
  const here = stops.indexOf(at);
  const next = here >= 0 && stops[here + { ArrowDown: 1, ArrowUp: -1 }[key]];
  if (key === "/" && at !== box) box.select();
  else if (key === "Escape") {
    form.reset();
    box.focus();
    search();
  } else if (next) next.focus();
  else return;
  return false;
};

if (location.protocol === "file:") {
  form.hidden = true;
  said.textContent = words.disk;
} else if (location.search) {
  for (const [name, value] of new URLSearchParams(location.search)) {
    const field = form.elements[name];
    field?.add?.(new Option(value));
    if (field) field.value = value;
  }
  search();
}
