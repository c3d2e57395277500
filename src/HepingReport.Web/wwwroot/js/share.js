// A link to the ways to cite and send a place opens them beside the text, fetched from their own page; where that cannot be had, the link goes there.
behaviour("share", link => link.addEventListener("click", async event => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const paragraph = link.closest(".para");
  if (paragraph) history.replaceState(history.state, "", `#${paragraph.id}`);
  if ("readingAloud" in document.documentElement.dataset) return; // The number is where to read from.
  if (popover?.mark === link) return closePopover();
  try {
    const answer = await fetch(link.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const ways = page.querySelector("[data-ways]");
    ways.querySelector("details").open = false;
    openPopover(link, page.querySelector("h1").textContent, ways);
  } catch {
    location.href = link.href;
  }
}));
