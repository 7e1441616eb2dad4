/**
 * The class matrix, by keyboard. Nothing is written before « Enregistrer ».
 *
 *   <table data-matrix role=grid>      rows have data-learner, heads data-code, cells data-v (what was seen)
 *   <form data-matrix-form>            the bar: data-matrix-status, -alert, -rate, -undo, -save; its action is the matrix
 *   <aside data-matrix-drawer>         proofs and history of a cell; data-back is the query of the page
 *   <form data-matrix-filters>         changing the filters keeps what is not saved
 */

import { HEADERS, json, text } from "./http";
import { Drawer } from "./matrix/drawer";
import { Grid, type Cell } from "./matrix/grid";
import { Pending, wipePending } from "./matrix/pending";

export function matrix(): void {
  wipePending();
  const table = document.querySelector<HTMLTableElement>("table[data-matrix]");
  if (table?.querySelector("tbody tr[data-learner] td")) new Matrix(table);
}

class Matrix {
  private readonly grid: Grid;
  private readonly form = document.querySelector<HTMLFormElement>("form[data-matrix-form]");
  private readonly pending: Pending;
  private readonly drawer: Drawer | undefined;
  /** One of our own forms is on its way: leaving is meant. */
  private leaving = false;

  constructor(table: HTMLTableElement) {
    this.grid = new Grid(table);
    this.pending = new Pending(this.grid, location.pathname);
    const panel = document.querySelector<HTMLElement>("[data-matrix-drawer]");
    if (panel) this.drawer = new Drawer(panel, this.grid, location.pathname, (sentence) => this.alert(sentence));
    if (this.justSaved()) this.pending.forget();
    else this.pending.restore();
    table.addEventListener("keydown", (event) => this.key(event));
    table.addEventListener("click", (event) => this.click(event));
    table.addEventListener("dblclick", (event) => {
      const cell = cellOf(event);
      if (cell) void this.drawer?.open(cell);
    });
    this.follow(table);
    this.listen();
    this.tell();
    if (location.hash === "#grille") this.grid.cell.focus();
    // The skip link leads to the cell, not to the table.
    document.querySelector('a[href="#grille"].j-skip')?.addEventListener("click", (event) => {
      event.preventDefault();
      this.grid.cell.focus();
    });
  }

  /** The focus that nobody clicked to is the active cell too. A click says itself what it selects. */
  private follow(table: HTMLTableElement): void {
    let pointing = false;
    table.addEventListener("pointerdown", () => (pointing = true));
    for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => (pointing = false));
    table.addEventListener("focusin", (event) => {
      const cell = cellOf(event);
      if (cell && !pointing) this.grid.arrive(cell);
    });
  }

  private listen(): void {
    this.form?.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.save();
    });
    for (const button of document.querySelectorAll<HTMLButtonElement>("[data-matrix-rate]")) {
      button.addEventListener("click", () => this.rate(Number(button.dataset.matrixRate)));
    }
    document.querySelector("[data-matrix-undo]")?.addEventListener("click", () => this.undo());
    document.addEventListener("submit", (event) => (this.leaving ||= !event.defaultPrevented));
    window.addEventListener("beforeunload", (event) => {
      if (this.pending.size && !this.leaving) event.preventDefault();
    });
  }

  private key(event: KeyboardEvent): void {
    if (!(event.target instanceof HTMLTableCellElement) || event.altKey) return;
    const command = event.ctrlKey || event.metaKey;
    const level = levelOf(event);
    if (level !== undefined && !command) this.rate(level);
    else if (!this.command(event, command)) return;
    event.preventDefault();
  }

  /** Says whether the key means something here. */
  private command(event: KeyboardEvent, command: boolean): boolean {
    const { shiftKey: shift } = event;
    const page = 10;
    switch (event.key) {
      case "ArrowDown": this.grid.move(command ? Infinity : 1, 0, shift); break;
      case "ArrowUp": this.grid.move(command ? -Infinity : -1, 0, shift); break;
      case "ArrowRight": this.grid.move(0, command ? Infinity : 1, shift); break;
      case "ArrowLeft": this.grid.move(0, command ? -Infinity : -1, shift); break;
      case "PageDown": this.grid.move(page, 0, shift); break;
      case "PageUp": this.grid.move(-page, 0, shift); break;
      case "Home": this.grid.edge(false, command); break;
      case "End": this.grid.edge(true, command); break;
      case " ":
        if (command) this.grid.selectColumn();
        else if (shift) this.grid.selectRow();
        else this.grid.to(this.grid.cell, "toggle");
        break;
      case "Delete":
      case "Backspace": this.rate(0); break;
      case "Escape":
        this.grid.clear();
        this.drawer?.close();
        break;
      case "Enter":
        if (command) void this.save();
        else void this.drawer?.open(this.grid.cell);
        break;
      default:
        return command && this.shortcut(event.key.toLowerCase(), shift);
    }
    this.tell();
    return true;
  }

  private shortcut(key: string, shift: boolean): boolean {
    if (key === "s") void this.save();
    else if (key === "y" || (key === "z" && shift)) this.undo(true);
    else if (key === "z") this.undo();
    else return false;
    return true;
  }

  private click(event: MouseEvent): void {
    const cell = cellOf(event);
    const head = event.target instanceof Element ? event.target.closest<HTMLTableCellElement>("th[data-code]") : null;
    if (cell) this.grid.to(cell, event.shiftKey ? "extend" : event.ctrlKey || event.metaKey ? "toggle" : "alone");
    else if (head && !(event.target as Element).closest("a")) this.grid.selectColumn(head.cellIndex);
    this.tell();
  }

  private rate(level: number): void {
    if (!this.form) return;
    const cells = this.grid.selected;
    this.pending.rate(cells, level);
    this.alert("");
    // One cell after the other, down the column, as on a paper list.
    if (cells.length === 1 && document.activeElement === cells[0]) this.grid.move(1, 0);
    this.tell();
  }

  private undo(again = false): void {
    const place = again ? this.pending.redo() : this.pending.undo();
    const cell = place && this.grid.find(place);
    if (cell) this.grid.to(cell);
    this.tell();
  }

  private async save(): Promise<void> {
    const form = this.form;
    if (!form || !this.pending.size) return this.alert("Rien n’est à enregistrer : choisissez d’abord un niveau.");
    for (const old of form.querySelectorAll("input[name=case]")) old.remove();
    for (const value of this.pending.values()) {
      const input = document.createElement("input");
      Object.assign(input, { type: "hidden", name: "case", value });
      form.append(input);
    }
    this.status("Enregistrement…");
    const answer = await this.send(form);
    if (!answer) return;
    const { status, body } = answer;
    if (status === 409) {
      // The answer to the form itself is the page that shows what a colleague has changed.
      this.leaving = true;
      form.submit();
    } else if (status < 300 && text(body.href)) {
      this.pending.forget();
      location.assign(text(body.href));
    } else if (status === 401) {
      this.alert("Non enregistré : votre session est finie. Reconnectez-vous dans un autre onglet, puis enregistrez à nouveau ; votre saisie est gardée ici.");
    } else this.alert(text(body.message) || "Non enregistré. Votre saisie est gardée ici : réessayez dans un instant.");
  }

  private async send(form: HTMLFormElement): Promise<{ status: number; body: Record<string, unknown> } | undefined> {
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") fields.append(name, value);
    try {
      const answer = await fetch(form.action, { method: "POST", body: fields, headers: HEADERS });
      return { status: answer.status, body: await json(answer) };
    } catch {
      this.alert("Non enregistré : pas de réseau. Votre saisie est gardée ici, enregistrez à nouveau dans un instant.");
      return undefined;
    }
  }

  /** What is selected and what waits. */
  private tell(): void {
    const { size, hidden } = this.pending;
    const selected = this.grid.selected.length;
    const parts: string[] = [];
    if (selected > 1) parts.push(`${selected} cases sélectionnées`);
    if (size) parts.push(`${size} ${size > 1 ? "cases" : "case"} à enregistrer${hidden ? `, dont ${hidden} hors de l’affichage` : ""}`);
    this.status(parts.join(", ") || "Choisissez une case, puis un niveau.");
    enable("[data-matrix-undo]", this.pending.canUndo);
    enable("[data-matrix-save]", size > 0);
  }

  private status(sentence: string): void {
    const status = document.querySelector("[data-matrix-status]");
    if (status && status.textContent !== sentence) status.textContent = sentence;
  }

  private alert(sentence: string): void {
    const alert = document.querySelector<HTMLElement>("[data-matrix-alert]");
    if (!alert) return;
    alert.textContent = sentence;
    alert.hidden = !sentence;
    if (sentence) this.tell();
  }

  /** Whether this page is the answer to a bulk that was written: what waited is no longer to be saved. */
  private justSaved(): boolean {
    const [entry] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
    return entry?.type === "navigate" && new URLSearchParams(location.search).has("saisie");
  }
}

function cellOf(event: Event): Cell | null {
  const cell = event.target instanceof Element ? event.target.closest<Cell>("td") : null;
  return cell?.closest("tr[data-learner]") ? cell : null;
}

/** The level of a key: by its place too, since the digits of a French keyboard take Maj. */
function levelOf(event: KeyboardEvent): number | undefined {
  const digit = /^(?:Digit|Numpad)([0-4])$/.exec(event.code)?.[1] ?? (/^[0-4]$/.test(event.key) ? event.key : undefined);
  return digit === undefined ? undefined : Number(digit);
}

function enable(selector: string, on: boolean): void {
  const button = document.querySelector<HTMLButtonElement>(selector);
  if (button) button.disabled = !on;
}
