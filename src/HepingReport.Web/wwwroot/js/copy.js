// The button after words meant for copying. Where the browser gives no clipboard, they are selected and copied the old way.
behaviour("copy", words => {
  const button = words.nextElementSibling;
  button.hidden = false;
  button.addEventListener("click", async () => {
    let copied = true;
    try {
      await navigator.clipboard.writeText(words.textContent);
    } catch {
      getSelection().selectAllChildren(words);
      copied = document.execCommand("copy");
    }
    button.textContent = copied ? `已${words.dataset.copy}` : "没有复制成，文字已选中";
    const status = document.getElementById("status");
    status.textContent = "";
    setTimeout(() => status.textContent = button.textContent, 100);
  });
});
