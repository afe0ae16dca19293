import { createHash, createHmac, generateKeyPairSync } from "node:crypto";
import { SignJWT, UnsecuredJWT } from "jose";
import { describe, expect, test, vi } from "vitest";
import { requireSignature } from "@/lib/qstash/signature";

const keys = { current: "sig_current_key_of_the_account", next: "sig_next_key_of_the_account" };
const url = "https://shop.example/api/cron/run-agent";
const body = '{"platform":"etsy"}';
const now = new Date("2026-11-24T10:00:00Z");
const seconds = now.getTime() / 1000;

const hash = (text: string) => createHash("sha256").update(text).digest("base64url");
const claims = {
  iss: "Upstash",
  sub: url,
  exp: seconds + 300,
  nbf: seconds,
  iat: seconds,
  jti: "jwt_1",
  body: hash(body),
};

function sign(change: Record<string, unknown> = {}, key = keys.current) {
  return new SignJWT({ ...claims, ...change })
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .sign(Buffer.from(key));
}

const judge = (signature: string, given: { body?: string; url?: string; now?: Date } = {}) =>
  requireSignature({ signature, body, url, now, ...given }, keys).catch(({ kind }) => kind);

describe("a signature", () => {
  test("of the current key, and of the next one, gives its id", async () => {
    expect(await judge(await sign())).toBe("jwt_1");
    expect(await judge(await sign({}, keys.next))).toBe("jwt_1");
  });

  test("may pad the hash of the body, may cover no body, and survives clocks that differ by seconds", async () => {
    expect(await judge(await sign({ body: `${hash(body)}=` }))).toBe("jwt_1");
    expect(await judge(await sign({ body: hash("") }), { body: "" })).toBe("jwt_1");
    expect(await judge(await sign({ nbf: seconds + 4 }))).toBe("jwt_1");
    expect(await judge(await sign({ body: hash("é") }), { body: "é" })).toBe("jwt_1");
  });

  const wrong: [string, Record<string, unknown>][] = [
    ["another issuer", { iss: "upstash" }],
    ["no issuer", { iss: undefined }],
    ["another address", { sub: "https://shop.example/api/cron/auto-list" }],
    ["another host", { sub: "https://other.example/api/cron/run-agent" }],
    ["a query that was not called", { sub: `${url}?a=b` }],
    ["a slash more", { sub: `${url}/` }],
    ["no address", { sub: undefined }],
    ["expired", { exp: seconds - 6, nbf: seconds - 306 }],
    ["no expiry", { exp: undefined }],
    ["not yet valid", { nbf: seconds + 6 }],
    ["no beginning", { nbf: undefined }],
    ["another body", { body: hash('{"platform":"gumroad"}') }],
    ["the body itself instead of its hash", { body }],
    ["no body", { body: undefined }],
    ["a body that is no text", { body: 5 }],
    ["no id", { jti: undefined }],
    ["an id that is no text", { jti: { a: 1 } }],
    ["times that are no numbers", { exp: "tomorrow" }],
  ];
  test.each(wrong)("with %s is refused", async (_name, change) => {
    vi.spyOn(process.stderr, "write").mockReturnValue(true);
    expect(await judge(await sign(change))).toBe("unauthorised");
    expect(await judge(await sign(change, keys.next))).toBe("unauthorised");
    vi.restoreAllMocks();
  });

  test("of a key that was rolled out, an empty key or another method is refused", async () => {
    expect(await judge(await sign({}, "sig_rolled_out"))).toBe("unauthorised");
    expect(await judge(await sign({}, "\0"))).toBe("unauthorised");
    for (const [alg, mac] of [
      ["HS384", "sha384"],
      ["HS512", "sha512"],
    ] as const) {
      const signed = [{ alg }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"));
      const tail = createHmac(mac, keys.current).update(signed.join(".")).digest("base64url");
      expect(await judge([...signed, tail].join("."))).toBe("unauthorised");
    }
    expect(await judge(new UnsecuredJWT(claims).encode())).toBe("unauthorised");
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const rsa = await new SignJWT(claims).setProtectedHeader({ alg: "RS256" }).sign(privateKey);
    expect(await judge(rsa)).toBe("unauthorised");
  });

  test("that was touched, cut or made up is refused", async () => {
    const good = await sign();
    const [head = "", payload = "", tail = ""] = good.split(".");
    const other = Buffer.from(JSON.stringify({ ...claims, exp: seconds + 9_000 })).toString("base64url");
    const none = Buffer.from('{"alg":"none"}').toString("base64url");
    const texts = [
      "",
      ".",
      "..",
      "x",
      `${head}.${payload}`,
      `${head}.${payload}.`,
      `${head}.${other}.${tail}`,
      `${none}.${payload}.`,
      `${none}.${payload}.${tail}`,
      good.slice(0, -2),
      `${good}.${tail}`,
      `Bearer ${good}`,
      `${good},${good}`,
      "x".repeat(20_000),
    ];
    for (const text of texts) expect(await judge(text), text).toBe("unauthorised");
  });

  test("is of no use for another body, another address or a later time", async () => {
    vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const good = await sign();
    expect(await judge(good, { body: `${body} ` })).toBe("unauthorised");
    expect(await judge(good, { body: "" })).toBe("unauthorised");
    expect(await judge(good, { url: url.replace("https", "http") })).toBe("unauthorised");
    expect(await judge(good, { now: new Date(now.getTime() + 306_000) })).toBe("unauthorised");
    vi.restoreAllMocks();
  });

  test("that is right and for another address leaves a line in the log that names both", async () => {
    const written = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    await judge(await sign({ sub: "https://old.example/api/cron/run-agent" }));
    const lines = written.mock.calls.map(([line]) => JSON.parse(String(line)));
    written.mockRestore();
    expect(lines).toMatchObject([
      {
        event: "qstash_refused",
        claim: "sub",
        signed_for: "https://old.example/api/cron/run-agent",
        called: url,
      },
    ]);
  });
});
