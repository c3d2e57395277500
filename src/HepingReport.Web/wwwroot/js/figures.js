// A number in a sentence opens the list of the paragraph's figures at its line. By keyboard the list itself does.
behaviour("figures", list => {
  const paragraph = list.previousElementSibling;
  paragraph.dataset.clickable = "";
  paragraph.addEventListener("click", event => {
    const figure = event.target.closest(".fig");
    if (!figure || !getSelection().isCollapsed) return;
    const [id] = figure.dataset.indicator.split(" ");
    list.open = true;
    list.querySelector("[data-current]")?.removeAttribute("data-current");
    const line = list.querySelector(`a[href$="/${id}"]`);
    line.dataset.current = "";
    line.focus({ preventScroll: true });
    line.scrollIntoView({ block: "nearest" });
  });
});
