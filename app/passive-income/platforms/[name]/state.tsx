import type { PlatformRow } from "@/db/queries/platforms";
import { problemOf } from "../../_platform/status";
import { Alert } from "../../_ui/alert";

/** What a person should know first; nothing when all is well. */
export function State({ platform }: { platform: PlatformRow }) {
  const { displayName, supportsApiListing } = platform;
  const problem = problemOf(platform);
  if (problem) {
    return (
      <Alert tone="danger" title={`${displayName} does not let us in`}>
        <p>
          {problem}{" "}
          {supportsApiListing
            ? "What waits for it goes on as soon as the connection works."
            : "Listing by hand goes on without it."}
        </p>
      </Alert>
    );
  }
  if (platform.credentialsStatus === "pending" || platform.hasCandidate) {
    return (
      <Alert tone="info" title={`${displayName} could not be asked yet`}>
        <p>
          {platform.connectionError ?? "The new credentials are kept."} The agent asks again at its next run.
        </p>
      </Alert>
    );
  }
  if (!supportsApiListing) {
    return (
      <Alert tone="info" title={`${displayName} is filled by hand`}>
        <p>
          {displayName} has no way to make products by program. For each manual an action brings everything
          ready to copy. You paste it there and bring the address back. No connection is needed.
        </p>
      </Alert>
    );
  }
  if (platform.credentialsStatus === "verified" && !platform.isActive) {
    return (
      <Alert tone="success" title={`Connected to ${platform.account?.name ?? displayName}`}>
        <p>Nothing is published before you activate it below.</p>
      </Alert>
    );
  }
  return null;
}
