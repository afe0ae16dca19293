import { ActButton } from "../_ui/act-button";

/** Stops creating and changing on a platform. */
export function DeactivateButton({ id, name }: { id: number; name: string }) {
  return (
    <ActButton
      path={`platforms/${id}/deactivate`}
      done={`Listing on ${name} is off. Live listings stay live.`}
    >
      Deactivate
    </ActButton>
  );
}
