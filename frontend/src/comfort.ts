/**
 * Échap closes the tips that hover or focus has opened (WCAG 1.4.13). Popovers close by themselves, and the preview
 * of the reading comfort is CSS.
 */
export function comfort(): void {
  const root = document.documentElement;
  const show = (): void => void root.removeAttribute("data-tips-closed");
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") root.setAttribute("data-tips-closed", "");
  });
  document.addEventListener("focusin", show);
  document.addEventListener("pointerover", (event) => {
    // Moving inside the same marker must not bring the tip back.
    const from = event.relatedTarget instanceof Element ? event.relatedTarget.closest("a, button") : null;
    if (!from || from !== (event.target as Element).closest("a, button")) show();
  });
}
