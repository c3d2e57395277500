// A mark opens what it leads to beside the text. The link stays what it is: without this, or with a new tab asked for, it goes there.
{
  let open = null;

  const close = () => {
    if (!open) return;
    const { box, mark } = open;
    const within = box.contains(document.activeElement);
    open = null;
    box.remove();
    if (within) mark.focus();
  };

  const element = (name, className, text = "") => {
    const made = document.createElement(name);
    made.className = className;
    made.textContent = text;
    return made;
  };

  // The explanation's own words: what is only there to lead about is left out.
  const wordsOf = place => {
    const words = place.querySelector("p").cloneNode(true);
    words.querySelectorAll("[data-aid]").forEach(aid => aid.remove());
    return words.textContent.trim();
  };

  const show = (mark, place) => {
    const title = mark.dataset.explain || mark.firstChild.textContent;
    const box = element("div", "popover");
    box.setAttribute("role", "dialog");
    box.setAttribute("aria-label", title);
    box.dataset.aid = "";
    box.tabIndex = -1;

    const head = element("p", "popover__head", title);
    const shut = element("button", "button popover__close", "关闭");
    shut.type = "button";
    shut.addEventListener("click", close);
    head.append(shut);
    const further = element("a", "popover__further", `到${place.closest("section").querySelector("h2").textContent}`);
    further.href = mark.getAttribute("href");
    further.addEventListener("click", () => { open = null; box.remove(); });
    box.append(head, element("p", "popover__words", wordsOf(place)), further);
    box.addEventListener("focusout", event => {
      if (event.relatedTarget && !box.contains(event.relatedTarget)) close();
    });

    mark.closest("p, dd").after(box);
    const frame = box.offsetParent.getBoundingClientRect();
    const at = mark.getBoundingClientRect();
    box.style.setProperty("--popover-block", `${at.bottom - frame.top + 8}px`);
    box.style.setProperty("--popover-inline", `${Math.max(0, Math.min(at.left - frame.left, frame.width - box.offsetWidth))}px`);
    open = { box, mark };
    box.focus({ preventScroll: true });
    box.scrollIntoView({ block: "nearest" });
  };

  behaviour("explain", mark => mark.addEventListener("click", event => {
    const place = document.getElementById(mark.hash.slice(1));
    if (!place || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const again = open?.mark === mark;
    close();
    if (!again) show(mark, place);
  }));

  document.addEventListener("keydown", event => { if (event.key === "Escape") close(); });
  document.addEventListener("click", event => {
    if (open && !open.box.contains(event.target) && !event.target.closest("[data-explain]")) close();
  });
}
