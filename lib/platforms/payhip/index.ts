import type { Platform } from "../platform";
import { access } from "./access";
import { byHand } from "./by-hand";
import { webhook } from "./webhook";

/**
 * Payhip has an API for coupons and licence keys only: products are made by a person, sales arrive by webhook.
 * https://help.payhip.com/article/310-public-api-reference
 */
export const payhip: Platform & Required<Pick<Platform, "byHand" | "webhook">> = {
  name: "payhip",
  displayName: "Payhip",
  platformType: "digital_download",
  isFree: true,
  homepage: "https://payhip.com",
  publishCost: null,
  notice: null,
  origin: "https://payhip.com",
  hosts: ["payhip.com"],
  limits: {
    // No limit is documented; 5 GB is what sellers quote.
    file: { maxBytes: 5_000_000_000, maxNameLength: 200, link: "https://help.payhip.com" },
    images: { max: 8, form: "gumroad", link: "https://help.payhip.com" },
    minPrice: {},
    currencies: "any",
  },
  content: {
    // Payhip documents no limits of texts; these are ours, so that kits stay readable.
    title: { max: 200, reject: /\p{Cc}/u, onceEach: "", link: "https://help.payhip.com" },
    description: { max: 50_000, format: "text", link: "https://help.payhip.com" },
    tags: {
      max: 10,
      minLength: 2,
      maxLength: 40,
      reject: /,/,
      notFirst: "#",
      link: "https://help.payhip.com",
    },
  },
  budget: { all: { perSecond: 2, windows: [] } },
  refusedRights: {},
  fees: {
    asOf: "2026-11-01",
    link: "https://help.payhip.com/article/173-fees",
    currency: "USD",
    // The free plan, and Stripe's or PayPal's own share.
    sources: [
      {
        name: "Direct",
        parts: [
          { basisPoints: 500, fixed: 0 },
          { basisPoints: 290, fixed: 30 },
        ],
      },
    ],
  },
  access,
  byHand,
  webhook,
};
