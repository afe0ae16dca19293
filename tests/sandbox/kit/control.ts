import { z } from "zod";
import type { Calls } from "@/tests/sandbox/kit/calls";
import type { Faults } from "@/tests/sandbox/kit/faults";
import type { Control, SandboxAnswer, SandboxRequest } from "@/tests/sandbox/kit/types";

export const CONTROL_PREFIX = "/__control/";

const clockSchema = z.strictObject({ advance_ms: z.int().nonnegative() });

/** Answers one request to the control door; a body that does not fit is a 400 with the reason. */
export async function answerControl(
  request: SandboxRequest,
  parts: { control: Control; faults: Faults; calls: Calls },
): Promise<SandboxAnswer> {
  const route = `${request.method} ${request.path.slice(CONTROL_PREFIX.length)}`;
  try {
    const body: unknown = request.body.length === 0 ? {} : JSON.parse(request.body.toString("utf8"));
    const answer = await act(route, body, request, parts);
    return answer === undefined
      ? { status: 404, body: { error: `no control route ${route}` } }
      : { status: 200, body: answer };
  } catch (error) {
    return { status: 400, body: { error: error instanceof Error ? error.message : String(error) } };
  }
}

async function act(
  route: string,
  body: unknown,
  request: SandboxRequest,
  { control, faults, calls }: { control: Control; faults: Faults; calls: Calls },
): Promise<object | undefined> {
  switch (route) {
    case "POST faults":
      faults.add(body);
      return faults.list();
    case "GET faults":
      return faults.list();
    case "DELETE faults":
      faults.clear();
      return faults.list();
    case "POST clock":
      control.clock.advance(clockSchema.parse(body).advance_ms);
      return { now: control.clock.now().toISOString() };
    case "GET clock":
      return { now: control.clock.now().toISOString() };
    case "GET books":
      return control.view?.(request.origin) ?? control.books.plain();
    case "GET calls":
      return calls.report();
    case "DELETE calls":
      return calls.take();
    case "POST set":
      return control.set(body);
    case "POST token":
      return control.token(body);
    default:
      return control.routes?.[route]?.(body, request.origin);
  }
}
