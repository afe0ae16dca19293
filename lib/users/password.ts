import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from "node:crypto";
import { z } from "zod";

/** What a password must be: length is what counts (NIST SP 800-63B). */
export const passwordSchema = z
  .string()
  .min(10, "needs at least 10 characters")
  .max(200, "has at most 200 characters");

/** 32 MB and about 0.2 s a guess: https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html */
const cost = { logN: 15, r: 8, p: 3 };
const keyLength = 32;

/** A text to keep: scrypt with its cost and a salt of its own. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, cost);
  return ["scrypt", cost.logN, cost.r, cost.p, salt.toString("base64"), key.toString("base64")].join("$");
}

/** Whether a password fits what was kept. Nothing kept takes the same work, and is never right. */
export async function checkPassword(password: string, kept: string | null): Promise<boolean> {
  const { salt, key, ...its } = read(kept) ?? nobody;
  const given = await derive(password, salt, its);
  return timingSafeEqual(given, key) && kept !== null;
}

interface Cost {
  logN: number;
  r: number;
  p: number;
}

/** Compared with when there is no such user: no password gives this key. */
const nobody = { ...cost, salt: randomBytes(16), key: randomBytes(keyLength) };

function read(kept: string | null): (Cost & { salt: Buffer; key: Buffer }) | null {
  const [name, logN, r, p, salt, key] = (kept ?? "").split("$");
  if (name !== "scrypt" || salt === undefined || key === undefined) return null;
  const bytes = Buffer.from(key, "base64");
  if (bytes.length !== keyLength) return null;
  return { logN: Number(logN), r: Number(r), p: Number(p), salt: Buffer.from(salt, "base64"), key: bytes };
}

function derive(password: string, salt: Buffer, { logN, r, p }: Cost): Promise<Buffer> {
  const options: ScryptOptions = { N: 2 ** logN, r, p, maxmem: 256 * 2 ** logN * r };
  return new Promise((done, fail) => {
    // The same letters typed on another keyboard may be other code points.
    scrypt(password.normalize("NFKC"), salt, keyLength, options, (error, key) =>
      error ? fail(error) : done(key),
    );
  });
}
