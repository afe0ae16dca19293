import type { Fetch } from "@/lib/http";

export interface FaultKind {
  kind: string;
  retry_after?: number;
  delay_ms?: number;
}

/** Every way a call can go wrong. */
export const faultKinds: readonly FaultKind[] = [
  { kind: "timeout_before" },
  { kind: "timeout_after" },
  { kind: "error_before" },
  { kind: "error_after" },
  { kind: "rate_limited" },
  { kind: "rate_limited", retry_after: 1 },
  { kind: "reset_before" },
  { kind: "reset_after" },
  { kind: "html" },
  { kind: "truncated" },
];

/**
 * A network on which the n-th call of each sort meets the n-th fault, at the stand-in itself. Calls on a path that
 * meets a fault wait until that is over, so that a fault hits the call it was meant for.
 */
export function faultyNetwork(kinds: readonly FaultKind[]) {
  const met = new Map<string, number>();
  const busy = new Map<string, Promise<unknown>>();
  let on = true;
  const network =
    (next: Fetch): Fetch =>
    async (url, init) => {
      const { origin, pathname } = new URL(url);
      const sort = `${init.method} ${sortOf(url)}`;
      const place = `${init.method} ${origin}${pathname}`;
      const turn = met.get(sort) ?? 0;
      const kind = on ? kinds[turn] : undefined;
      if (!kind) {
        await busy.get(place);
        return next(url, init);
      }
      met.set(sort, turn + 1);
      const call = (busy.get(place) ?? Promise.resolve()).then(async () => {
        const match = { method: init.method, path: `^${pathname.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$` };
        await fetch(`${origin}/__control/faults`, {
          method: "POST",
          body: JSON.stringify({ match, ...kind }),
        });
        const { signal: _late, ...rest } = init;
        return next(url, { ...rest, signal: AbortSignal.timeout(450) });
      });
      busy.set(
        place,
        call.catch(() => {}),
      );
      return call;
    };
  return {
    network,
    met,
    stop: () => {
      on = false;
    },
  };
}

/** The sort of a call: its path without ids. */
function sortOf(url: string): string {
  const { pathname } = new URL(url);
  return pathname
    .split("/")
    .map((part) => (/\d|=|%3D|^.{30,}$/.test(part) && !/^v\d$/.test(part) ? "{id}" : part))
    .join("/")
    .replace(/^\/(attachments|uploads?|blobs?)\/.*/, "/$1/{file}");
}
