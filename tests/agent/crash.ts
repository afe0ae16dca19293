import { cycle, type Stage } from "./stage";

/** Runs a cycle that dies at its n-th event: from then on nothing of it reaches the database or the network. */
export async function dieAt(stage: Stage, n: number): Promise<{ died: boolean; events: number }> {
  let events = 0;
  stage.onEvent = () => {
    events += 1;
    if (events >= n) throw new Error("the process died");
  };
  try {
    await cycle(stage.app);
  } catch {
    // Nothing of a dead process is heard of.
  } finally {
    stage.onEvent = null;
  }
  return { died: events >= n, events };
}
