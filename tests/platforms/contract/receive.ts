import { afterAll, beforeAll } from "vitest";
import type { Credentials } from "@/lib/platforms/platform";
import type { Webhook } from "@/lib/platforms/sales";
import { waitFor } from "@/tests/support/wait";
import { serve } from "./hosts";
import { inOrder } from "./paging";
import { openStage, type Stage } from "./stage";
import type { Subject } from "./subject";

const now = new Date("2026-11-24T12:00:00Z");

/** A receiver on this machine that the stand-in truly delivers to, for the tests of one section. */
export function receive(subject: Subject) {
  let stage: Stage;
  let hook: Webhook;
  let receiver: Awaited<ReturnType<typeof serve>>;
  let bodies: string[] = [];
  beforeAll(async () => {
    stage = await openStage(subject);
    if (!subject.platform.webhook) throw new Error("no webhook, and no deviation says so");
    hook = subject.platform.webhook;
    receiver = await serve(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      bodies.push(Buffer.concat(chunks).toString());
      response.end("ok");
    });
    await stage.market.hook?.(receiver.url);
  });
  afterAll(async () => {
    await stage.close();
    await receiver.close();
  });

  const read = (body: string, credentials: Credentials = stage.credentials) => {
    return hook.read({ body, credentials, now });
  };
  return {
    stage: () => stage,
    read,
    /** The bodies of what is done, and what they are read as, in the order of arrival; the books' lines of the same orders. */
    async events(count: number, act: () => Promise<unknown>) {
      bodies = [];
      await act();
      await waitFor(async () => (bodies.length >= count ? true : null), 10_000);
      const told = bodies.map((body) => read(body));
      const entries = told.flatMap((event) => event?.entries ?? []);
      const ids = new Set(entries.map(({ id }) => id));
      const books = (await stage.market.sales()).filter(({ id }) => ids.has(id));
      return { bodies: [...bodies], told, entries, books: inOrder(books) };
    },
    async product(price: string, currency = "USD") {
      const address = (await stage.market.typeIn?.({ title: `Pump ${price}`, price }, currency)) ?? "";
      return subject.platform.byHand?.readAddress(address, stage.market.origin)?.remoteId ?? "";
    },
  };
}
