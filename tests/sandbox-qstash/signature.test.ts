import { Receiver as Judge } from "@upstash/qstash";
import { decodeJwt, decodeProtectedHeader } from "jose";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Account, openAccount, openReceiver, type Receiver } from "./account";

let account: Account;
let receiver: Receiver;
beforeEach(async () => {
  account = await openAccount();
  receiver = await openReceiver();
});
afterEach(async () => {
  await account.close();
  await receiver.close();
});

/** The vendor's own judgement of what arrived last. */
async function judge(keys: { current_signing_key: string; next_signing_key: string }) {
  const last = receiver.received.at(-1);
  const { current_signing_key: currentSigningKey, next_signing_key: nextSigningKey } = keys;
  const one = new Judge({ currentSigningKey, nextSigningKey, devMode: false });
  const signature = last?.headers["upstash-signature"] ?? "";
  const body = last?.body ?? "";
  return one.verify({ signature, body, url: receiver.url }).catch((error: Error) => error.name);
}

test("a signature holds before the vendor's own receiver, over address and body", async () => {
  await account.publish(receiver.url, {}, "é and more");
  await receiver.arrived(1);
  expect(await judge(await account.keys())).toBe(true);
  const token = receiver.received[0]?.headers["upstash-signature"] ?? "";
  expect(decodeProtectedHeader(token)).toEqual({ alg: "HS256", typ: "JWT" });
  const { iss, sub, exp = 0, nbf = 0, iat, jti } = decodeJwt(token);
  expect({ iss, sub, life: exp - nbf, iat }).toEqual({
    iss: "Upstash",
    sub: receiver.url,
    life: 300,
    iat: nbf,
  });
  expect(jti).toMatch(/^jwt_/);
});

test("rolled once, the next key is the one that signs; rolled twice, old keys are of no use", async () => {
  const before = await account.keys();
  const roll = () => account.api("POST", "keys/rotate");
  await roll();
  await account.publish(receiver.url);
  await receiver.arrived(1);
  expect((await account.keys()).current_signing_key).toBe(before.next_signing_key);
  expect(await judge(before)).toBe(true);
  await roll();
  await account.publish(receiver.url);
  await receiver.arrived(2);
  expect(await judge(before)).toBe("SignatureError");
  expect(await judge(await account.keys())).toBe(true);
});

test("its clock may be wrong, and then the signature is", async () => {
  await account.set({ signature_skew_s: -400 });
  await account.publish(receiver.url);
  await receiver.arrived(1);
  expect(await judge(await account.keys())).toBe("SignatureError");
});
