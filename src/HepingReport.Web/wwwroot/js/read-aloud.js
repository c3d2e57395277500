// Reading aloud has a file of its own, fetched when it is first wanted: most readers read.
behaviour("read-aloud", panel => {
  const native = panel.querySelector("[data-read-aloud-native]");
  const why = panel.querySelector("[data-read-aloud-why]");
  if (!window.speechSynthesis && why) {
    why.textContent = "这个浏览器没有朗读的功能，可以请手机来读";
    return;
  }

  let fetched;
  const player = () => fetched ??= import(panel.dataset.script).then(({ readAloud }) => readAloud(panel, rememberReading)).catch(() => {
    fetched = undefined;
    panel.querySelector("[data-read-aloud-message]").textContent = "朗读的内容没有取到。请看看网络，再按“朗读”。";
  });

  [panel.querySelector("[data-do=play]"), ...document.querySelectorAll("[data-read-aloud-start]")].forEach(start => start.addEventListener("click", async event => {
    event.preventDefault();
    const playOrPause = await player();
    playOrPause?.();
  }));
  panel.querySelector("details").addEventListener("toggle", player);
  native.hidden = true;
  panel.querySelector("[data-read-aloud-controls]").hidden = false;

  // The section before asked to go on here.
  try { if (sessionStorage.getItem("read-aloud-next") === location.pathname) player(); } catch { /* Nothing is kept. */ }
});
