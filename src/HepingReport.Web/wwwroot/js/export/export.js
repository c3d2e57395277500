// A static page knows no cookie: before the first paint, what the reader has chosen is set on <html>, and an address sent on from the live site (?view=care) leads to the care view's own.
{
  const page = document.documentElement.dataset;
  const kept = document.cookie.split("; ").find(pair => pair.startsWith("reading="))?.slice("reading=".length) ?? "";
  for (const [key, value] of new URLSearchParams(kept)) {
    if (key !== "view") page[key] = value;
  }
  if (page.view === "standard" && new URLSearchParams(location.search).get("view") === "care") {
    location.replace(`/care${location.pathname.replace(/[/]$/, "")}${location.hash}`);
  }
}
