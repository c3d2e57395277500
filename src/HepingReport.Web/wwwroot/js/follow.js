// The contents follow the reader: the paragraph that crosses the upper part of the window is marked in its list.
behaviour("follow", list => {
  if (!("IntersectionObserver" in window)) return;
  const links = new Map([...list.querySelectorAll("a")].map(link => [document.getElementById(link.hash.slice(1)), link]));
  const frame = list.closest("nav");

  const observer = new IntersectionObserver(entries => entries.forEach(({ target, isIntersecting }) => {
    const link = links.get(target);
    link.toggleAttribute("data-current", isIntersecting);
    // Never under the reader's hand.
    if (!isIntersecting || frame.scrollHeight <= frame.clientHeight || frame.matches(":hover, :focus-within")) return;
    frame.scrollTop += link.getBoundingClientRect().top - frame.getBoundingClientRect().top - frame.clientHeight / 3;
  }), { rootMargin: "-25% 0px -75%" });

  links.forEach((_, paragraph) => paragraph && observer.observe(paragraph));
});
