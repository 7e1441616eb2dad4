/** Text areas grow with their text. Recent browsers do it in CSS (`field-sizing`); the others are helped here. */
export function grow(): void {
  if (CSS.supports("field-sizing", "content")) return;
  const fit = (area: HTMLTextAreaElement): void => {
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight + area.offsetHeight - area.clientHeight}px`;
  };
  document.querySelectorAll("textarea").forEach(fit);
  document.addEventListener("input", ({ target }) => target instanceof HTMLTextAreaElement && fit(target));
}
