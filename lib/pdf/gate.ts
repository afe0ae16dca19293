/** Lets at most `places` run at once; the others wait in the order they came. */
export function gate(places: number) {
  let free = places;
  const waiting: (() => void)[] = [];

  return async function enter<T>(run: () => Promise<T>): Promise<T> {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await run();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
