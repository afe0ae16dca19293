import { z } from "zod";
import { operation } from "./operation";

/** Where platforms report events. The address is the credential; its owner finds it on the platform's card. */
export const webhookOperation = operation({
  method: "POST",
  path: "/api/webhooks/{platform}/{token}",
  summary: "An event of a platform: stored, then booked; the same event again changes nothing",
  access: "webhook",
  params: z.object({ platform: z.string().max(50), token: z.string().max(200) }),
  answer: z.strictObject({ received: z.literal(true) }),
  status: 200,
  errors: [400, 404],
});
