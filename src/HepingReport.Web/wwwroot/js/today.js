// The day of access in a reference is the reader's.
behaviour("today", day => {
  const now = new Date();
  day.textContent = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map(part => String(part).padStart(2, "0")).join("-");
});
