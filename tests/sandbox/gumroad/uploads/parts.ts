import { createHash } from "node:crypto";
import type { Vault } from "@/tests/sandbox/gumroad/context";
import type { Part } from "@/tests/sandbox/gumroad/state";

/** The whole object made of its parts, put in the vault: SHA-256 and size in bytes. */
export function joinParts(vault: Vault, parts: Part[]): { sha256: string; size: number } {
  const [only, ...more] = parts;
  if (only !== undefined && more.length === 0) return { sha256: only.sha256, size: only.size };
  const bytes: Buffer[] = [];
  for (const part of parts) {
    const piece = vault.get(part.sha256);
    if (piece === null)
      return { sha256: digestOf(parts), size: parts.reduce((sum, next) => sum + next.size, 0) };
    bytes.push(piece);
  }
  const whole = Buffer.concat(bytes);
  return { sha256: vault.put(whole), size: whole.length };
}

/** Without the bytes of the parts there is no hash of the whole; a mark that no real hash equals. */
function digestOf(parts: Part[]): string {
  const digest = createHash("sha256").update(parts.map((part) => part.sha256).join("+"));
  return `parts:${digest.digest("hex")}`;
}
