// The browser's own voice. It is given one sentence at a time: engines that cannot pause can still go on from a sentence, and stopping is at once.
// Null where the browser has no speech at all, as Android's WebView.
const browserVoice = (() => {
  const speech = window.speechSynthesis;
  if (!speech || !window.SpeechSynthesisUtterance) return null;

  const longestWait = 3000;
  let voice = null;
  let current = null;
  let guard = 0;

  const isCantonese = ({ lang }) => /^(yue|zh[-_](yue|(hant[-_])?(hk|mo)))/i.test(lang);

  // Standard Mandarin before that of elsewhere, Mandarin before Cantonese, and what speaks without the network first.
  const rank = candidate => {
    const kind = isCantonese(candidate) ? 4 : /^(zh|cmn)([-_]hans)?[-_]cn$/i.test(candidate.lang) ? 0 : /^(zh|cmn)([-_]|$)/i.test(candidate.lang) ? 2 : 9;
    return kind + (candidate.localService ? 0 : 1);
  };
  const best = () => speech.getVoices().filter(candidate => rank(candidate) < 9).sort((a, b) => rank(a) - rank(b))[0];

  // The list may come late, or in parts. What is there when the wait is over is all there is.
  const find = () => new Promise(resolve => {
    const take = () => {
      clearTimeout(end);
      speech.removeEventListener?.("voiceschanged", look);
      voice = best();
      resolve(voice && { isCantonese: isCantonese(voice) });
    };
    const look = () => { const found = best(); if (found && rank(found) < 2) take(); };
    const end = setTimeout(take, longestWait);
    speech.addEventListener?.("voiceschanged", look);
    look();
  });

  const hush = () => {
    current = null;
    clearTimeout(guard);
    if (speech.speaking || speech.pending) speech.cancel();
  };

  // Resolves with "end" or with what went wrong; never, if hushed before.
  const say = (words, rate, reached) => new Promise(resolve => {
    hush();
    const utterance = current = new SpeechSynthesisUtterance(words);
    const finish = outcome => {
      if (current !== utterance) return;
      current = null;
      clearTimeout(guard);
      resolve(outcome);
    };
    let began = false;
    Object.assign(utterance, { voice, lang: voice.lang, rate });
    utterance.onstart = () => began = true;
    utterance.onboundary = ({ charIndex }) => current === utterance && reached(charIndex / words.length);
    utterance.onend = () => finish("end");
    utterance.onerror = ({ error }) => finish(error);
    // Chrome's remote voices may fall silent without an event. A second for each character is far more than any voice needs.
    guard = setTimeout(() => { finish(began ? "end" : "silent"); speech.cancel(); }, (10 + words.length) * 1000 / rate);
    if (speech.paused) speech.resume();
    speech.speak(utterance);
  });

  // An utterance was given, and the engine no longer has it.
  const isLost = () => current !== null && !speech.speaking && !speech.pending;

  return { find, say, hush, isLost };
})();
