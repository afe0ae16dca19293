import type { z } from "zod";
import { Alert } from "../_ui/alert";
import { type Clock, When } from "../_ui/when";
import type { evidenceShape } from "./kit-shape";

/** What the public page showed when its address was given. */
export function EvidenceOf({ evidence, clock }: { evidence: z.infer<typeof evidenceShape>; clock: Clock }) {
  const { checked_at, title, price, currency, warning } = evidence;
  return (
    <div className="mt-3">
      <Alert
        tone={warning ? "warning" : "success"}
        title={warning ?? "The page is there and shows the price of the kit."}
      >
        <p className="text-muted-foreground">
          Looked <When at={new Date(checked_at)} clock={clock} />
          {title && <>, title “{title}”</>}
          {price && (
            <>
              , price {price} {currency}
            </>
          )}
          .
        </p>
      </Alert>
    </div>
  );
}
