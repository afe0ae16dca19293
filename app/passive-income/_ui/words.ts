import {
  CircleCheck,
  CircleDashed,
  CircleMinus,
  CirclePause,
  Clock3,
  Hand,
  KeyRound,
  Loader,
  type LucideIcon,
  Minus,
  OctagonAlert,
  PlugZap,
  ShieldCheck,
  ShieldQuestionMark,
} from "lucide-react";

/** Status is always a word, a shape and a tone; here is the one table of them. */
export type Tone = "success" | "warning" | "danger" | "info" | "neutral";

export interface Status {
  word: string;
  icon: LucideIcon;
  tone: Tone;
  spins?: boolean;
}

const listing: Record<string, Status> = {
  pending: { word: "Queued", icon: CircleDashed, tone: "neutral" },
  listing: { word: "Listing", icon: Loader, tone: "info", spins: true },
  listed: { word: "Live", icon: CircleCheck, tone: "success" },
  active: { word: "Live", icon: CircleCheck, tone: "success" },
  action_required: { word: "Needs you", icon: Hand, tone: "warning" },
  error: { word: "Failed", icon: OctagonAlert, tone: "danger" },
  paused: { word: "Paused", icon: CirclePause, tone: "neutral" },
  ended: { word: "Removed", icon: CircleMinus, tone: "neutral" },
};

/** `step` of unfinished work tells a listing under way from one that waits for its turn. */
export function listingStatus(row: {
  status: string;
  step: string | null;
  errorMessage: string | null;
}): Status {
  const busy =
    row.status === "pending" && row.step !== null && row.step !== "plan" && row.errorMessage === null;
  return known(listing, busy ? "listing" : row.status);
}

/** The word of a listing's status alone. */
export function listingWord(status: string): Status {
  return known(listing, status);
}

const connection: Record<string, Status> = {
  not_configured: { word: "Not set up", icon: Minus, tone: "neutral" },
  pending: { word: "Being checked", icon: Clock3, tone: "info" },
  verified: { word: "Connected", icon: PlugZap, tone: "success" },
  error: { word: "Sign-in problem", icon: KeyRound, tone: "danger" },
};

export function connectionStatus(status: string): Status {
  return known(connection, status);
}

const manual: Record<string, Status> = {
  processing: { word: "Reading", icon: Loader, tone: "info", spins: true },
  processed: { word: "Ready", icon: CircleCheck, tone: "success" },
  failed: { word: "Failed", icon: OctagonAlert, tone: "danger" },
};
const needsRights: Status = { word: "Rights needed", icon: ShieldQuestionMark, tone: "warning" };

export function manualStatus(row: { status: string; rights: string }): Status {
  return row.status === "processed" && row.rights === "unverified" ? needsRights : known(manual, row.status);
}

const rights: Record<string, Status> = {
  own_work: { word: "I wrote it", icon: ShieldCheck, tone: "neutral" },
  licence: { word: "Licence", icon: ShieldCheck, tone: "neutral" },
  public_domain: { word: "Public domain", icon: ShieldCheck, tone: "neutral" },
  unverified: { word: "Not confirmed", icon: ShieldQuestionMark, tone: "warning" },
};

export function rightsStatus(value: string): Status {
  return known(rights, value);
}

const action: Record<string, Status> = {
  pending: { word: "Waiting", icon: Hand, tone: "warning" },
  completed: { word: "Done", icon: CircleCheck, tone: "success" },
  cancelled: { word: "Will not do", icon: CircleMinus, tone: "neutral" },
  timed_out: { word: "Ran out", icon: Clock3, tone: "neutral" },
};

export function actionStatus(status: string): Status {
  return known(action, status);
}

const actionTypes: Record<string, string> = {
  account_setup: "Account set-up",
  authentication: "Sign in again",
  verification: "Verification",
  captcha: "Human check",
  manual_listing: "List by hand",
  manual_update: "Change by hand",
  manual_end: "Remove by hand",
  rights: "Rights",
  choose: "Choice",
  approve: "Approval",
  provide_data: "New value",
};

export function actionTypeWord({ actionType, inputType }: { actionType: string; inputType: string }): string {
  if (actionType === "provide_data" && inputType === "file") return "New file";
  return actionTypes[actionType] ?? actionType;
}

function known(table: Record<string, Status>, status: string): Status {
  return table[status] ?? { word: status, icon: Minus, tone: "neutral" };
}
