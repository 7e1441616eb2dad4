/**
 * Single-key shortcuts, only in pages whose <body> has `data-shortcuts`.
 *
 *   <a data-key="n">               the key activates the link or button, and is shown on it
 *   <input type=checkbox data-shortcuts-toggle>   switches them off, remembered here (WCAG 2.1.4)
 */

const MEMORY = "jalon:shortcuts";

export function keys(): void {
  if (!document.body.hasAttribute("data-shortcuts")) return;
  const targets = [...document.querySelectorAll<HTMLElement>("[data-key]")];
  const hints = targets.map((target) => {
    const hint = document.createElement("kbd");
    hint.textContent = target.dataset.key ?? "";
    hint.setAttribute("aria-hidden", "true");
    target.append(" ", hint);
    return hint;
  });

  let on = remembered() !== "off";
  const apply = (): void => {
    hints.forEach((hint) => (hint.hidden = !on));
    for (const target of targets) {
      if (on) target.setAttribute("aria-keyshortcuts", target.dataset.key ?? "");
      else target.removeAttribute("aria-keyshortcuts");
    }
  };
  for (const toggle of document.querySelectorAll<HTMLInputElement>("input[data-shortcuts-toggle]")) {
    toggle.checked = on;
    toggle.addEventListener("change", () => {
      on = toggle.checked;
      remember(on ? "on" : "off");
      apply();
    });
  }
  apply();

  document.addEventListener("keydown", (event) => {
    if (!on || event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.defaultPrevented) return;
    if (event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable], [popover]")) return;
    const target = targets.find(({ dataset }) => dataset.key === event.key.toLowerCase());
    if (!target) return;
    event.preventDefault();
    target.click();
  });
}

function remembered(): string | null {
  try {
    return localStorage.getItem(MEMORY);
  } catch {
    return null;
  }
}

function remember(value: string): void {
  try {
    localStorage.setItem(MEMORY, value);
  } catch {
    // The choice then lasts as long as the page.
  }
}
