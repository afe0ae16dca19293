import type { ApiPlatform, ListingStep } from "@/lib/platforms/platform";

/** Calls of each step without a fault. */
export const callsOf: Record<ListingStep, number> = {
  create: 1,
  upload: 2,
  enrich: 1,
  publish: 3,
  verify: 1,
  price: 3,
};

const link = "https://market.example/rules";
const anything = /(?!)/;
/** The platform as its adapter would describe it. */
export const facts: Omit<ApiPlatform, "listing"> = {
  name: "market",
  displayName: "Market",
  platformType: "marketplace",
  isFree: true,
  homepage: "https://market.example",
  publishCost: null,
  notice: null,
  origin: "https://market.example",
  hosts: ["market.example"],
  limits: {
    file: { maxBytes: 1_000, maxNameLength: 50, link },
    images: { max: 1, form: "etsy", link },
    minPrice: {},
    currencies: "any",
  },
  content: {
    title: { max: 100, reject: anything, onceEach: "", link },
    description: { max: 1_000, format: "text", link },
    tags: { max: 5, minLength: 1, maxLength: 20, reject: anything, notFirst: "", link },
  },
  budget: { all: { perSecond: null, windows: [] } },
  refusedRights: {},
  fees: { asOf: "2026-11-01", link, currency: "USD", sources: [] },
  access: { kind: "none" },
};
