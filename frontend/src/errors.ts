/** A refused form opens on its error summary, so that a screen reader and the keyboard start there. */
export function focusErrors(): void {
  document.querySelector<HTMLElement>('[role="alert"][tabindex="-1"]')?.focus();
}
