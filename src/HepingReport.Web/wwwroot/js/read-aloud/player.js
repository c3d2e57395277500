// Reads the section aloud, sentence by sentence. Silent until pressed; never moves the focus while it reads.
export const readAloud = (panel, rememberReading) => {
  const html = document.documentElement;
  const native = panel.querySelector("[data-read-aloud-native]");
  const why = panel.querySelector("[data-read-aloud-why]");
  const keys = document.querySelector("[data-read-aloud-keys]");
  const message = panel.querySelector("[data-read-aloud-message]");
  const status = document.getElementById("status");
  const mark = readingMark(document.querySelector(".report-text"));
  const button = action => [panel, keys].map(part => part.querySelector(`[data-do="${action}"]`)).find(found => found);
  const play = button("play");

  // Kept while this tab is open; where the browser keeps nothing, for this page.
  const memory = {
    get: name => { try { return sessionStorage.getItem(`read-aloud-${name}`); } catch { return null; } },
    set: (name, value) => { try { sessionStorage.setItem(`read-aloud-${name}`, value); } catch { /* Not kept. */ } },
  };

  const sections = [];
  const sentences = [];
  let voice = null;
  let at = 0;
  let state = "idle";
  let turn = 0;
  let failures = 0;
  const mostFailures = 3;
  const notFetched = "朗读的内容没有取到。请看看网络，再按“朗读”。";

  const isOn = name => panel.querySelector(`[data-keep="${name}"]`).getAttribute("aria-pressed") === "true";
  const rate = () => Number(html.dataset.rate) || 1;
  const last = list => list[list.length - 1];

  const tell = text => {
    message.textContent = text;
    status.textContent = "";
    if (text) setTimeout(() => status.textContent = text, 100);
  };

  const show = next => {
    state = next;
    play.setAttribute("aria-pressed", String(state === "speaking"));
    button("pause").setAttribute("aria-pressed", String(state === "paused"));
    if (state === "idle" && keys.contains(document.activeElement)) play.focus({ preventScroll: true });
    keys.hidden = state === "idle";
    html.toggleAttribute("data-reading-aloud", state !== "idle");
    if (state === "idle") mark.show(null);
  };

  const load = async address => {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${answer.status} ${address}`);
    const speech = await answer.json();
    if (sections.some(known => known.address === address)) return; // A press in the meantime has asked, too.
    const section = { ...speech, address, first: sentences.length };
    sentences.push({ section, words: section.title, spoken: section.spokenTitle, notes: [] });
    section.paragraphs.forEach(({ id, sentences: pieces }) => {
      const paragraph = document.getElementById(id);
      const text = paragraph ? mark.textOf(paragraph) : "";
      pieces.forEach(({ start, length, spoken }, i) => sentences.push({
        section, paragraph, start, length, spoken,
        words: text.slice(start, start + length),
        notes: section.notes.filter(note => note.paragraph === id && note.sentence === i),
      }));
    });
    sections.push(section);
  };

  // The page of the whole report holds the next section, too.
  const loadNextOfPage = async () => {
    const loaded = sections.reduce((sum, section) => sum + section.paragraphs.length, 0);
    if (loaded === 0 || loaded === document.querySelectorAll(".para").length || !last(sections).next) return false;
    await load(last(sections).next.speech);
    return true;
  };

  const firstSentenceOf = async paragraph => {
    for (;;) {
      const found = sentences.findIndex(sentence => sentence.paragraph === paragraph);
      if (found >= 0 || !await loadNextOfPage()) return Math.max(found, 0);
    }
  };

  // Who is at the head of the text hears it from its title; who has scrolled on, from the paragraph before their eyes.
  const paragraphInView = () => {
    const paragraphs = [...document.querySelectorAll(".para")];
    return paragraphs[0].getBoundingClientRect().top >= 0 ? null : paragraphs.find(paragraph => paragraph.getBoundingClientRect().bottom > innerHeight / 4);
  };

  const hush = () => {
    turn++;
    browserVoice?.hush();
    recordedVoice.hush();
  };

  const pause = (why = "") => { hush(); show("paused"); tell(why); };

  const stop = (why = "") => { hush(); recordedVoice.rewind(); at = 0; show("idle"); tell(why); };

  // Notes are heard by the browser's voice; a recording has none.
  const isRecorded = ({ section }) => section.recording && !(voice && isOn("notes"));

  const piecesOf = sentence => [sentence.spoken, ...(isOn("notes") ? sentence.notes : []).flatMap(({ number, spoken }) => `附注${number}：${spoken}`.match(/[^。！？；]+[。！？；”’）》]*/g))];

  const utter = async sentence => {
    if (isRecorded(sentence)) {
      return recordedVoice.play(sentence.section.recording, at - sentence.section.first, rate, i => { at = sentence.section.first + i; mark.show(sentences[at]); });
    }

    for (const words of piecesOf(sentence)) {
      let outcome = "";
      for (let attempt = 1; attempt <= 2 && outcome !== "end"; attempt++) {
        outcome = await browserVoice.say(words, rate(), mark.progress);
        if (["interrupted", "canceled", "not-allowed"].includes(outcome)) return outcome;
      }
      if (outcome !== "end") return outcome;
    }
    return "end";
  };

  // What to do after a sentence; true where reading goes on.
  const goOn = async outcome => {
    const { section } = sentences[at];
    if (outcome === "end") {
      failures = 0;
      if (isRecorded(sentences[at])) at = section.first + section.paragraphs.reduce((sum, paragraph) => sum + paragraph.sentences.length, 0);
    } else if (outcome === "not-allowed") {
      play.textContent = "接着读";
      pause("浏览器要您再按一下才出声。请按“接着读”。");
      return false;
    } else if (["interrupted", "canceled"].includes(outcome)) {
      pause("朗读被打断了。请按“朗读”，从这一句接着读。");
      return false;
    } else if (isRecorded(sentences[at])) {
      section.recording = null;
      return true;
    } else if (++failures === mostFailures) {
      stop("语音接连出错，朗读停下了。可以过一会儿再试，也可以请手机来读，见“朗读选项”里的说明。");
      return false;
    } else {
      tell("有一句没有读成，接着往下读。");
    }

    if (at + 1 < sentences.length || await loadNextOfPage()) {
      at++;
      return true;
    }

    const { next } = last(sections);
    stop(next ? "这一节读完了。" : "报告读完了。");
    if (next && isOn("continue")) {
      memory.set("next", next.url);
      location.assign(next.url);
    }
    return false;
  };

  const readOn = async () => {
    const from = state === "idle" ? paragraphInView() : null;
    hush();
    const mine = turn;
    const isStale = () => mine !== turn;
    failures = 0;
    play.textContent = "朗读";
    show("speaking");
    tell("");
    try {
      if (sections.length === 0) await load(panel.dataset.readAloud);
      const place = from ? await firstSentenceOf(from) : at;
      if (isStale()) return;
      at = place;
      voice ??= await browserVoice?.find();
      if (!isStale() && voice?.isCantonese) message.textContent = "这个浏览器只有粤语的语音，下面用粤语读。";
      for (let goesOn = !isStale(); goesOn;) {
        if (!voice && !sentences[at].section.recording) {
          stop("没有找到能读中文的语音，所以这里不能朗读。");
          if (why) {
            why.textContent = "可以请手机来读";
            native.hidden = false;
          }
          // Who pressed at the foot of the care view, far down the text, has to see why nothing is heard.
          panel.scrollIntoView({ block: "nearest" });
          return;
        }
        mark.show(sentences[at]);
        const outcome = await utter(sentences[at]);
        goesOn = !isStale() && await goOn(outcome) && !isStale();
      }
    } catch {
      if (!isStale()) stop(notFetched);
    }
  };

  // While it reads, it reads on from there; else only the place changes.
  const moveTo = async place => {
    if (!sentences[at]) return; // Still being fetched.
    if (isRecorded(sentences[at]) && !sentences[at].section.recording.times) {
      tell("这段录音不能按句跳，只能从头听或接着听。");
    } else if (place < 0 || place >= sentences.length && !await loadNextOfPage()) {
      tell(place < 0 ? "前面没有了。" : "后面没有了。");
    } else {
      at = place;
      if (state === "speaking") readOn(); else mark.show(sentences[at]);
    }
  };

  const paragraphStart = step => {
    const here = sentences[at]?.paragraph;
    let place = at;
    while (sentences[place] && sentences[place].paragraph === here) place += step;
    while (step < 0 && place > 0 && sentences[place - 1].paragraph === sentences[place].paragraph) place--;
    return place;
  };

  const playOrPause = () => state === "speaking" ? pause() : readOn();
  const actions = {
    pause: playOrPause,
    stop: () => stop(),
    "sentence-back": () => moveTo(at - 1),
    "sentence-on": () => moveTo(at + 1),
    "paragraph-back": () => moveTo(paragraphStart(-1)),
    "paragraph-on": () => moveTo(paragraphStart(1)),
  };
  keys.querySelectorAll("[data-do]").forEach(control => control.addEventListener("click", async () => {
    try {
      await actions[control.dataset.do]();
    } catch {
      tell(notFetched);
    }
  }));

  panel.querySelectorAll("[data-keep]").forEach(toggle => {
    const { keep } = toggle.dataset;
    toggle.setAttribute("aria-pressed", String(memory.get(keep) === "true"));
    toggle.addEventListener("click", () => {
      toggle.setAttribute("aria-pressed", String(!isOn(keep)));
      memory.set(keep, isOn(keep));
    });
  });

  const speed = panel.querySelector("[data-read-aloud-rate]");
  const showSpeed = () => speed.value = String(rate());
  showSpeed();
  new MutationObserver(showSpeed).observe(html, { attributes: true, attributeFilter: ["data-rate"] });
  speed.addEventListener("change", () => {
    html.dataset.rate = speed.value;
    const settings = new URLSearchParams(document.cookie.split("; ").find(pair => pair.startsWith("reading="))?.slice("reading=".length));
    settings.set("rate", speed.value);
    rememberReading(settings);
  });

  // While reading, a paragraph's text or number is where to read from.
  document.addEventListener("click", async event => {
    const paragraph = event.target.closest(".para");
    if (!paragraph || state === "idle" || event.target.closest(".mark, .fig") || event.ctrlKey || event.metaKey || event.shiftKey || !getSelection().isCollapsed) return;
    try {
      await moveTo(await firstSentenceOf(paragraph));
      if (state === "paused") readOn();
    } catch {
      tell(notFetched);
    }
  });

  document.addEventListener("keydown", event => { if (event.key === "Escape" && state === "speaking") stop(); });

  // Some phones end the voice with the page out of sight, and say nothing.
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && state === "speaking" && browserVoice?.isLost()) pause("页面不在眼前时朗读停下了。请按“朗读”，从这一句接着读。");
  });
  addEventListener("pagehide", () => { if (state === "speaking") pause(); });

  const isExpected = memory.get("next") === location.pathname;
  memory.set("next", "");
  if (isExpected) readOn();
  return playOrPause;
};
