import type { ApiPlatform, ListingStep, Need, Plan } from "../platform";
import { access } from "./access";
import { fees } from "./fees";
import { enrich, maxCovers } from "./pictures";
import { currencies, minPrice } from "./price";
import { create, find, price, publish, read, removeDraft, takeOffSale } from "./products";
import { sales } from "./sales";
import { stats } from "./stats";
import { hosts } from "./storage";
import { upload } from "./upload";

/*
 * The fewest calls of a listing that meets no fault, with c covers, t thumbnail (0 or 1) and f = ceil(bytes / 104,857,600):
 *
 * | step    | calls to the API                                            | puts to the file store |
 * | ------- | ----------------------------------------------------------- | ---------------------- |
 * | create  | 1: POST products                                            | 0                      |
 * | upload  | 3: POST presign, POST complete, PUT product                 | f                      |
 * | enrich  | 2 (c + t): POST direct_uploads, POST covers or thumbnail    | c + t                  |
 * | publish | 2: GET product, PUT enable                                  | 0                      |
 * | verify  | 1: GET product                                              | 0                      |
 * | price   | 3: GET product, PUT product, GET product                    | 0                      |
 * | all     | 7 + 2 (c + t)                                               | f + c + t              |
 *
 * A repeat of upload or enrich begins with one GET more.
 */
export const gumroad: ApiPlatform & Required<Pick<ApiPlatform, "sales" | "stats">> = {
  name: "gumroad",
  displayName: "Gumroad",
  platformType: "digital_download",
  isFree: true,
  homepage: "https://gumroad.com",
  publishCost: null,
  notice: null,
  origin: "https://api.gumroad.com",
  hosts,
  limits: {
    file: { maxBytes: 16_000_000_000, maxNameLength: 255, link: "https://gumroad.com/help/article/289" },
    images: { max: maxCovers, form: "gumroad", link: "https://gumroad.com/help/article/60" },
    minPrice,
    currencies,
  },
  content: {
    title: { max: 255, reject: /\p{Cc}/u, onceEach: "", link: "https://gumroad.com/api#products" },
    // Gumroad names no limit (a MEDIUMTEXT column); this one is ours.
    description: { max: 65_000, format: "html", link: "https://gumroad.com/api#products" },
    tags: {
      max: 5,
      minLength: 2,
      maxLength: 20,
      reject: /,/,
      notFirst: "#",
      link: "https://gumroad.com/help/article/79",
    },
  },
  // rack_attack.rb: new products per address, in windows aligned to the epoch. The second line is our own politeness.
  budget: {
    create: {
      perSecond: null,
      windows: [
        { seconds: 60, limit: 10 },
        { seconds: 64, limit: 20 },
        { seconds: 512, limit: 30 },
        { seconds: 4096, limit: 40 },
        { seconds: 32_768, limit: 50 },
      ],
    },
    all: { perSecond: 5, windows: [] },
  },
  refusedRights: {
    licence: {
      clause: "Gumroad does not allow e-books sold under resale, private-label or master-resale licences.",
      link: "https://gumroad.com/help/article/155",
    },
  },
  fees,
  access,
  listing: { need, find, create, upload, enrich, read, publish, price, unlist: takeOffSale, removeDraft },
  sales,
  stats,
};

function need(step: ListingStep, plan: Plan): Need {
  const pictures = Math.min(plan.images.length, maxCovers) + (plan.thumbnail ? 1 : 0);
  switch (step) {
    case "create":
      return { create: 1, all: 1 };
    case "upload":
      return { all: 3 };
    case "enrich":
      return { all: 2 * pictures };
    case "publish":
      return { all: 2 };
    case "verify":
      return { all: 1 };
    case "price":
      return { all: 3 };
  }
}
