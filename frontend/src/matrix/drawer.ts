/** The drawer beside the matrix: the proofs and the history of one cell. Not modal: the table stays in reach. */

import { HEADERS } from "../http";
import type { Cell, Grid } from "./grid";

/** The table and the drawer side by side. */
const BESIDE = ["j-split", "j-split--drawer"];

export class Drawer {
  private cell: Cell | undefined;

  constructor(
    private readonly panel: HTMLElement,
    private readonly grid: Grid,
    private readonly address: string,
    private readonly say: (sentence: string) => void,
  ) {
    panel.addEventListener("click", (event) => {
      if (event.target instanceof Element && event.target.closest("[data-drawer-close]")) this.close();
    });
    panel.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
  }

  async open(cell: Cell): Promise<void> {
    const { learner, code } = this.grid.placeOf(cell);
    let page: Document;
    try {
      const answer = await fetch(`/personnes/${learner}/positionnements/${code}`, { headers: HEADERS });
      if (!answer.ok) return this.say("Le détail de cette case n’a pas pu être lu. Rechargez la page.");
      page = new DOMParser().parseFromString(await answer.text(), "text/html");
    } catch {
      return this.say("Pas de réseau : le détail de cette case n’a pas pu être lu. Votre saisie est gardée.");
    }
    this.cell?.classList.remove("is-open");
    this.cell = cell;
    cell.classList.add("is-open");
    this.panel.replaceChildren(...page.body.childNodes);
    for (const form of this.panel.querySelectorAll("form[data-restore]")) this.comeBack(form);
    this.panel.hidden = false;
    this.panel.parentElement?.classList.add(...BESIDE);
    this.panel.querySelector<HTMLElement>("h2")?.focus();
  }

  close(): void {
    if (this.panel.hidden) return;
    this.panel.hidden = true;
    this.panel.replaceChildren();
    this.panel.parentElement?.classList.remove(...BESIDE);
    this.cell?.classList.remove("is-open");
    this.cell?.focus();
  }

  /** A level that is written again leads back to the matrix as it is. */
  private comeBack(form: Element): void {
    const fields = { classe: this.address.split("/")[2] ?? "", retour: this.panel.dataset.back ?? "" };
    for (const [name, value] of Object.entries(fields)) {
      const input = document.createElement("input");
      Object.assign(input, { type: "hidden", name, value });
      form.append(input);
    }
  }
}
