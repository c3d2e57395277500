// Beside the form, the page as it would be: loaded when somebody opens it, and anew after each save, at the place where one was reading.
for (const form of document.querySelectorAll("[data-preview]")) {
  const panel = document.createElement("details");
  panel.className = "live-preview";
  const summary = document.createElement("summary");
  summary.textContent = "边写边看";
  const frame = document.createElement("iframe");
  frame.title = "草稿预览";
  panel.append(summary, frame);
  form.after(panel);

  panel.addEventListener("toggle", () => {
    if (panel.open) frame.src = form.dataset.preview;
  });
  form.addEventListener("draft-saved", () => {
    if (!panel.open) return;
    const read = frame.contentWindow.scrollY;
    frame.addEventListener("load", () => frame.contentWindow.scrollTo(0, read), { once: true });
    frame.contentWindow.location.reload();
  });
}
