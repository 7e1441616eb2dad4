/**
 * Text kept in this browser while the server cannot take it.
 *
 * Classroom computers are shared: a draft belongs to one account and one report, is given back only to them, expires
 * after 24 hours and is wiped when its account signs out.
 */

export type Fields = [name: string, value: string][];

interface Draft {
  /** Milliseconds since 1970. */
  at: number;
  fields: Fields;
}

const PREFIX = "jalon:draft:";
const LIFETIME = 24 * 60 * 60 * 1000;

const account = (): string | undefined => document.documentElement.dataset.account;
const keyOf = (report: string): string | undefined => account() && `${PREFIX}${account()}:${report}`;

/** True when the text is really kept: storage may be full or refused by the browser. */
export function keep(report: string, fields: Fields): boolean {
  const key = keyOf(report);
  if (!key) return false;
  try {
    localStorage.setItem(key, JSON.stringify({ at: Date.now(), fields } satisfies Draft));
    return true;
  } catch {
    return false;
  }
}

export function forget(report: string): void {
  const key = keyOf(report);
  if (key) attempt(() => localStorage.removeItem(key));
}

/** The draft of this report by this account, if there is one. */
export function find(report: string): Draft | undefined {
  purge();
  const key = keyOf(report);
  return key ? read(key) : undefined;
}

/** At sign-out, nothing of this account stays; the drafts of others wait for them. */
export function wipeOnSignOut(): void {
  purge();
  for (const form of document.querySelectorAll("form[data-signout]")) {
    form.addEventListener("submit", () => removeKeys((key) => key.startsWith(`${PREFIX}${account()}:`)));
  }
}

function purge(): void {
  removeKeys((key) => {
    if (!key.startsWith(PREFIX)) return false;
    const draft = read(key);
    return !draft || draft.at < Date.now() - LIFETIME || draft.at > Date.now();
  });
}

function read(key: string): Draft | undefined {
  return attempt(() => {
    const draft = JSON.parse(localStorage.getItem(key) ?? "null") as Draft | null;
    return draft && Array.isArray(draft.fields) ? draft : undefined;
  });
}

function removeKeys(matches: (key: string) => boolean): void {
  attempt(() => {
    for (const key of Object.keys(localStorage).filter(matches)) localStorage.removeItem(key);
  });
}

function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined; // storage refused by the browser, or a value that is not ours
  }
}
