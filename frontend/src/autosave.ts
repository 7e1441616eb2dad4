/**
 * Saves a form while it is being written.
 *
 *   <form data-autosave="URL" data-autosave-key="REPORT ID">   posts the fields, `version` among them
 *   [data-autosave-status]              (role=status) says what became of the text
 *   <template data-autosave-conflict>   shown on 409; [data-conflict-message], a[data-conflict-link] are filled in
 *   <template data-autosave-found>      offered when unsaved text is found; [data-found-restore], [data-found-discard]
 *
 * Answers: 200 `{version, saved_at, message}` · 409 `{message, conflict_url}` · 401/403 signed out · 422 `{message}`.
 */

import * as drafts from "./drafts";
import { HEADERS, clock, json, text } from "./http";

/** Quiet time after the last input before a save, and the longest that steady typing may put it off. */
const PAUSE = 2_000;
const PATIENCE = 5_000;
/** Browsers refuse a larger body for a request that outlives the page. */
const KEEPALIVE_LIMIT = 60_000;
const FIRST_RETRY = 5_000;
const LAST_RETRY = 60_000;

/** Why the server did not take the text; it may later. */
function trouble(status: number): string {
  if (status === 507) return "le serveur n’a plus de place (prévenez la personne qui administre Jalon)";
  if (status === 503) return "le serveur est très occupé";
  return "le serveur ne répond pas";
}

export function autosave(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-autosave]")) new Autosave(form).start();
}

class Autosave {
  private readonly url: string;
  private readonly report: string;
  private readonly status: HTMLElement | null;
  private readonly initialFields: string;
  private timer: number | undefined;
  /** When the oldest input that no save has taken yet was made. */
  private dirtySince: number | undefined;
  private saving: Promise<void> | undefined;
  private stopped = false;
  private leaving = false;
  private retry = FIRST_RETRY;

  constructor(private readonly form: HTMLFormElement) {
    this.url = form.dataset.autosave ?? "";
    this.report = form.dataset.autosaveKey ?? this.url;
    this.status = form.querySelector("[data-autosave-status]") ?? document.querySelector("[data-autosave-status]");
    this.initialFields = JSON.stringify(this.fields());
  }

  start(): void {
    this.form.addEventListener("input", () => this.touch());
    this.form.addEventListener("change", () => this.touch());
    this.form.addEventListener("submit", (event) => this.submit(event));
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.leave();
      // Signing in again in another tab, then coming back here: try at once.
      else if (this.dirtySince !== undefined) this.saveSoon(0);
    });
    addEventListener("pagehide", () => this.leave());
    addEventListener("online", () => this.dirtySince !== undefined && this.saveSoon(0));
    addEventListener("beforeunload", (event) => {
      if (this.dirtySince !== undefined && !this.leaving) event.preventDefault();
    });
    this.offerDraft();
  }

  private touch(): void {
    const now = Date.now();
    this.dirtySince ??= now;
    if (this.stopped) drafts.keep(this.report, this.fields());
    else this.saveSoon(Math.min(PAUSE, Math.max(0, this.dirtySince + PATIENCE - now)));
  }

  private saveSoon(delay: number): void {
    clearTimeout(this.timer);
    if (!this.stopped) this.timer = setTimeout(() => void this.save(), delay);
  }

  /** One save at a time: two at once would answer each other with a conflict. */
  private save(): Promise<void> {
    clearTimeout(this.timer);
    this.saving ??= this.send().finally(() => (this.saving = undefined));
    return this.saving;
  }

  private async send(): Promise<void> {
    if (this.dirtySince === undefined || this.stopped) return;
    const sentAt = this.dirtySince;
    const body = new URLSearchParams(this.fields(true));
    this.dirtySince = undefined;
    let response: Response;
    try {
      response = await fetch(this.url, {
        method: "POST",
        headers: HEADERS,
        body,
        credentials: "same-origin",
        keepalive: body.toString().length < KEEPALIVE_LIMIT,
      });
    } catch {
      return this.failed(sentAt, "pas de réseau", true);
    }
    if (response.status === 409) return this.conflict(await json(response));
    // A session that ended may also show as a redirection to the sign-in page.
    if (response.status === 401 || response.status === 403 || response.redirected) {
      return this.failed(sentAt, "vous n’êtes plus connecté·e", false, "Se reconnecter");
    }
    const answer = await json(response);
    if (response.status >= 400 && response.status < 500 && response.status !== 429) {
      return this.failed(sentAt, text(answer.message) || "le serveur refuse ce texte", false);
    }
    if (!response.ok || answer.version === undefined) return this.failed(sentAt, trouble(response.status), true);
    this.saved(answer);
  }

  private saved(answer: Record<string, unknown>): void {
    const version = this.form.elements.namedItem("version");
    if (version instanceof HTMLInputElement) version.value = String(answer.version);
    this.retry = FIRST_RETRY;
    if (this.dirtySince === undefined) drafts.forget(this.report);
    else this.saveSoon(PAUSE);
    const at = new Date(text(answer.saved_at));
    const fallback = `Enregistré à ${clock(Number.isNaN(at.getTime()) ? new Date() : at)}`;
    this.say(text(answer.message) || fallback, "ok");
  }

  private failed(since: number, reason: string, again: boolean, signIn?: string): void {
    this.dirtySince = Math.min(since, this.dirtySince ?? since);
    const kept = drafts.keep(this.report, this.fields());
    const fate = kept ? "votre texte est gardé ici" : "copiez votre texte ailleurs avant de fermer cette page";
    this.say(`Non enregistré\u00a0: ${reason.replace(/\.$/, "")}, ${fate}.`, "danger", signIn);
    if (!again) return;
    this.saveSoon(this.retry);
    this.retry = Math.min(this.retry * 2, LAST_RETRY);
  }

  private conflict(answer: Record<string, unknown>): void {
    this.stopped = true;
    drafts.keep(this.report, this.fields());
    this.say("Enregistrement arrêté\u00a0: ce texte a changé ailleurs.", "danger");
    const notice = this.show("template[data-autosave-conflict]");
    const message = notice?.querySelector("[data-conflict-message]");
    if (message && text(answer.message)) message.textContent = text(answer.message);
    const link = notice?.querySelector<HTMLAnchorElement>("a[data-conflict-link]");
    const target = new URL(text(answer.conflict_url), location.href);
    if (link && target.origin === location.origin) link.href = target.href;
    notice?.focus();
  }

  private leave(): void {
    if (this.dirtySince === undefined) return;
    // The answer may never be read: the copy is compared with the page at the next visit.
    drafts.keep(this.report, this.fields());
    if (!this.saving) void this.save();
  }

  /** The button of the form sends everything: wait for a save under way, whose answer changes `version`. */
  private submit(event: SubmitEvent): void {
    if (event.defaultPrevented) return;
    clearTimeout(this.timer);
    if (this.saving) {
      event.preventDefault();
      const { submitter } = event;
      void this.saving.then(() => this.stopped || this.form.requestSubmit(submitter));
      return;
    }
    if (this.dirtySince !== undefined) drafts.keep(this.report, this.fields());
    this.leaving = true;
    this.dirtySince = undefined;
  }

  private offerDraft(): void {
    const draft = drafts.find(this.report);
    if (!draft) return;
    if (JSON.stringify(draft.fields) === this.initialFields) return drafts.forget(this.report);
    const notice = this.show("template[data-autosave-found]");
    notice?.querySelector("[data-found-restore]")?.addEventListener("click", () => {
      this.fill(draft.fields);
      notice.remove();
      this.form.querySelector<HTMLElement>("textarea, input:not([type=hidden])")?.focus();
    });
    notice?.querySelector("[data-found-discard]")?.addEventListener("click", () => {
      drafts.forget(this.report);
      notice.remove();
    });
  }

  private fill(fields: drafts.Fields): void {
    for (const element of this.form.elements) {
      const values = fields.filter(([name]) => name === (element as HTMLInputElement).name).map(([, value]) => value);
      if (element instanceof HTMLInputElement && /^(checkbox|radio)$/.test(element.type)) {
        element.checked = values.includes(element.value);
      } else if (
        (element instanceof HTMLInputElement && !/^(hidden|file|submit|password)$/.test(element.type)) ||
        element instanceof HTMLTextAreaElement ||
        element instanceof HTMLSelectElement
      ) {
        if (values[0] !== undefined) element.value = values[0];
      }
      element.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  /** Names and texts of the form; `version` only when they are to be sent. Files travel by their own form. */
  private fields(withVersion = false): drafts.Fields {
    const fields: drafts.Fields = [];
    for (const [name, value] of new FormData(this.form)) {
      if (typeof value === "string" && (withVersion || name !== "version")) fields.push([name, value]);
    }
    return fields;
  }

  private show(selector: string): HTMLElement | undefined {
    const template =
      this.form.querySelector<HTMLTemplateElement>(selector) ?? document.querySelector<HTMLTemplateElement>(selector);
    const notice = template?.content.firstElementChild?.cloneNode(true);
    if (!(notice instanceof HTMLElement)) return undefined;
    this.form.prepend(notice);
    return notice;
  }

  /** The same words are not written again: a screen reader would repeat them. */
  private say(message: string, kind: "ok" | "danger", signIn?: string): void {
    if (!this.status || this.status.textContent?.startsWith(message)) return;
    this.status.dataset.kind = kind;
    this.status.textContent = message;
    if (!signIn) return;
    const link = document.createElement("a");
    link.href = `/connexion?suite=${encodeURIComponent(location.pathname + location.search)}`;
    link.textContent = signIn;
    // The text is kept here and given back after signing in: no question about leaving the page.
    link.addEventListener("click", () => (this.leaving = drafts.keep(this.report, this.fields())));
    this.status.append(" ", link);
  }
}
