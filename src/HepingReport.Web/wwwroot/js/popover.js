// A box that belongs to a link, beside the text: it takes the focus and gives it back.
let popover = null;

function closePopover() {
  if (!popover) return;
  const { box, mark } = popover;
  const within = box.contains(document.activeElement);
  popover = null;
  box.remove();
  if (within) mark.focus();
}

function openPopover(mark, title, ...content) {
  closePopover();
  const box = document.createElement("div");
  box.className = "popover";
  box.setAttribute("role", "dialog");
  box.setAttribute("aria-label", title);
  box.dataset.aid = "";
  box.tabIndex = -1;

  const head = document.createElement("p");
  head.className = "popover__head";
  const shut = document.createElement("button");
  shut.className = "button popover__close";
  shut.type = "button";
  shut.textContent = "关闭";
  shut.addEventListener("click", closePopover);
  head.append(title, shut);
  box.append(head, ...content);
  // Not when the focus goes back to the link: a press on it gives it the focus first, and would then open the box again.
  box.addEventListener("focusout", event => {
    if (event.relatedTarget && event.relatedTarget !== mark && !box.contains(event.relatedTarget)) closePopover();
  });

  mark.closest("p, dd").after(box);
  enliven(box);
  const frame = box.offsetParent.getBoundingClientRect();
  const at = mark.getBoundingClientRect();
  box.style.setProperty("--popover-block", `${at.bottom - frame.top + 8}px`);
  box.style.setProperty("--popover-inline", `${Math.max(0, Math.min(at.left - frame.left, frame.width - box.offsetWidth))}px`);
  popover = { box, mark };
  box.focus({ preventScroll: true });
  box.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", event => { if (event.key === "Escape") closePopover(); });
document.addEventListener("click", event => {
  if (popover && !popover.box.contains(event.target) && !popover.mark.contains(event.target)) closePopover();
});
