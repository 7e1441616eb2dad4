/** The routes of the product, as it declares them itself: `jalon routes --json`. */
import { execFileSync } from "node:child_process";
import { LOGINS, type Role } from "./accounts.ts";
import { binary } from "./instances.ts";

export interface Route {
  method: string;
  /** Pattern, such as `/classes/{id}`. */
  path: string;
  slice: string;
  access: "public" | "token" | "session";
  roles: string[];
  /** A working address of the demo school, or null where none can be given. */
  example: string | null;
}

export interface Visit {
  route: Route;
  address: string;
  /** Login to visit it with, null without signing in. */
  login: string | null;
}

/** Every route that a browser can open by its address, with somebody who may. */
export function visits(): Visit[] {
  const routes: Route[] = JSON.parse(execFileSync(binary(), ["routes", "--json"], { encoding: "utf8" }));
  return routes.flatMap((route) =>
    route.method === "GET" && route.example !== null
      ? [{ route, address: route.example, login: loginFor(route) }]
      : [],
  );
}

/** Pages that the first role of their route does not see in the demo: whom their object concerns. */
const CONCERNS: Record<string, Role> = {
  "/numerique/campagnes/{campaign}": "head",
  "/numerique/campagnes/{campaign}/position": "head",
  "/numerique/campagnes/{campaign}/historique": "head",
  "/numerique/campagnes/{campaign}/feuille-de-route.pdf": "head",
};

function loginFor(route: Route): string | null {
  if (route.access !== "session") return null;
  // A page for everybody who is signed in names no role.
  const role = CONCERNS[route.path] ?? route.roles[0] ?? "learner";
  if (!(role in LOGINS)) throw new Error(`${route.path} : rôle inconnu « ${role} » dans « jalon routes --json ».`);
  return LOGINS[role as Role];
}
