import { ActButton } from "../_ui/act-button";

/** Pressing it is the consent to publish, so it says what that costs. */
export function ActivateButton(props: { id: number; name: string; cost: string | null; size?: "sm" | "md" }) {
  return (
    <ActButton
      path={`platforms/${props.id}/activate`}
      done={`${props.name} is active. Your ready manuals are next.`}
      variant="primary"
      size={props.size ?? "sm"}
      className="h-auto! min-h-7 py-1 text-left whitespace-normal touch:min-h-11"
    >
      Activate {props.name}
      {props.cost && <span className="font-normal">({props.cost})</span>}
    </ActButton>
  );
}
