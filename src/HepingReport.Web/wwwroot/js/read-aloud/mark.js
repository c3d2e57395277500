// Shows where the voice is: boxes behind the sentence, and the sentence itself in large type where the reader has asked for subtitles.
// The report's own elements stay as they are.
const readingMark = frame => {
  const html = document.documentElement;
  const made = (name, className) => {
    const element = document.createElement(name);
    element.className = className;
    return element;
  };
  const layer = made("div", "reading-mark");
  layer.dataset.aid = "";
  layer.setAttribute("aria-hidden", "true");
  const bar = made("div", "subtitles");
  bar.dataset.aid = "";
  const words = made("p", "subtitles__words");
  words.setAttribute("aria-hidden", "true");
  const close = made("button", "button subtitles__close");
  close.type = "button";
  close.textContent = "关闭";
  close.setAttribute("aria-label", "关闭字幕");
  bar.append(words, close);
  let sentence = null;
  let subtitlesClosed = false;

  // The report's own words, piece by piece, without what stands between them.
  const ownNodes = paragraph => {
    const nodes = [];
    const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) if (!walker.currentNode.parentElement.closest("[data-aid], rt, rp")) nodes.push(walker.currentNode);
    return nodes;
  };
  const textOf = paragraph => ownNodes(paragraph).map(node => node.data).join("");

  const boxesOf = ({ paragraph, start, length }) => {
    let from = 0;
    return ownNodes(paragraph).flatMap(node => {
      const range = document.createRange();
      const first = Math.max(start - from, 0);
      const last = Math.min(start + length - from, node.length);
      from += node.length;
      if (first >= last) return [];
      range.setStart(node, first);
      range.setEnd(node, last);
      return [...range.getClientRects()].filter(box => box.width > 0);
    });
  };

  const draw = () => {
    layer.replaceChildren();
    if (!sentence?.paragraph) return [];
    const origin = layer.getBoundingClientRect();
    const boxes = boxesOf(sentence);
    boxes.forEach(({ left, top, width, height }) => {
      const box = document.createElement("i");
      Object.entries({ left: left - origin.left, top: top - origin.top, width, height }).forEach(([side, size]) => box.style.setProperty(side, `${size}px`));
      layer.append(box);
    });
    return boxes;
  };

  const drawSubtitles = () => {
    bar.hidden = !sentence || subtitlesClosed || html.dataset.subtitles !== "on";
    html.style.setProperty("--subtitles-block", `${bar.offsetHeight}px`);
  };

  const bringIntoView = boxes => {
    if (boxes.length === 0) return;
    const { scrollPaddingTop, scrollPaddingBottom } = getComputedStyle(html);
    const above = parseFloat(scrollPaddingTop) || 0;
    const below = innerHeight - (parseFloat(scrollPaddingBottom) || 0);
    const top = Math.min(...boxes.map(box => box.top));
    const bottom = Math.max(...boxes.map(box => box.bottom));
    if (top >= above && bottom <= below) return;
    const isCalm = html.dataset.motion === "reduce" || matchMedia("(prefers-reduced-motion: reduce)").matches;
    scrollBy({ top: top - above - Math.max(0, Math.min((below - above) / 4, below - above - (bottom - top))), behavior: isCalm ? "auto" : "smooth" });
  };

  const show = next => {
    if (!next) subtitlesClosed = false;
    sentence = next;
    words.textContent = next?.words ?? "";
    words.scrollTop = 0;
    drawSubtitles();
    bringIntoView(draw());
  };

  // A sentence longer than the bar moves on with the voice.
  const progress = part => { words.scrollTop = part * words.scrollHeight - words.clientHeight / 2; };

  close.addEventListener("click", () => {
    subtitlesClosed = true;
    drawSubtitles();
    document.querySelector("[data-read-aloud-keys] [data-do=pause]").focus({ preventScroll: true });
  });
  frame.append(layer);
  document.body.append(bar);
  bar.hidden = true;
  const redraw = () => { draw(); drawSubtitles(); };
  if (window.ResizeObserver) [frame, bar].forEach(element => new ResizeObserver(redraw).observe(element));
  // Settings are data attributes; the style attribute is set by the drawing itself.
  new MutationObserver(changes => changes.some(({ attributeName }) => attributeName.startsWith("data-")) && redraw()).observe(html, { attributes: true });

  return { show, progress, textOf };
};
