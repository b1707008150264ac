// Live reload of `digestgen serve --watch`: part of its responses, never of a page on disk.
(() => {
  const { page, version } = document.currentScript.dataset;
  const address = `/.digestgen/events?${new URLSearchParams({ page, version })}`;
  const SCROLL = "digestgen-scroll";
  let events = null;
  let panel = null;

  // --- the place in the page, kept over a reload -------------------------------------------------

  // The browser's own restoration would take the reader to wherever the page before was cut off, so
  // it is off from the first reload until the reader does something.
  let wanted = null; // the place in the page, which it may still be too short for
  let reached = null; // how far it went then

  const here = () => ({ left: scrollX, top: scrollY });

  // A reader who has moved since is left alone.
  const waits = () => wanted && reached.left === scrollX && reached.top === scrollY;

  const go = () => {
    scrollTo({ ...wanted, behavior: "instant" });
    reached = here();
  };

  const reload = () => {
    stop();
    history.scrollRestoration = "manual";
    location.reload();
  };

  // The place is taken as the page goes, for a reader scrolls on while the next one comes; of a page
  // that is replaced before it was whole, it is the place that it should have had.
  const save = () => {
    if (history.scrollRestoration === "auto") return;
    const place = { page: location.pathname, ...(waits() ? wanted : here()) };
    try {
      sessionStorage.setItem(SCROLL, JSON.stringify(place));
    } catch {
      history.scrollRestoration = "auto"; // without storage the browser's own has to do
    }
  };

  const restore = () => {
    let saved = null;
    try {
      saved = JSON.parse(sessionStorage.getItem(SCROLL));
      sessionStorage.removeItem(SCROLL);
    } catch {
      // As if nothing had been saved.
    }
    if (saved?.page !== location.pathname) return;
    wanted = { left: saved.left, top: saved.top };
    go();
    // Pictures may have pushed the page longer until then.
    const whole = () => {
      if (waits()) go();
      wanted = null;
    };
    addEventListener("load", whole, { once: true });
    const resume = () => (history.scrollRestoration = "auto");
    for (const type of ["wheel", "touchmove", "keydown", "pointerdown"])
      addEventListener(type, resume, { once: true, passive: true });
  };

  // --- problems, over whatever the page shows ----------------------------------------------------

  const STYLE = `
    :host { all: initial; }
    details { position: fixed; inset: auto 1rem 1rem auto; z-index: 2147483647; box-sizing: border-box;
      max-width: min(52rem, calc(100vw - 2rem)); max-height: 60vh; overflow: auto; border-radius: .4rem;
      padding: .6rem 1rem; background: #1d1d22; color: #f5f5f5; font: 14px/1.5 system-ui, sans-serif;
      box-shadow: 0 .2rem 1.2rem #0007; }
    summary { cursor: pointer; font-weight: 600; }
    ol { margin: .4rem 0; padding: 0; list-style: none; }
    li { margin: .4rem 0; padding-left: .7rem; border-left: .25rem solid #e5484d;
      font: 13px/1.5 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
    li.warning { border-color: #f5b83d; }
    p { margin: .4rem 0; }
    @media print { details { display: none; } }`;

  // Problems quote what an editor pasted: they are only ever set as text.
  const element = (name, text = "") => Object.assign(document.createElement(name), { textContent: text });

  const count = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;

  const show = ({ problems, more, kept }) => {
    const wasOpen = panel?.shadowRoot.querySelector("details").open;
    panel?.remove();
    panel = null;
    if (!problems.length) return;
    const errors = problems.filter(({ severity }) => severity === "error").length;
    const warnings = problems.length - errors;
    panel = element("digestgen-problems");
    const root = panel.attachShadow({ mode: "open" });
    const style = new CSSStyleSheet(); // a page may forbid <style> with a Content-Security-Policy
    style.replaceSync(STYLE);
    root.adoptedStyleSheets = [style];
    const details = element("details");
    details.open = errors > 0 || wasOpen === true;
    const list = element("ol");
    for (const { severity, text } of problems)
      list.append(Object.assign(element("li", text), { className: severity }));
    const title = [errors && count(errors, "error"), warnings && count(warnings, "warning")];
    if (more) title.push(`${more} more`);
    details.append(element("summary", title.filter(Boolean).join(", ")));
    if (kept) details.append(element("p", "This page is as it was before its article broke."));
    details.append(list);
    root.append(details);
    panel.setAttribute("role", "status");
    document.documentElement.append(panel);
  };

  // --- the stream of events ----------------------------------------------------------------------

  const start = () => {
    // A browser opens six connections to a server at most: tabs that nobody sees hold none.
    if (events || document.hidden) return;
    events = new EventSource(address);
    events.addEventListener("reload", reload);
    events.addEventListener("problems", ({ data }) => show(JSON.parse(data)));
  };

  const stop = () => {
    events?.close();
    events = null;
  };

  document.addEventListener("visibilitychange", () => (document.hidden ? stop() : start()));
  addEventListener("pagehide", save);
  addEventListener("pagehide", stop);
  addEventListener("pageshow", start);
  restore();
  start();
})();
