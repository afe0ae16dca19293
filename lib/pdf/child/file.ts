import { fstatSync, readSync } from "node:fs";
import type { Engine } from "./engine";

/** A file lying in the engine's memory, its only copy in this process. */
export interface LoadedFile {
  address: number;
  size: number;
}

export function loadFile(engine: Engine, fd: number): LoadedFile {
  const size = fstatSync(fd).size;
  const address = engine._malloc(size);
  if (address === 0) throw new Error("the file does not fit into the engine's memory");
  let done = 0;
  while (done < size) {
    const read = readSync(fd, engine.HEAPU8, address + done, size - done, done);
    if (read === 0) throw new Error("the file shrank while it was read");
    done += read;
  }
  return { address, size };
}

/** A view, valid until the engine's memory grows. */
export function bytesOf(engine: Engine, file: LoadedFile): Buffer {
  return Buffer.from(engine.HEAPU8.buffer, file.address, file.size);
}
