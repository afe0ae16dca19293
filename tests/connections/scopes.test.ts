import { expect, it } from "vitest";
import { configure } from "@/lib/connections/configure";
import { openStage } from "../agent/stage";
import { opener } from "../support/database";

const open = opener("pg");
const GUMROAD = 2;

it("a Gumroad token that may not see sales is refused when it is given, with the scopes that it needs", async () => {
  const stage = await openStage(open, { connected: false });
  const token = await stage.markets.doors.gumroad("POST", "token", { scopes: ["edit_products"] });
  const { api_token } = token as { api_token: string };
  const reply = await configure(stage.app, GUMROAD, { api_token });
  expect(reply.status).toBe("error");
  expect(reply.error).toContain("view_sales");
  await stage.close();
});
