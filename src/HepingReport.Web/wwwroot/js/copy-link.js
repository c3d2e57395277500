// A paragraph's number is its link. A click goes there as any link does, and copies the address for sending it to somebody.
{
  const care = document.documentElement.dataset.view === "care";
  const status = document.getElementById("status");
  const copied = document.createElement("span");
  copied.className = "permalink__copied";
  copied.dataset.aid = "";
  copied.textContent = "已复制";
  copied.setAttribute("aria-hidden", "true");

  behaviour("copy-link", link => link.addEventListener("click", async () => {
    const address = new URL(link.href);
    address.search = care ? "?view=care" : "";
    try {
      await navigator.clipboard.writeText(address.href);
    } catch {
      return; // The address bar has it.
    }
    link.after(copied);
    status.textContent = "";
    setTimeout(() => status.textContent = "已复制本段链接", 100);
  }));
}
