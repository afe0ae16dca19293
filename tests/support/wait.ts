/** Asks again until there is an answer. @throws Error with what `state` says when time is up. */
export async function waitFor<T>(
  ask: () => Promise<T | null>,
  ms: number,
  state?: () => Promise<string>,
): Promise<T> {
  const until = Date.now() + ms;
  for (;;) {
    const answer = await ask();
    if (answer !== null) return answer;
    if (Date.now() > until) throw new Error(`Not within ${ms} ms. ${(await state?.()) ?? ""}`);
    await new Promise((done) => setTimeout(done, 200));
  }
}
