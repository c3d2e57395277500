// The settings form takes effect at each choice: on <html>, in the cookie, and in words. Its post stays for the other view, and for readers without scripts.
function rememberReading(settings) {
  document.cookie = `reading=${settings}; Max-Age=31536000; Path=/; SameSite=Lax${location.protocol === "https:" ? "; Secure" : ""}`;
}

{
  const page = document.documentElement.dataset;

  behaviour("settings", form => {
    const status = document.getElementById("status");
    const groups = [...form.querySelectorAll("fieldset")].map(fieldset => ({ key: fieldset.elements[0].name, name: fieldset.querySelector("legend").textContent, usual: fieldset.dataset.default, fieldset }));
    const choices = () => Object.fromEntries(groups.map(({ key }) => [key, form.elements[key].value]));
    const nameOf = ({ fieldset }) => fieldset.querySelector(":checked ~ .settings__name").firstChild.textContent;
    // In a static export the page comes without the reader's settings: the form shows those that are in force, and only with this script.
    if (form.hidden) {
      groups.forEach(({ key }) => form.elements[key].value = page[key] ?? form.elements[key].value);
      form.hidden = false;
    }

    // The other view is another page, opened by 保存.
    const isElsewhere = view => view !== undefined && view !== page.view;
    let kept = choices();
    let before = null;

    const said = document.createElement("p");
    said.className = "settings__said";
    const words = document.createElement("span");
    const undo = document.createElement("button");
    undo.type = "button";
    undo.className = "button";
    undo.textContent = "撤销";
    said.append(words, undo);

    const say = (text, beside, undoable) => {
      words.textContent = text;
      undo.hidden = !undoable;
      beside.append(said);
      status.textContent = text;
    };

    const apply = () => {
      kept = choices();
      groups.filter(({ key }) => key !== "view").forEach(({ key }) => page[key] = kept[key]);
      rememberReading([`view=${page.view}`, ...groups.filter(({ key, usual }) => key !== "view" && kept[key] !== usual).map(({ key }) => `${key}=${kept[key]}`)].join("&"));
    };

    const choose = values => groups.forEach(({ key }) => form.elements[key].value = values[key]);

    form.addEventListener("change", event => {
      const group = groups.find(({ key }) => key === event.target.name);
      before = kept;
      apply();
      say(`${group.name}：${nameOf(group)}${isElsewhere(kept.view) && group.key === "view" ? "。按“保存”打开" : ""}`, group.fieldset, true);
    });

    undo.addEventListener("click", () => {
      const changed = groups.filter(({ key }) => before[key] !== kept[key]);
      choose(before);
      apply();
      const place = said.parentElement;
      say(`已撤销。${changed.map(group => `${group.name}：${nameOf(group)}`).join("，")}`, place, false);
      (place.querySelector(":checked") ?? place.querySelector("button")).focus();
    });

    form.addEventListener("submit", event => {
      const reset = event.submitter?.name === "reset";
      if (reset && !isElsewhere(groups.find(({ key }) => key === "view")?.usual)) {
        event.preventDefault();
        before = kept;
        choose(Object.fromEntries(groups.map(({ key, usual }) => [key, usual])));
        apply();
        say("已恢复默认", form.querySelector(".actions"), true);
      } else if (!reset && !isElsewhere(kept.view)) {
        event.preventDefault();
        say("已保存", form.querySelector(".actions"), false);
        form.dispatchEvent(new Event("saved", { bubbles: true }));
      }
    });
  });

  // A page that comes back from the browser's memory shows how it was left, and so perhaps other settings than now.
  const cookie = () => document.cookie.split("; ").find(pair => pair.startsWith("reading="));
  let leftWith;
  addEventListener("pagehide", () => leftWith = cookie());
  addEventListener("pageshow", event => { if (event.persisted && cookie() !== leftWith) location.reload(); });
}
