// Light or dark as the reader chose; without scripts, or until then, as their system says.
(() => {
  const root = document.documentElement;
  const key = "digest-scheme";
  const apply = (scheme) => {
    if (scheme === "light" || scheme === "dark") root.dataset.scheme = scheme;
    else delete root.dataset.scheme;
  };
  let kept = "";
  try {
    kept = localStorage.getItem(key) || "";
  } catch {}
  apply(kept); // before the first paint, so that nothing flashes
  document.addEventListener("DOMContentLoaded", () => {
    const select = document.getElementById("scheme");
    if (!select) return;
    select.value = root.dataset.scheme || "";
    select.parentElement.hidden = false;
    select.addEventListener("change", () => {
      apply(select.value);
      try {
        localStorage.setItem(key, select.value);
      } catch {}
    });
  });
})();
