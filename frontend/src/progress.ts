/**
 * A long job shows how far it is without anybody asking.
 *
 *   <section data-progress="/dossier/export">   the address answers {over, percent, message}
 *     <progress max=100>
 *     <p role=status data-progress-words>       said aloud: at each new sentence and every quarter, not at each percent
 *
 * Once it is over the page is loaded again, at #resultat, which takes the focus.
 */
import { HEADERS, json, text } from "./http";

const EVERY = 2_000;
/** When the server does not answer: less often, it has enough to do. */
const AFTER_FAILURE = 10_000;

export function progress(): void {
  for (const section of document.querySelectorAll<HTMLElement>("[data-progress]")) watch(section);
  const result = location.hash === "#resultat" ? document.getElementById("resultat") : null;
  result?.focus();
}

function watch(section: HTMLElement): void {
  const bar = section.querySelector("progress");
  const words = section.querySelector<HTMLElement>("[data-progress-words]");
  const address = section.dataset.progress ?? "";
  let told = "";
  const ask = async (): Promise<void> => {
    let pause = EVERY;
    try {
      const response = await fetch(address, { headers: HEADERS, cache: "no-store" });
      const answer = await json(response);
      // The session is over, or the page is no longer ours: loading it again says so.
      if (answer.over === true || response.status === 401) return reload();
      if (!response.ok) throw new Error(String(response.status));
      const percent = Number(answer.percent) || 0;
      const sentence = text(answer.message);
      if (bar) bar.value = percent;
      const step = `${sentence} ${Math.floor(percent / 25)}`;
      if (words && step !== told) {
        told = step;
        words.textContent = `${sentence} ${percent}\u00a0%.`;
      }
    } catch {
      pause = AFTER_FAILURE;
    }
    setTimeout(() => void ask(), pause);
  };
  setTimeout(() => void ask(), EVERY);
}

function reload(): void {
  history.replaceState(null, "", "#resultat");
  location.reload();
}
