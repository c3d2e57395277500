// A mark opens what it leads to beside the text. The link stays what it is: without this, or with a new tab asked for, it goes there.
{
  // The explanation's own words: what is only there to lead about is left out.
  const wordsOf = place => {
    const words = place.querySelector("p").cloneNode(true);
    words.querySelectorAll("[data-aid]").forEach(aid => aid.remove());
    return words.textContent.trim();
  };

  const show = (mark, place) => {
    const words = document.createElement("p");
    words.className = "popover__words";
    words.textContent = wordsOf(place);
    const further = document.createElement("a");
    further.className = "popover__further";
    further.textContent = `到${place.closest("section").querySelector("h2").textContent}`;
    further.href = mark.getAttribute("href");
    further.addEventListener("click", closePopover);
    openPopover(mark, mark.dataset.explain || mark.firstChild.textContent, words, further);
  };

  behaviour("explain", mark => mark.addEventListener("click", event => {
    const place = document.getElementById(mark.hash.slice(1));
    if (!place || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (popover?.mark === mark) closePopover(); else show(mark, place);
  }));
}
