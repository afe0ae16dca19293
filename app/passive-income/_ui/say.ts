import { toast } from "sonner";

// Sonner gives the focus back to where it was when it leaves a toast that can be dismissed: with the Tab key nobody
// would get past one. Ours go by themselves.
const options = { dismissible: false };

/** Says in a corner that something worked. */
export function sayDone(text: string): void {
  toast.success(text, options);
}

/** Says in a corner what did not work. */
export function sayProblem(text: string): void {
  toast.error(text, options);
}
