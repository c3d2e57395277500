// On the page of results, what is found follows what is typed: the server's own page is asked for and its parts are put in place.
{
  const parts = page => [...page.querySelectorAll("[data-search-part]")];
  const status = document.getElementById("status");

  behaviour("search", form => {
    if (parts(document).length === 0) return;
    const box = form.elements.q;
    let asked = box.value.trim();
    let waiting = 0;

    const look = async () => {
      const words = box.value.trim();
      if (words === asked) return;
      asked = words;
      const address = new URL(form.action);
      if (words) address.searchParams.set("q", words);
      try {
        const answer = await fetch(address);
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        if (!answer.ok || words !== asked) return;
        const fresh = parts(page);
        parts(document).forEach((part, at) => part.replaceWith(fresh[at]));
        document.title = page.title;
        history.replaceState(history.state, "", address);
        status.textContent = fresh[0].textContent;
      } catch {
        // Without the network the button is still there, and says so.
      }
    };

    // An input method types letters first; they are no query yet.
    box.addEventListener("input", event => {
      clearTimeout(waiting);
      if (!event.isComposing) waiting = setTimeout(look, 200);
    });
    box.addEventListener("compositionend", () => {
      clearTimeout(waiting);
      waiting = setTimeout(look, 200);
    });
  });
}
