// The header's 网站无障碍 opens the settings form below the header instead of leaving the page. Asked for in a new tab, or where it cannot be fetched, the link goes there.
behaviour("settings-panel", link => {
  if (document.querySelector("[data-settings]")) return;
  let panel = null;
  link.setAttribute("aria-expanded", "false");

  const make = async () => {
    const answer = await fetch(link.href);
    const form = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-settings]");
    const made = document.createElement("section");
    made.className = "settings-panel";
    made.id = "settings-panel";
    made.setAttribute("aria-labelledby", "settings-panel-title");
    const head = document.createElement("div");
    head.className = "settings-panel__head";
    const title = document.createElement("h2");
    title.id = "settings-panel-title";
    title.tabIndex = -1;
    title.textContent = "阅读设置";
    const shut = document.createElement("button");
    shut.type = "button";
    shut.className = "button";
    shut.textContent = "关闭";
    shut.addEventListener("click", close);
    head.append(title, shut);
    const wrap = document.createElement("div");
    wrap.className = "wrap";
    wrap.append(head, form);
    made.append(wrap);
    made.addEventListener("saved", close);
    made.addEventListener("keydown", event => { if (event.key === "Escape") close(); });
    document.querySelector(".site-header").after(made);
    enliven(made);
    link.setAttribute("aria-controls", made.id);
    return made;
  };

  const open = () => {
    panel.hidden = false;
    link.setAttribute("aria-expanded", "true");
    panel.querySelector("h2").focus();
  };

  function close() {
    panel.hidden = true;
    link.setAttribute("aria-expanded", "false");
    link.focus();
  }

  link.addEventListener("click", async event => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (panel && !panel.hidden) return close();
    try {
      panel ??= await make();
    } catch {
      location.href = link.href;
      return;
    }
    open();
  });
});
