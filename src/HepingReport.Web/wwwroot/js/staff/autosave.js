// Keeps what is typed: on the server every few seconds, and in this browser for as long as the server does not have it.
// The server answers with its whole page; the parts of it that speak of the draft take the place of those that stand here.
for (const form of document.querySelectorAll("[data-autosave]")) {
  const key = `draft:${form.dataset.autosave}`;
  const state = document.createElement("p");
  state.className = "tip";
  form.prepend(state);
  const alarm = document.createElement("p");
  alarm.className = "fault";
  alarm.setAttribute("role", "alert");
  alarm.hidden = true;
  form.prepend(alarm);
  let waiting = 0;
  let sending = false;
  let changed = false;

  const entries = () => [...new FormData(form)].filter(([name]) => !["token", "draft", "version", "hash"].includes(name));
  const keepHere = () => {
    try {
      localStorage.setItem(key, JSON.stringify({ at: new Date().toLocaleString("zh-CN"), entries: entries() }));
      return true;
    } catch {
      return false;
    }
  };
  const forget = () => {
    try {
      localStorage.removeItem(key);
    } catch {
      // Nothing was kept where nothing can be.
    }
  };
  const warn = words => {
    alarm.hidden = words === "";
    if (alarm.textContent !== words) alarm.textContent = words;
  };
  const fail = words => warn(words + (keepHere() ? "您写的已存在这台电脑的浏览器里，不要清除浏览数据。" : "这个浏览器存不下，请先把文字复制到别处。"));

  const isTouched = part => part.contains(document.activeElement) || [...part.querySelectorAll("input:not([type]), select, textarea")].some(control => control.value !== "");
  const take = page => {
    for (const part of document.querySelectorAll("[data-part]")) {
      const fresh = page.getElementById(part.id);
      if (fresh && fresh.innerHTML !== part.innerHTML && !isTouched(part)) part.replaceWith(document.importNode(fresh, true));
    }
    const fresh = page.querySelector("[data-autosave]");
    for (const name of ["token", "draft", "version", "hash"]) {
      if (form.elements[name] && fresh?.elements[name]) form.elements[name].value = fresh.elements[name].value;
    }
    for (const control of form.querySelectorAll("[aria-describedby]")) {
      const invalid = page.getElementById(control.id)?.getAttribute("aria-invalid");
      if (invalid) control.setAttribute("aria-invalid", invalid);
      else control.removeAttribute("aria-invalid");
    }
    if (fresh && fresh.getAttribute("action") !== form.getAttribute("action")) {
      form.setAttribute("action", fresh.getAttribute("action"));
      history.replaceState(history.state, "", fresh.getAttribute("action"));
    }
  };

  const send = async () => {
    let answer;
    let page;
    try {
      answer = await fetch(form.action, { method: "POST", headers: { "X-Requested-With": "fetch" }, body: new URLSearchParams(new FormData(form)) });
      page = new DOMParser().parseFromString(await answer.text(), "text/html");
    } catch {
      fail("连不上网站，还没有存到网站上；连上以后会自己再存。");
      changed = true;
      return;
    }
    if (answer.ok && page.querySelector("[data-autosave]")) {
      forget();
      warn("");
      state.textContent = `${new Date().toLocaleTimeString("zh-CN")} 已自动存成草稿。`;
      take(page);
      form.dispatchEvent(new CustomEvent("draft-saved"));
    } else if (answer.status === 401) {
      fail("登录已经结束，没有存到网站上。请在新窗口里登录，再回到这一页按“保存草稿”。");
    } else if (answer.redirected) {
      fail("这份草稿在别的窗口里也存过。请按“保存草稿”，对照两边。");
    } else {
      fail(page.querySelector(".fault p")?.textContent ?? "网站现在存不了。请过一会儿再按“保存草稿”。");
    }
  };
  const save = async () => {
    if (sending) return;
    sending = true;
    changed = false;
    await send().finally(() => sending = false);
    if (changed) wait(5000);
  };
  const wait = delay => {
    clearTimeout(waiting);
    waiting = setTimeout(save, delay);
  };

  form.addEventListener("input", event => {
    changed = true;
    if (!event.isComposing && !sending) wait(2000);
  });
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    if (changed) keepHere();
  });
  addEventListener("pagehide", () => {
    if (changed) keepHere();
  });
  addEventListener("online", () => {
    if (changed) wait(0);
  });

  // What the server never got, from an earlier visit.
  let kept = null;
  try {
    kept = JSON.parse(localStorage.getItem(key));
  } catch {
    forget();
  }
  const now = new Map(entries());
  const same = (one, other) => String(one ?? "").replaceAll("\r\n", "\n").trim() === String(other ?? "").replaceAll("\r\n", "\n").trim();
  if (kept && kept.entries.some(([name, value]) => now.has(name) && !same(value, now.get(name)))) {
    warn(`这台电脑上有一份没有存到网站上的文字（${kept.at}）。`);
    const button = (words, act) => {
      const made = document.createElement("button");
      made.type = "button";
      made.className = "button";
      made.textContent = words;
      made.addEventListener("click", () => {
        act();
        actions.remove();
        warn("");
      });
      return made;
    };
    const actions = document.createElement("p");
    actions.className = "actions";
    actions.append(
      button("用那一份", () => {
        for (const [name, value] of kept.entries) {
          if (form.elements[name]) form.elements[name].value = value;
        }
        changed = true;
        wait(0);
      }),
      button("不要了", forget));
    alarm.after(actions);
  } else if (kept) {
    forget();
  }
}
