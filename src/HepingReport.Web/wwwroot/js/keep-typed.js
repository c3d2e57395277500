// Changing the view keeps what was typed: instead of following the link, the form is sent there, with the step that shows it again.
behaviour("keep-typed", form => document.querySelectorAll("[data-keep-place]").forEach(link => link.addEventListener("click", event => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const step = document.createElement("button");
  step.name = "step";
  step.value = form.dataset.keepTyped;
  step.formAction = link.href;
  form.append(step);
  step.click();
  step.remove();
})));
