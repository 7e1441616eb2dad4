/** The cells of the matrix, the one that has the focus, and those that are selected (ARIA grid pattern). */

export type Cell = HTMLTableCellElement;

export interface Place {
  learner: string;
  code: string;
}

export class Grid {
  readonly rows: Cell[][];
  private active: [number, number] = [0, 0];
  private anchor: [number, number] = [0, 0];
  private readonly codes: string[];

  constructor(readonly table: HTMLTableElement) {
    this.codes = [...table.querySelectorAll<HTMLElement>("thead th[data-code]")].map((head) => head.dataset.code ?? "");
    this.rows = [...table.querySelectorAll<HTMLTableRowElement>("tbody tr[data-learner]")].map((row) => [
      ...row.querySelectorAll("td"),
    ]);
    for (const link of table.querySelectorAll<HTMLElement>("tbody th a")) link.tabIndex = -1;
    // On a phone, where one competence shows, the first cells are hidden.
    this.active = this.anchor = [0, this.visibleColumns()[0] ?? 0];
    this.focusable(this.cell);
  }

  get cell(): Cell {
    return this.at(this.active);
  }

  /** The selection; the active cell alone when nothing is selected. */
  get selected(): Cell[] {
    const cells = [...this.table.querySelectorAll<Cell>('td[aria-selected="true"]')];
    return cells.length ? cells : [this.cell];
  }

  placeOf(cell: Cell): Place {
    const row = cell.parentElement as HTMLTableRowElement;
    return { learner: row.dataset.learner ?? "", code: this.codes[cell.cellIndex - 1] ?? "" };
  }

  find({ learner, code }: Place): Cell | undefined {
    const row = this.rows.find(([first]) => (first?.parentElement as HTMLElement | null)?.dataset.learner === learner);
    return row?.[this.codes.indexOf(code)];
  }

  /** Moves the focus. `extend` selects from where the selection began. */
  move(down: number, right: number, extend = false): void {
    const columns = this.visibleColumns();
    const column = columns.indexOf(this.active[1]);
    const next = columns[clamp(column + right, columns.length)] ?? this.active[1];
    this.go([clamp(this.active[0] + down, this.rows.length), next], extend);
  }

  /** To the first or the last cell of the line, of the whole table if `all`. */
  edge(last: boolean, all: boolean): void {
    const columns = this.visibleColumns();
    const row = all ? (last ? this.rows.length - 1 : 0) : this.active[0];
    this.go([row, (last ? columns.at(-1) : columns[0]) ?? 0]);
  }

  /** Gives the focus to a cell. */
  to(cell: Cell, how: "alone" | "extend" | "toggle" = "alone"): void {
    const row = this.rows.findIndex((cells) => cells.includes(cell));
    if (row < 0) return;
    const place: [number, number] = [row, this.rows[row]!.indexOf(cell)];
    if (how === "toggle") {
      if (!this.table.querySelector('[aria-selected="true"]')) select(this.cell, true);
      select(cell, cell.getAttribute("aria-selected") !== "true");
      this.focus(place);
      this.anchor = place;
    } else this.go(place, how === "extend");
  }

  /** The focus came to a cell by another way than ours: an assistive technology puts it where it reads. */
  arrive(cell: Cell): void {
    const row = this.rows.findIndex((cells) => cells.includes(cell));
    if (row < 0 || cell === this.cell) return;
    this.clear();
    this.cell.tabIndex = -1;
    this.active = this.anchor = [row, this.rows[row]!.indexOf(cell)];
    this.focusable(cell);
  }

  selectColumn(column = this.active[1]): void {
    this.clear();
    for (const row of this.rows) select(row[column]!, true);
  }

  selectRow(): void {
    this.clear();
    for (const column of this.visibleColumns()) select(this.rows[this.active[0]]![column]!, true);
  }

  clear(): void {
    for (const cell of this.table.querySelectorAll<Cell>("td[aria-selected]")) select(cell, false);
  }

  private go(place: [number, number], extend = false): void {
    this.clear();
    if (!extend) this.anchor = place;
    this.focus(place);
    if (!extend) return;
    const [top, bottom] = [this.anchor[0], place[0]].sort((a, b) => a - b) as [number, number];
    const [left, right] = [this.anchor[1], place[1]].sort((a, b) => a - b) as [number, number];
    for (const row of this.rows.slice(top, bottom + 1)) for (const cell of row.slice(left, right + 1)) select(cell, true);
  }

  private focus(place: [number, number]): void {
    this.cell.tabIndex = -1;
    this.active = place;
    this.focusable(this.cell);
    this.cell.focus();
  }

  private focusable(cell: Cell | undefined): void {
    if (cell) cell.tabIndex = 0;
  }

  private at([row, column]: [number, number]): Cell {
    return this.rows[row]![column]!;
  }

  private visibleColumns(): number[] {
    const first = this.rows[0] ?? [];
    return first.flatMap((cell, column) => (cell.offsetParent ? [column] : []));
  }
}

function select(cell: Cell, on: boolean): void {
  if (on) cell.setAttribute("aria-selected", "true");
  else cell.removeAttribute("aria-selected");
}

const clamp = (value: number, length: number): number => Math.max(0, Math.min(value, length - 1));
