import type { SandboxAnswer } from "@/tests/sandbox/kit/types";

/** A request that cannot be taken; becomes `{error}` with its status. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }

  answer(): SandboxAnswer {
    return { status: this.status, body: { error: this.message } };
  }
}
