import { z } from "zod";
import type { Control } from "@/tests/sandbox/kit/types";
import { changeProduct, controlProduct, permalinkOf } from "@/tests/sandbox/payhip/products";
import { refund } from "@/tests/sandbox/payhip/refund";
import { pathPattern } from "@/tests/sandbox/payhip/routes";
import { sell } from "@/tests/sandbox/payhip/sale";
import { redeliver } from "@/tests/sandbox/payhip/webhooks/deliver";
import { saveWebhooks } from "@/tests/sandbox/payhip/webhooks/settings";
import { newKey, type World } from "@/tests/sandbox/payhip/world";

const nothing = z.strictObject({});

/** What the stand-in adds to the control door: the seller's dashboard, the buyers, and webhooks sent again. */
export function controlOf(world: World): Control {
  const { books, clock } = world;
  return {
    books,
    clock,
    view: (origin) => viewBooks(world, origin),
    set: world.set,
    token(body) {
      nothing.parse(body);
      return { api_key: world.account().api_key };
    },
    pattern: (_method, path) => pathPattern(path),
    routes: {
      "POST roll-key": (body) => {
        nothing.parse(body);
        return { api_key: world.setAccount({ api_key: newKey() }).api_key };
      },
      "POST webhooks": (body) => saveWebhooks(world, body),
      "POST product": (body, origin) => controlProduct(world, body, origin),
      "POST product-change": (body) => changeProduct(world, body),
      "POST sale": (body, origin) => sell(world, body, origin),
      "POST refund": (body, origin) => refund(world, body, origin),
      "POST redeliver": (body) => redeliver(world, body),
    },
  };
}

/** `GET /__control/books`: everything a test may want to count, but the key. */
function viewBooks(world: World, origin: string) {
  const { webhook_urls, webhook_events } = world.account();
  return {
    products: world.products.all().map((product) => ({
      ...product,
      product_permalink: permalinkOf(product, origin),
    })),
    sales: world.sales.all(),
    coupons: world.coupons.all(),
    webhooks: { urls: webhook_urls, events: webhook_events },
    deliveries: world.deliveries.all(),
    switches: world.switches(),
  };
}
