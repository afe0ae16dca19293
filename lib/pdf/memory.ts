import { readFile } from "node:fs/promises";

/**
 * Resident memory of a process in megabytes; null where the system has no /proc (macOS, Windows) or the
 * process is gone. https://www.kernel.org/doc/html/latest/filesystems/proc.html
 */
export async function residentMb(pid: number): Promise<number | null> {
  try {
    const status = await readFile(`/proc/${pid}/status`, "utf8");
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
    return kilobytes ? Number(kilobytes) / 1024 : null;
  } catch {
    return null;
  }
}
