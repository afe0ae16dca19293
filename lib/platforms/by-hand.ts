import type { Money } from "../money";
import type { Plan, Session } from "./platform";

/** Listing by a person: what to paste where, and how to know the result. */
export interface ManualListing {
  /** Page of the platform where a product is made. */
  formUrl(origin: string): string;
  /** What to do, in order. */
  steps: readonly string[];
  /** Texts in the order of the platform's form. */
  fields(plan: Plan): KitField[];
  /** As a person reads it: "https://payhip.com/b/AbCd". */
  addressExample(origin: string): string;
  /** The product that a pasted address names; null when it is none of this platform. */
  readAddress(text: string, origin: string): { remoteId: string; url: string } | null;
  /** Reads the public page: one call. Null when the platform says that it does not exist. @throws PlatformError */
  look(session: Session, remoteId: string): Promise<{ title: string | null; price: Money | null } | null>;
}

export interface KitField {
  /** [a-z_]: `title`, `description`, `price`, ... */
  name: string;
  label: string;
  value: string;
  /** Most characters; null when the platform names no limit. */
  max: number | null;
  multiline: boolean;
}
