/**
 * A search field narrows a tree of checkboxes, whatever the accents.
 *
 *   <input type=search data-filter="#list">   #list holds <li>, in fieldsets or details if need be
 *   [data-filter-count="#list"]               (role=status) says how many lines are left
 */

/** Marks of accents once letters are decomposed. */
const ACCENTS = /[\u0300-\u036f]/g;
const fold = (value: string): string => value.normalize("NFD").replace(ACCENTS, "").toLowerCase();

export function filters(): void {
  for (const field of document.querySelectorAll<HTMLInputElement>("input[data-filter]")) {
    const selector = field.dataset.filter ?? "";
    const list = document.querySelector<HTMLElement>(selector);
    if (!list) continue;
    const count = document.querySelector<HTMLElement>(`[data-filter-count="${selector}"]`);
    const apply = (): void => narrow(list, field.value, count);
    field.addEventListener("input", apply);
    field.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
    if (field.value) apply();
  }
}

function narrow(list: HTMLElement, query: string, count: HTMLElement | null): void {
  const words = fold(query).split(/\s+/).filter(Boolean);
  const items = [...list.querySelectorAll<HTMLElement>("li")];
  let found = 0;
  for (const item of items) {
    const own = lineage(item, list);
    const matches = words.every((word) => own.includes(word));
    item.hidden = !matches;
    if (matches && item.querySelector("input")) found += 1;
  }
  // A parent stays as long as one of its lines does, innermost first.
  for (const item of items.reverse()) if (item.querySelector("li:not([hidden])")) item.hidden = false;
  for (const group of list.querySelectorAll<HTMLElement>("fieldset, details, section")) {
    const lines = group.querySelectorAll("li");
    if (!lines.length) continue;
    group.hidden = ![...lines].some((line) => !line.hidden);
    if (group instanceof HTMLDetailsElement && words.length) group.open = !group.hidden;
  }
  if (!count) return;
  if (!words.length) count.textContent = "";
  else if (found === 0) count.textContent = "Aucun résultat. Essayez un autre mot.";
  else count.textContent = found === 1 ? "1 résultat" : `${found} résultats`;
}

/** The text of a line with that of what holds it, so that the name of a group finds all its lines. */
function lineage(item: HTMLElement, list: HTMLElement): string {
  let words = "";
  for (let node: HTMLElement | null = item; node && node !== list; node = node.parentElement) {
    const head =
      node.tagName === "LI"
        ? [...node.childNodes].filter((child) => !(child instanceof HTMLElement && child.matches("ul, ol")))
        : [...node.children].filter((child) => child.matches("legend, summary, h2, h3, h4"));
    words += ` ${head.map((part) => part.textContent).join(" ")}`;
  }
  return fold(words);
}
