// The system's own way to send something on, where there is one.
behaviour("share-sheet", ways => {
  if (!navigator.share) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button";
  button.textContent = "用系统分享";
  button.addEventListener("click", () => navigator.share({ title: ways.dataset.shareSheet, url: ways.dataset.address }).catch(() => { /* The reader thought better of it. */ }));
  const item = document.createElement("li");
  item.append(button);
  ways.prepend(item);
});
