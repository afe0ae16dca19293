/** A call of the product's own HTTP API. */
export type Call = (method: string, path: string, body?: BodyInit, type?: string) => Promise<Response>;

/** The three stand-ins' origins. */
export interface Markets {
  etsy: string;
  gumroad: string;
  payhip: string;
}

/** @throws Error when the product, or a stand-in, refused. */
export async function must(reply: Response): Promise<Response> {
  if (reply.ok) return reply;
  throw new Error(`The demo could not be filled: ${reply.status} ${await reply.text()}`);
}

/** Asks the control door of a stand-in. */
export async function control(market: string, route: string, body: unknown = {}): Promise<unknown> {
  const reply = await fetch(`${market}/__control/${route}`, { method: "POST", body: JSON.stringify(body) });
  return (await must(reply)).json();
}
