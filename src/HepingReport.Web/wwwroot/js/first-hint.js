// The hint that there is a care view is given once: when it has been on the screen, the settings count as seen. It stays until the next page.
behaviour("first-hint", hint => {
  if (!("firstVisit" in document.documentElement.dataset)) return;
  const observer = new IntersectionObserver(entries => {
    if (!entries.some(entry => entry.isIntersecting)) return;
    observer.disconnect();
    rememberReading(`view=${document.documentElement.dataset.view}`);
  });
  observer.observe(hint);
});
