// Reading aloud has a file of its own, fetched when it is first wanted: most readers read.
behaviour("read-aloud", panel => {
  const native = panel.querySelector("[data-read-aloud-native]");
  const why = panel.querySelector("[data-read-aloud-why]");
  panel.dataset.ready = "";
  if (!("speechSynthesis" in window) && why) {
    why.textContent = "这个浏览器没有朗读的功能，可以请手机来读";
    return;
  }

  let fetched, isThere = false;
  const player = () => fetched ??= import(panel.dataset.script).then(({ readAloud }) => {
    const playOrPause = readAloud(panel, rememberReading);
    isThere = true;
    return playOrPause;
  }).catch(() => {
    fetched = undefined;
    panel.querySelector("[data-read-aloud-message]").textContent = "朗读的内容没有取到。请看看网络，再按“朗读”。";
  });

  [panel.querySelector("[data-do=play]"), ...document.querySelectorAll("[data-read-aloud-start]")].forEach(start => start.addEventListener("click", async event => {
    event.preventDefault();
    const playOrPause = await player();
    playOrPause?.();
  }));
  panel.querySelector("details").addEventListener("toggle", player);

  // What is chosen before the file has come is chosen once more when it is there.
  panel.querySelectorAll("[data-keep]").forEach(toggle => toggle.addEventListener("click", async () => {
    if (!isThere && await player()) toggle.click();
  }));
  const speed = panel.querySelector("[data-read-aloud-rate]");
  speed.addEventListener("change", async () => {
    const chosen = speed.value;
    if (isThere || !await player()) return;
    speed.value = chosen;
    speed.dispatchEvent(new Event("change"));
  });

  native.hidden = true;
  panel.querySelector("[data-read-aloud-controls]").hidden = false;

  // The section before asked to go on here.
  try { if (sessionStorage.getItem("read-aloud-next") === location.pathname) player(); } catch { /* Nothing is kept. */ }
});
