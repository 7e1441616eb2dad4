/**
 * Draws the frame and the zones of a picture on it, in the same fields that the form sends.
 *
 *   <form data-retouch data-width data-height data-most>   the picture's pixels, the most zones
 *   [data-retouch-over]        <svg> above the picture, in its pixels; data-digits: size of the numbers
 *   [data-retouch-part]        fieldset of a `zone` or of the `cadre`, with four inputs [data-side=x|y|largeur|hauteur]
 *   [data-retouch-zones]       holds the zones; <template data-retouch-blank> is a new one
 *   [data-retouch-draw]        button, pressed while one draws a `zone` or the `cadre`
 *   [data-retouch-add], -remove, -frame, -whole   buttons of the form, done here instead of by the server
 *   [data-retouch-status]      (role=status) says what the keyboard did
 *
 * A mouse or a finger draws, moves and, at the lower right corner, resizes. On a zone that has the focus: arrows
 * move it, Shift and arrows resize it, Delete takes it away.
 */

interface Box { x: number; y: number; width: number; height: number }
type Kind = "zone" | "cadre";

const SVG = "http://www.w3.org/2000/svg";
/** The shortest sides that the server takes. */
const LEAST: Record<Kind, number> = { zone: 1, cadre: 16 };
/** What a corner to pull measures on the screen, in px. */
const CORNER = 22;
/** A shorter stroke is a click. */
const CLICK = 6;

export function retouch(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-retouch]");
  const over = form?.querySelector<SVGSVGElement>("[data-retouch-over]");
  if (form && over) new Board(form, over).start();
}

class Board {
  private readonly width: number;
  private readonly height: number;
  private drawing: Kind | null = null;
  private stroke: { part: HTMLElement; from: DOMPoint; box: Box; how: "draw" | "move" | "size"; fresh: boolean } | null = null;

  constructor(private readonly form: HTMLFormElement, private readonly over: SVGSVGElement) {
    this.width = Number(form.dataset.width);
    this.height = Number(form.dataset.height);
  }

  start(): void {
    const { form, over } = this;
    over.removeAttribute("aria-hidden");
    over.setAttribute("role", "group");
    over.setAttribute("aria-label", "Zones et cadre posés sur l’image");
    over.setAttribute("aria-describedby", "gestes");
    form.addEventListener("input", () => this.paint());
    form.addEventListener("click", (event) => this.press(event));
    over.addEventListener("pointerdown", (event) => this.down(event));
    over.addEventListener("pointermove", (event) => this.move(event));
    over.addEventListener("pointerup", () => this.up());
    over.addEventListener("pointercancel", () => this.up());
    over.addEventListener("keydown", (event) => this.key(event));
    window.addEventListener("resize", () => this.paint());
    // A finger scrolls the page until it is told to draw; a mouse has a wheel for that.
    if (matchMedia("(pointer: fine)").matches) this.choose("zone");
    this.paint();
  }

  private parts(): HTMLElement[] {
    return [...this.form.querySelectorAll<HTMLElement>("[data-retouch-part]")];
  }

  private zones(): HTMLElement[] {
    return this.parts().filter((part) => kindOf(part) === "zone");
  }

  /** Says aloud what was done by keyboard. */
  private say(sentence: string): void {
    const status = this.form.querySelector<HTMLElement>("[data-retouch-status]");
    if (status) status.textContent = sentence;
  }

  private choose(kind: Kind | null): void {
    this.drawing = kind;
    this.over.classList.toggle("is-drawing", kind !== null);
    for (const button of this.form.querySelectorAll<HTMLElement>("[data-retouch-draw]")) {
      button.setAttribute("aria-pressed", String(button.dataset.retouchDraw === kind));
    }
  }

  private press(event: MouseEvent): void {
    const button = (event.target as Element).closest<HTMLButtonElement>("button");
    if (!button) return;
    const draw = button.dataset.retouchDraw as Kind | undefined;
    if (draw) return this.choose(this.drawing === draw ? null : draw);
    const part = button.closest<HTMLElement>("[data-retouch-part]");
    if (button.matches("[data-retouch-add]")) {
      const fresh = this.add();
      if (!fresh) return; // the server explains
      event.preventDefault();
      this.set(fresh, middle(this.width, this.height, 4));
      this.focus(fresh);
    } else if (button.matches("[data-retouch-remove]") && part) {
      event.preventDefault();
      this.remove(part);
    } else if (button.matches("[data-retouch-frame]") && part && Math.min(this.width, this.height) >= 2 * LEAST.cadre) {
      event.preventDefault();
      this.set(part, middle(this.width, this.height, 2));
      this.focus(part);
    } else if (button.matches("[data-retouch-whole]") && part) {
      event.preventDefault();
      this.remove(part);
    }
  }

  /** A new zone without numbers; null when there are enough. */
  private add(): HTMLElement | null {
    const blank = this.form.querySelector<HTMLTemplateElement>("[data-retouch-blank]");
    const list = this.form.querySelector<HTMLElement>("[data-retouch-zones]");
    if (!blank || !list || this.zones().length >= Number(this.form.dataset.most)) return null;
    list.append(blank.content.cloneNode(true));
    this.renumber();
    return this.zones().at(-1) ?? null;
  }

  private remove(part: HTMLElement): void {
    const name = nameOf(part);
    if (kindOf(part) === "cadre") {
      for (const input of part.querySelectorAll<HTMLInputElement>("[data-side]")) input.value = "";
    } else {
      const next = (part.nextElementSibling ?? part.previousElementSibling)?.querySelector<HTMLElement>("input");
      part.remove();
      this.renumber();
      (next ?? this.form.querySelector<HTMLElement>("[data-retouch-add]"))?.focus();
    }
    this.paint();
    this.say(kindOf(part) === "cadre" ? "L’image reste entière." : `${name} retirée.`);
  }

  /** Zones are numbered from 1, in their titles and in the ids that tie labels and messages to fields. */
  private renumber(): void {
    for (const [index, zone] of this.zones().entries()) {
      const number = index + 1;
      for (const name of zone.querySelectorAll("[data-retouch-legend]")) name.textContent = `Zone\u00a0${number}`;
      const remove = zone.querySelector<HTMLButtonElement>("[data-retouch-remove]");
      if (remove) remove.value = `retirer-${number}`;
      for (const element of zone.querySelectorAll("[id], [for], [aria-describedby]")) {
        for (const attribute of ["id", "for", "aria-describedby"]) {
          const value = element.getAttribute(attribute);
          if (value) element.setAttribute(attribute, value.replace(/\bzone-\d+-/g, `zone-${number}-`));
        }
      }
    }
  }

  /** Under a pointer the page stays where it is. */
  private focus(part: HTMLElement, preventScroll = false): void {
    this.over.querySelector<SVGGElement>(`[data-part="${this.parts().indexOf(part)}"]`)?.focus({ preventScroll });
  }

  private set(part: HTMLElement, box: Box): void {
    const values = { x: box.x, y: box.y, largeur: box.width, hauteur: box.height };
    for (const [side, value] of Object.entries(values)) {
      const input = field(part, side);
      if (input) input.value = String(value);
    }
    this.paint();
  }

  private down(event: PointerEvent): void {
    if (event.button !== 0) return;
    const from = this.point(event);
    const shape = (event.target as Element).closest<SVGGElement>("[data-part]");
    const part = shape && this.parts()[Number(shape.dataset.part)];
    const box = part && read(part);
    if (part && box) {
      const reach = CORNER * this.scale();
      const corner = Math.abs(from.x - box.x - box.width) < reach && Math.abs(from.y - box.y - box.height) < reach;
      this.stroke = { part, from, box, how: corner ? "size" : "move", fresh: false };
    } else if (this.drawing) {
      const kind = this.drawing;
      const target = kind === "zone" ? this.add() : this.parts().find((one) => kindOf(one) === "cadre");
      if (!target) return this.say(`Une image reçoit ${this.form.dataset.most}\u00a0zones au plus.`);
      this.stroke = { part: target, from, box: { x: from.x, y: from.y, width: 0, height: 0 }, how: "draw", fresh: kind === "zone" };
    } else {
      return;
    }
    event.preventDefault();
    this.over.setPointerCapture(event.pointerId);
    if (shape) this.focus(this.stroke.part, true);
  }

  private move(event: PointerEvent): void {
    if (!this.stroke) return;
    const { part, from, box, how } = this.stroke;
    const to = this.point(event);
    const [dx, dy] = [to.x - from.x, to.y - from.y];
    if (how === "move") this.set(part, this.inside(part, { ...box, x: box.x + dx, y: box.y + dy }));
    else if (how === "size") this.set(part, this.sized(part, { ...box, width: box.width + dx, height: box.height + dy }));
    else this.set(part, this.sized(part, { x: Math.min(from.x, to.x), y: Math.min(from.y, to.y), width: Math.abs(dx), height: Math.abs(dy) }));
  }

  private up(): void {
    if (!this.stroke) return;
    const { part, how, fresh } = this.stroke;
    this.stroke = null;
    if (how !== "draw") return;
    const box = read(part);
    const least = CLICK * this.scale();
    if (fresh && (!box || (box.width < least && box.height < least))) this.remove(part);
    else this.focus(part, true);
  }

  private key(event: KeyboardEvent): void {
    const shape = (event.target as Element).closest<SVGGElement>("[data-part]");
    const part = shape && this.parts()[Number(shape.dataset.part)];
    const box = part && read(part);
    if (!part || !box || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      return this.remove(part);
    }
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!way) return;
    event.preventDefault();
    const step = Math.max(1, Math.round(Math.max(this.width, this.height) / 100));
    const [dx, dy] = [way[0]! * step, way[1]! * step];
    this.set(part, event.shiftKey
      ? this.sized(part, { ...box, width: box.width + dx, height: box.height + dy })
      : this.inside(part, { ...box, x: box.x + dx, y: box.y + dy }));
    this.focus(part);
    const now = read(part);
    if (now) this.say(told(part, now));
  }

  /** The box moved back into the picture. */
  private inside(part: HTMLElement, box: Box): Box {
    const width = Math.min(Math.max(Math.round(box.width), LEAST[kindOf(part)]), this.width);
    const height = Math.min(Math.max(Math.round(box.height), LEAST[kindOf(part)]), this.height);
    const between = (value: number, most: number): number => Math.min(Math.max(Math.round(value), 0), most);
    return { x: between(box.x, this.width - width), y: between(box.y, this.height - height), width, height };
  }

  /** The box shortened to the picture, its corner where it is. */
  private sized(part: HTMLElement, box: Box): Box {
    return this.inside(part, {
      ...box,
      width: Math.min(box.width, this.width - Math.round(box.x)),
      height: Math.min(box.height, this.height - Math.round(box.y)),
    });
  }

  /** Where a pointer is, in pixels of the picture, never outside. */
  private point(event: PointerEvent): DOMPoint {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(this.over.getScreenCTM()?.inverse());
    return new DOMPoint(
      Math.min(Math.max(Math.round(point.x), 0), this.width),
      Math.min(Math.max(Math.round(point.y), 0), this.height),
    );
  }

  /** Pixels of the picture in one px of the screen. */
  private scale(): number {
    return this.width / (this.over.getBoundingClientRect().width || this.width);
  }

  private paint(): void {
    const focused = document.activeElement instanceof SVGGElement ? document.activeElement.dataset.part : undefined;
    this.over.replaceChildren();
    const crop = this.parts().find((part) => kindOf(part) === "cadre");
    const frame = crop && read(crop);
    if (frame) {
      const out = make("path", { "fill-rule": "evenodd", class: "j-retouch__out" });
      out.setAttribute("d", `M0 0H${this.width}V${this.height}H0ZM${frame.x} ${frame.y}h${frame.width}v${frame.height}h${-frame.width}Z`);
      this.over.append(out);
    }
    for (const [index, part] of this.parts().entries()) {
      const box = read(part);
      if (box) this.over.append(this.shape(part, index, box));
    }
    if (focused !== undefined) this.over.querySelector<SVGGElement>(`[data-part="${focused}"]`)?.focus({ preventScroll: true });
  }

  private shape(part: HTMLElement, index: number, box: Box): SVGGElement {
    const kind = kindOf(part);
    const group = make("g", {
      class: `j-retouch__${kind}`, "data-part": index, tabindex: 0, role: "application",
      "aria-label": told(part, box), "aria-roledescription": kind === "zone" ? "zone à masquer" : "cadre",
    });
    group.append(make("rect", { x: box.x, y: box.y, width: box.width, height: box.height }));
    if (kind === "zone") {
      const digits = this.over.dataset.digits ?? "16";
      const number = make("text", { x: box.x, y: box.y, dx: ".3em", dy: "1.1em", "font-size": digits });
      number.textContent = String(this.zones().indexOf(part) + 1);
      group.append(number);
    }
    const side = 10 * this.scale();
    group.append(make("rect", {
      class: "j-retouch__corner", x: box.x + box.width - side / 2, y: box.y + box.height - side / 2, width: side, height: side,
    }));
    return group;
  }
}

function kindOf(part: HTMLElement): Kind {
  return part.dataset.retouchPart as Kind;
}

function nameOf(part: HTMLElement): string {
  return (part.querySelector("legend")?.textContent ?? "").trim();
}

/** « Zone 1 : x 120, y 40, largeur 200, hauteur 100 ». */
function told(part: HTMLElement, box: Box): string {
  return `${nameOf(part)}\u00a0: x ${box.x}, y ${box.y}, largeur ${box.width}, hauteur ${box.height}`;
}

function field(part: HTMLElement, side: string): HTMLInputElement | null {
  return part.querySelector<HTMLInputElement>(`[data-side="${side}"]`);
}

/** Null when a number cannot be read. */
function read(part: HTMLElement): Box | null {
  const [x, y, width, height] = ["x", "y", "largeur", "hauteur"].map((side) => {
    const typed = field(part, side)?.value.trim() ?? "";
    return /^\d+$/.test(typed) ? Number(typed) : Number.NaN;
  });
  const box = { x: x!, y: y!, width: width!, height: height! };
  return Object.values(box).some(Number.isNaN) ? null : box;
}

/** The middle of the picture, one `share`th of it each way: what the server proposes too. */
function middle(width: number, height: number, share: number): Box {
  const [w, h] = [Math.max(1, Math.floor(width / share)), Math.max(1, Math.floor(height / share))];
  return { x: Math.floor((width - w) / 2), y: Math.floor((height - h) / 2), width: w, height: h };
}

function make<K extends keyof SVGElementTagNameMap>(name: K, attributes: Record<string, string | number>): SVGElementTagNameMap[K] {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}
