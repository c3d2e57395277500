// Three clicks choose a paragraph. The browser alone would stop at the first mark, since marks take no part in choosing.
document.addEventListener("click", event => {
  const paragraph = event.detail === 3 && event.target.closest(".para");
  if (paragraph) getSelection().selectAllChildren(paragraph);
});
