import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { GumroadBooks } from "@/tests/sandbox/gumroad/account";

const KEY = Buffer.from("stand-in gumroad");
const ORDER_SPACE = 2 ** 30;
const LETTERS = "abcdefghijklmnopqrstuvwxyz";

/** The next row number; one sequence serves all tables. */
export function nextNumber(books: GumroadBooks): number {
  books.last_number += 1;
  return books.last_number;
}

/** An external id: url-safe Base64 of one AES block, 24 characters ending `==`. */
export function externalId(number: number): string {
  const cipher = createCipheriv("aes-128-ecb", KEY, null);
  const block = Buffer.concat([cipher.update(String(number)), cipher.final()]);
  return block.toString("base64").replaceAll("+", "-").replaceAll("/", "_");
}

/** The row number behind an external id, or null when it is not one. */
export function externalNumber(id: string): number | null {
  const block = Buffer.from(id.replaceAll("-", "+").replaceAll("_", "/"), "base64");
  if (block.length !== 16) return null;
  try {
    const decipher = createDecipheriv("aes-128-ecb", KEY, null);
    const text = Buffer.concat([decipher.update(block), decipher.final()]).toString();
    return /^\d+$/.test(text) ? Number(text) : null;
  } catch {
    return null;
  }
}

/** An order number: an obfuscated integer below 2^30. */
export function orderId(number: number): number {
  return Number((BigInt(number) * 741_103_597n) % BigInt(ORDER_SPACE));
}

/** A unique permalink such as `xcbbj`: five lower-case letters, a bijection of the row number. */
export function permalinkOf(number: number): string {
  let rest = (number * 7_368_787 + 1_234_567) % LETTERS.length ** 5;
  let text = "";
  for (let place = 0; place < 5; place += 1) {
    text += LETTERS[rest % LETTERS.length];
    rest = Math.floor(rest / LETTERS.length);
  }
  return text;
}

/** 32 hexadecimal characters, as Gumroad's guids of files and covers. */
export function guid(): string {
  return randomBytes(16).toString("hex");
}

/** ISO-8601 UTC to the second, as every time in the API. */
export function stamp(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}
