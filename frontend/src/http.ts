/** What every request of ours carries, and small readers of answers. */

export const HEADERS = { "X-Requested-With": "jalon", Accept: "application/json" };

/** The JSON object of an answer, or an empty one: an error page of a proxy is no reason to break. */
export async function json(response: Response): Promise<Record<string, unknown>> {
  try {
    const value: unknown = await response.json();
    return value && typeof value === "object" ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

export const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** `17 h 42`, with no-break spaces. */
export function clock(date: Date): string {
  return `${date.getHours()}\u00a0h\u00a0${String(date.getMinutes()).padStart(2, "0")}`;
}
