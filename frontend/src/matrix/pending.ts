/**
 * The levels chosen and not saved yet. They stay in this tab, for this account and this class, while filters are changed
 * or the line is lost; they hold identifiers and levels, no name.
 */

import type { Cell, Grid, Place } from "./grid";

/** A level to save, with the state of the cell as it was seen. */
interface Choice extends Place {
  level: number;
  seen: string;
}

interface Change extends Place {
  before: number;
  after: number;
  seen: string;
}

const PREFIX = "jalon:matrice:";

export class Pending {
  private readonly key: string;
  private readonly choices = new Map<string, Choice>();
  private done: Change[][] = [];
  private undone: Change[][] = [];

  constructor(
    private readonly grid: Grid,
    address: string,
  ) {
    this.key = `${PREFIX}${document.documentElement.dataset.account ?? ""}:${address}`;
  }

  get size(): number {
    return this.choices.size;
  }

  /** How many of them the page does not show. */
  get hidden(): number {
    return [...this.choices.values()].filter((choice) => !this.grid.find(choice)).length;
  }

  get canUndo(): boolean {
    return this.done.length > 0;
  }

  /** What the form sends: see matrix/forms.rs. */
  values(): string[] {
    return [...this.choices.values()].map(({ learner, code, level, seen }) => [learner, code, level, seen].join("~"));
  }

  /** Chooses a level for cells; 0 leaves them as they were. */
  rate(cells: Cell[], level: number): void {
    const changes = cells.map((cell) => {
      const place = this.grid.placeOf(cell);
      return { ...place, before: this.levelOf(place), after: level, seen: cell.dataset.v ?? "" };
    });
    this.done.push(changes);
    this.undone = [];
    changes.forEach((change) => this.apply(change, change.after));
    this.keep();
  }

  undo(): Place | undefined {
    const changes = this.done.pop();
    if (!changes) return undefined;
    this.undone.push(changes);
    changes.forEach((change) => this.apply(change, change.before));
    this.keep();
    return changes[0];
  }

  redo(): Place | undefined {
    const changes = this.undone.pop();
    if (!changes) return undefined;
    this.done.push(changes);
    changes.forEach((change) => this.apply(change, change.after));
    this.keep();
    return changes[0];
  }

  /** Finds again what waited in this tab. */
  restore(): void {
    try {
      const kept: unknown = JSON.parse(sessionStorage.getItem(this.key) ?? "[]");
      for (const choice of Array.isArray(kept) ? (kept as Choice[]) : []) this.apply(choice, Number(choice.level));
    } catch {
      // Not ours, or storage refused by the browser: nothing waited.
    }
  }

  forget(): void {
    this.choices.clear();
    this.keep();
  }

  private levelOf(place: Place): number {
    return this.choices.get(idOf(place))?.level ?? 0;
  }

  private apply({ learner, code, seen }: Place & { seen: string }, level: number): void {
    const place = { learner, code };
    if (level) this.choices.set(idOf(place), { learner, code, level, seen });
    else this.choices.delete(idOf(place));
    const cell = this.grid.find(place);
    if (cell) show(cell, level);
  }

  private keep(): void {
    try {
      if (this.choices.size) sessionStorage.setItem(this.key, JSON.stringify([...this.choices.values()]));
      else sessionStorage.removeItem(this.key);
    } catch {
      // Then they last as long as the page.
    }
  }
}

const idOf = ({ learner, code }: Place): string => `${learner}~${code}`;

/** Shows a level that is not saved yet, or the one in force again (0). */
function show(cell: Cell, level: number): void {
  const square = cell.querySelector<HTMLElement>(".j-level");
  if (!square) return;
  cell.dataset.label ??= cell.getAttribute("aria-label") ?? "";
  square.dataset.was ??= square.dataset.level ?? "0";
  const shown = level || Number(square.dataset.was);
  square.dataset.level = String(shown);
  square.textContent = shown ? String(shown) : "–";
  cell.classList.toggle("is-new", level > 0);
  cell.setAttribute("aria-label", level ? `${cell.dataset.label}, niveau ${level} à enregistrer` : cell.dataset.label);
}

/** At sign-out, nothing of this account stays. */
export function wipePending(): void {
  for (const form of document.querySelectorAll("form[data-signout]")) {
    form.addEventListener("submit", () => {
      try {
        for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
      } catch {
        // Nothing was kept either.
      }
    });
  }
}
