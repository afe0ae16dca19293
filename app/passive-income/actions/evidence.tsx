import type { ReactNode } from "react";
import { Alert } from "../_ui/alert";
import { type Clock, When } from "../_ui/when";
import type { EvidenceShown } from "./kit-shape";

/** What the public page showed when its address was given. */
export function EvidenceOf({ evidence, clock }: { evidence: EvidenceShown; clock: Clock }) {
  const { checked_at, title, price, currency, warning } = evidence;
  return (
    <div className="mt-3">
      <Alert
        tone={warning ? "warning" : "success"}
        title={warning ?? "The page is there and shows the price of the kit."}
      >
        <dl className="mt-1 flex flex-wrap gap-x-6 gap-y-1">
          {title && <Fact name="Title there" value={title} />}
          {price && <Fact name="Price there" value={`${price} ${currency ?? ""}`} />}
          <Fact name="Looked" value={<When at={checked_at} clock={clock} />} />
        </dl>
      </Alert>
    </div>
  );
}

function Fact({ name, value }: { name: string; value: ReactNode }) {
  return (
    <div>
      <dt className="text-xs text-muted-foreground">{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
