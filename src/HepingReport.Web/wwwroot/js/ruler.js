// The reading ruler: a band over one line of text. It goes where the pointer or the focus goes, and a line further with the arrow keys, which scroll as ever.
{
  const page = document.documentElement.dataset;
  let band = null;
  let column = 0;

  const make = () => {
    band = document.createElement("div");
    band.className = "ruler";
    band.setAttribute("aria-hidden", "true");
    document.body.prepend(band);
  };

  // The line of text at a point of the window: its middle, the height of such lines, and the block it stands in, so that the band crosses nothing beside it.
  const lineAt = (x, y) => {
    const caret = document.caretPositionFromPoint?.(x, y) ?? document.caretRangeFromPoint?.(x, y);
    const node = caret?.offsetNode ?? caret?.startContainer;
    if (node?.nodeType !== Node.TEXT_NODE || !node.parentElement.closest("main")) return null;
    const range = document.createRange();
    const offset = Math.min(caret.offset ?? caret.startOffset, node.length - 1);
    range.setStart(node, offset);
    range.setEnd(node, offset + 1);
    const box = [...range.getClientRects()].pop();
    const block = node.parentElement.closest("p, li, dd, dt, td, th, h1, h2, h3, legend, label, summary, main");
    const { left, width } = block.getBoundingClientRect();
    return box && { middle: (box.top + box.bottom) / 2, height: parseFloat(getComputedStyle(block).lineHeight), left, width };
  };

  const place = line => {
    if (!line) return;
    if (!band) make();
    const sizes = { "inline-size": line.width, "block-size": line.height, "inset-inline-start": line.left + scrollX, "inset-block-start": line.middle + scrollY - line.height / 2 };
    Object.entries(sizes).forEach(([side, size]) => band.style.setProperty(side, `${size}px`));
  };

  const on = () => page.ruler === "on";

  document.addEventListener("pointermove", event => {
    if (!on()) return;
    column = event.clientX;
    place(lineAt(event.clientX, event.clientY));
  }, { passive: true });

  document.addEventListener("focusin", event => {
    if (!on()) return;
    const box = event.target.getClientRects()[0];
    if (box) place(lineAt(box.left + 1, box.top + box.height / 2));
  });

  document.addEventListener("keydown", event => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!on() || !step || !band || event.target.closest("input, select, textarea")) return;
    const { top, height } = band.getBoundingClientRect();
    const middle = top + height / 2;
    // Over a gap, further on, until there is another line.
    for (let distance = height; distance < 8 * height; distance += height / 2) {
      const line = lineAt(column, middle + step * distance);
      if (line && (line.middle - middle) * step > height / 4) return place(line);
    }
  });
}
