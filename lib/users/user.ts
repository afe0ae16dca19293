export type Role = "owner" | "operator" | "viewer";

/** A person of the workspace, as screens and routes see one. */
export interface User {
  id: number;
  email: string;
  name: string;
  /** A viewer may only read. */
  role: Role;
}

/** A role as the database keeps it; anything unknown has the fewest rights. */
export function roleOf(text: string): Role {
  return text === "owner" || text === "operator" ? text : "viewer";
}
