// Words meant for copying get a button that does it. Where the browser gives no clipboard, they are selected and copied the old way.
behaviour("copy", words => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button";
  button.textContent = words.dataset.copy;
  words.after(button);
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
