import { CompactEncrypt, compactDecrypt, errors } from "jose";
import { z } from "zod";
import { AppError } from "./errors";

/** Encrypts and decrypts credentials. Keys live here and nowhere else. */
export interface Vault {
  /** Encrypts with the first key; `context` is authenticated: a text moved to another row cannot be read. */
  seal(value: Record<string, string>, context: string): Promise<string>;
  /** @throws AppError `unavailable` when the key is gone, the text was changed or belongs to another context. */
  open(sealed: string, context: string): Promise<Record<string, string>>;
}

const values = z.record(z.string(), z.string());

/** A vault over a key ring (32-byte keys; the first encrypts, all decrypt): AES-256-GCM, key id and context authenticated. */
export function makeVault(ring: { id: string; key: Uint8Array }[]): Vault {
  return {
    async seal(value, context) {
      const [first] = ring;
      if (!first) throw new AppError("unavailable", "There is no key to encrypt credentials with.");
      return new CompactEncrypt(new TextEncoder().encode(JSON.stringify(value)))
        .setProtectedHeader({ alg: "dir", enc: "A256GCM", kid: first.id, ctx: context })
        .encrypt(first.key);
    },
    async open(sealed, context) {
      try {
        const { plaintext, protectedHeader } = await compactDecrypt(sealed, ({ kid }) => {
          const entry = ring.find(({ id }) => id === kid);
          if (!entry) throw new errors.JWEDecryptionFailed();
          return entry.key;
        });
        if (protectedHeader.ctx !== context) throw new errors.JWEDecryptionFailed();
        return values.parse(JSON.parse(new TextDecoder().decode(plaintext)));
      } catch {
        throw new AppError(
          "unavailable",
          "The stored credentials cannot be decrypted. CREDENTIALS_KEYS lacks the key they were stored with; add it, or enter the credentials again.",
        );
      }
    },
  };
}
