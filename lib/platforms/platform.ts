import type { Fetch } from "../http";
import type { Money } from "../money";
import type { ManualListing } from "./by-hand";
import type { FeeTable, Sales, Stats, Webhook } from "./sales";

/**
 * What a platform is to the rest of the product: facts and abilities.
 * An ability is present or absent; no boolean beside it could disagree.
 * Every verb throws `PlatformError` and nothing else.
 */
export interface Platform {
  /** Folder name and primary word in the API: "etsy". */
  name: string;
  displayName: string;
  platformType: "marketplace" | "digital_download";
  /** No upfront cost for a listing. */
  isFree: boolean;
  homepage: string;
  /** What publishing costs, as the button that activates it says; null when nothing. */
  publishCost: string | null;
  /** A sentence that the platform demands of applications that use its API; null when it demands none. */
  notice: string | null;
  /** Where the API lives, unless the operator names another origin. */
  origin: string;
  /** Hosts that addresses in answers may name, `*.` allowed in front. */
  hosts: readonly string[];
  limits: Limits;
  content: ContentRules;
  /** Request budgets by bucket name. */
  budget: Record<string, Budget>;
  /** Rights under which this platform takes nothing, with its clause. */
  refusedRights: Partial<Record<Rights, { clause: string; link: string }>>;
  /** What it keeps of a sale. */
  fees: FeeTable;
  access: TokenAccess | { kind: "none" };
  /** Present where listings are made by API. */
  listing?: ApiListing;
  /** Present where a person makes them from a paste kit. */
  byHand?: ManualListing;
  /** Present where sales can be asked for. */
  sales?: Sales;
  /** Present where it reports sales by itself. */
  webhook?: Webhook;
  /** Present where live listings can be looked at in batches. */
  stats?: Stats;
}

/** A platform that makes listings by API. */
export type ApiPlatform = Platform & { listing: ApiListing };

export function listsByApi(platform: Platform): platform is ApiPlatform {
  return platform.listing !== undefined;
}

export type Rights = "own_work" | "licence" | "public_domain" | "unverified";

export interface Limits {
  file: { maxBytes: number; maxNameLength: number; link: string };
  images: { max: number; form: "etsy" | "gumroad"; link: string };
  /** Smallest price by currency in minor units; currencies missing here are `any` or refused. */
  minPrice: Record<string, number>;
  /** `any`: whatever the shop has; else the only currencies accepted. */
  currencies: "any" | readonly string[];
}

/** The hard rules of texts: what the platform rejects. Quality lives in lib/seo. */
export interface ContentRules {
  title: { max: number; reject: RegExp; onceEach: string; link: string };
  description: { max: number; format: "text" | "html"; link: string };
  tags: { max: number; minLength: number; maxLength: number; reject: RegExp; notFirst: string; link: string };
}

export interface Budget {
  /** Calls a second; null when the platform names none. */
  perSecond: number | null;
  /** Fixed windows aligned to the epoch. */
  windows: readonly { seconds: number; limit: number }[];
}

/** Calls by bucket. */
export type Need = Record<string, number>;

export type Credentials = Record<string, string>;

export interface CredentialField {
  name: string;
  label: string;
  help: string;
  required: boolean;
  /** Shown with its last four characters only. */
  secret: boolean;
}

/** What a connection told about itself when it was checked; kept as JSON beside the connection. */
export interface Account {
  name: string;
  currency: string;
  /** Facts that only the adapter reads (a taxonomy id, a user name). */
  facts: Record<string, string | number>;
}

export interface TokenAccess {
  kind: "token";
  fields: readonly CredentialField[];
  /** One or more read-only calls. @throws PlatformError `auth_expired`, `refused`, `unreachable`, ... */
  verify(session: Session): Promise<Account>;
  /** Present where access tokens run out. */
  refresh?: {
    /** When the access token should be replaced; null when it never runs out or cannot be replaced. */
    dueAt(credentials: Credentials): Date | null;
    /** New values for some credentials; the caller stores them before they are used. */
    run(session: Session): Promise<Credentials>;
  };
}

/** Everything from outside that a verb may use. */
export interface Session {
  fetch: Fetch;
  now(): Date;
  /** Seeded in tests: [0, 1). */
  random(): number;
  /** API origin without a trailing slash. */
  origin: string;
  /** Full address of the token endpoint, where the operator named one. */
  tokenUrl: string | null;
  credentials: Credentials;
  account: Account | null;
  timing: { readMs: number; createMs: number; uploadMs(bytes: number): number };
  /** Opens one of our files. @throws PlatformError `refused` with field `file` when it is missing. */
  open(file: PlannedFile): Promise<Blob>;
  /** Told what the platform's headers said about its limits. */
  sawLimits(seen: { perSecond?: number; perDay?: number; remainingToday?: number }): void;
  signal?: AbortSignal;
}

export interface PlannedFile {
  /** Key in our storage. */
  key: string;
  /** Name at the platform. */
  name: string;
  /** Bytes. */
  size: number;
  sha256: string;
  mime: string;
}

/** What will be sent, frozen before the first call. Plain JSON. */
export interface Plan {
  /** Deterministic key of this listing, made from ids: [a-z0-9-], at most 24 characters. */
  key: string;
  /** Readable part of the address: [a-z0-9-], at most 40 characters, may be empty. */
  slug: string;
  title: string;
  description: string;
  tags: string[];
  price: Money;
  file: PlannedFile;
  images: (PlannedFile & { alt: string })[];
  /** Square picture, where the platform shows one. */
  thumbnail: PlannedFile | null;
  pageCount: number;
}

/** A remote listing that may be ours. `certain`: it carries our key. */
export interface Found {
  remoteId: string;
  certain: boolean;
  title: string;
  url: string | null;
}

/** What the platform says about a listing when it is read back. */
export interface RemoteListing {
  remoteId: string;
  state: "draft" | "live" | "inactive" | "gone" | "unknown";
  /** Public address; null while there is none. */
  url: string | null;
  title: string;
  price: Money | null;
  /** Delivered files: those a buyer gets. `size` null where the platform does not tell. */
  files: { name: string; size: number | null }[];
  imageCount: number;
}

/** One listing in the hands of a worker. */
export interface Job {
  plan: Plan;
  remoteId: string;
  /** What earlier calls of this listing returned and later ones need (upload ids, file ids). */
  notes: Notes;
  /** True while nothing else can have touched the remote listing since `create`: read-back may be left out. */
  fresh: boolean;
  /** Writes notes down before the next call. Merged into `notes`. Ends the worker when it lost the listing. */
  note(patch: Notes): Promise<void>;
}

export type Notes = Record<string, string | number | boolean | null>;

export type ListingStep = "create" | "upload" | "enrich" | "publish" | "verify" | "price";

/** Listing by API, in the order of the steps. Each verb documents its calls. */
export interface ApiListing {
  /** Calls of a step that meets no fault, by bucket. */
  need(step: ListingStep, plan: Plan): Need;
  /** Own remote listings that carry the plan's key, or may be it; lowest (oldest) first. Reads only. */
  find(session: Session, plan: Plan, since: Date): Promise<Found[]>;
  /**
   * Makes the draft: one mutating call.
   * @throws PlatformError `uncertain` when it may exist all the same.
   */
  create(session: Session, plan: Plan): Promise<{ remoteId: string }>;
  /** File (and images) go up: repeatable, sends only what is missing. */
  upload(session: Session, job: Job): Promise<void>;
  /** Everything that is set by repeatable calls (SKU, price, pictures). */
  enrich(session: Session, job: Job): Promise<void>;
  /** Reads the listing back; null when the platform says it does not exist. */
  read(session: Session, remoteId: string, plan: Plan): Promise<RemoteListing | null>;
  /** Makes it public: one mutating call. Called only when `read` did not say `live`. */
  publish(session: Session, remoteId: string, plan: Plan): Promise<void>;
  /** Sets the plan's price on a listing that is there, and nothing else: one mutating call; a repeat changes nothing. */
  price(session: Session, remoteId: string, plan: Plan): Promise<void>;
  /** Takes a live listing off sale without deleting it: one mutating call; a repeat changes nothing. */
  unlist(session: Session, remoteId: string): Promise<void>;
  /**
   * Drafts of ours that must not stay: present where the platform does not enforce the key.
   * @returns remote ids other than `remoteId` that certainly carry the key and are drafts.
   */
  strays?(session: Session, plan: Plan, remoteId: string): Promise<string[]>;
  /**
   * All drafts of the shop that carry a key of ours and hold nothing yet; `createdAt` null when unknown.
   * Present where drafts can be left over.
   */
  ownDrafts?(session: Session): Promise<{ remoteId: string; key: string; createdAt: Date | null }[]>;
  /** Removes an own draft. A draft that is gone already is fine. */
  removeDraft(session: Session, remoteId: string): Promise<void>;
}
