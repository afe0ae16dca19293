/** The engine asks up to three times, for less each time, before an allocation fails (emscripten_resize_heap). */
const triesOfAnAllocation = 3;

let refusedInARow = 0;
let failed = false;

/**
 * Stops the WebAssembly memory of this process at `megabytes`. The engine then fails inside its sandbox, on
 * every system, before the process itself grows too big.
 */
export function limitEngine(megabytes: number): void {
  const grow = WebAssembly.Memory.prototype.grow;
  WebAssembly.Memory.prototype.grow = function limited(this: WebAssembly.Memory, pages: number): number {
    const pageBytes = 65_536;
    if (this.buffer.byteLength + pages * pageBytes > megabytes * 1024 * 1024) {
      refusedInARow += 1;
      if (refusedInARow >= triesOfAnAllocation) failed = true;
      throw new RangeError("the engine's memory limit is reached");
    }
    refusedInARow = 0;
    return grow.call(this, pages);
  };
}

/** True once an allocation of the engine failed: what it has drawn since then may lack pictures. */
export function engineOutOfMemory(): boolean {
  return failed;
}
