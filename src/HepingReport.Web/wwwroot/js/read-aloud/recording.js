// A section's recording. Times say at which second each sentence begins; without them it can only be played and paused.
const recordedVoice = (() => {
  const audio = new Audio();
  const events = ["ontimeupdate", "onended", "onerror", "onpause"];

  const hush = () => {
    events.forEach(name => audio[name] = null);
    audio.pause();
  };

  // Resolves with "end" or with what went wrong; never, if hushed before.
  const play = ({ url, times }, at, rate, reached) => new Promise(resolve => {
    hush();
    if (audio.getAttribute("src") !== url) audio.src = url;
    if (times) audio.currentTime = times[at];
    audio.playbackRate = rate();
    audio.ontimeupdate = () => {
      const before = at;
      while (times && audio.currentTime >= times[at + 1]) at++;
      if (at === before) return;
      audio.playbackRate = rate();
      reached(at);
    };
    audio.onended = () => resolve("end");
    audio.onerror = () => resolve("failed");
    audio.onpause = () => audio.ended || resolve("interrupted");
    audio.play().catch(({ name }) => resolve(name === "NotAllowedError" ? "not-allowed" : "failed"));
  });

  const rewind = () => { hush(); if (audio.src) audio.currentTime = 0; };

  return { play, hush, rewind };
})();
